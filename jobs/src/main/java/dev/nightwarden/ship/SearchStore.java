package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The indices of an alias, one for each month that has rows. */
final class SearchStore {
  private static final String OURS = "nightwarden";
  private static final Logger log = LoggerFactory.getLogger(SearchStore.class);

  private final SearchClient client;
  private final SearchDocument documents;
  private final String alias;

  SearchStore(SearchClient client, SearchDocument documents, String alias) {
    this.client = client;
    this.documents = documents;
    this.alias = alias;
  }

  /**
   * An index of ours.
   *
   * @param version of the data set
   * @param number of the lease of the run that made it
   */
  private record Index(String name, YearMonth month, int version, long number) {}

  /** Does what {@link Store#replace} says. */
  long replace(Slice slice) throws IOException, InterruptedException {
    StoredTable table = slice.maliciousEvents();
    long number = slice.fence() == null ? 0 : slice.fence().number();
    SortedMap<YearMonth, Index> current = current(table);
    removeUnfinished(table, current, number);
    SortedSet<LocalDate> present = table.present();
    SortedSet<YearMonth> asked = months(table.dates());
    SortedSet<LocalDate> written = new TreeSet<>();
    for (LocalDate date : present) {
      Index there = current.get(YearMonth.from(date));
      if (asked.contains(YearMonth.from(date))
          || there == null
          || there.version() < table.version()) {
        written.add(date);
      }
    }
    SortedSet<YearMonth> removed = new TreeSet<>(asked);
    removed.removeAll(months(present));
    removed.retainAll(current.keySet());
    if (written.isEmpty() && removed.isEmpty()) {
      return 0;
    }
    SortedMap<YearMonth, String> made = new TreeMap<>();
    long rows;
    try {
      rows = written.isEmpty() ? 0 : write(table.of(written), current, number, made);
      slice.confirm();
    } catch (IOException | RuntimeException | InterruptedException e) {
      try {
        drop(made.values());
      } catch (IOException | RuntimeException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    // When this fails it may be done all the same: what it left is for the next run to remove.
    swap(made, current, removed);
    return rows;
  }

  /** The indices under the alias, by month. */
  private SortedMap<YearMonth, Index> current(StoredTable table)
      throws IOException, InterruptedException {
    SortedMap<YearMonth, Index> current = new TreeMap<>();
    JsonNode mappings = client.get("/" + alias + "/_mapping");
    if (mappings == null) {
      return current;
    }
    for (Map.Entry<String, JsonNode> one : mappings.properties()) {
      Index index = index(one.getKey(), one.getValue(), table);
      if (index == null) {
        throw new IOException(
            ("%s at %s is there already and not all Nightwarden's (the index %s): set index to"
                    + " another name, or take that one away")
                .formatted(alias, client.shown(), EscapedText.text(one.getKey(), 200)));
      }
      if (index.version() > table.version()) {
        throw new IOException(
            ("%s at %s was written by a newer Nightwarden (version %d; this one knows %d): upgrade"
                    + " this one")
                .formatted(alias, client.shown(), index.version(), table.version()));
      }
      Index other = current.put(index.month(), index);
      if (other != null) {
        throw new IOException(
            "%s at %s has two indices of %s, %s and %s: remove both, and run the month again"
                .formatted(alias, client.shown(), index.month(), other.name(), index.name()));
      }
    }
    return current;
  }

  /** An index as its mapping tells; null if it is not ours. */
  private Index index(String name, JsonNode mapping, StoredTable table) {
    JsonNode ours = mapping.path("mappings").path("_meta").path(OURS);
    if (!ours.path("data_set").asText().equals(table.name())
        || !ours.path("alias").asText().equals(alias)) {
      return null;
    }
    return new Index(
        name,
        YearMonth.parse(ours.path("month").asText()),
        ours.path("version").asInt(),
        ours.path("number").asLong());
  }

  /** Removes indices that earlier runs made and did not put under the alias. */
  private void removeUnfinished(StoredTable table, SortedMap<YearMonth, Index> current, long number)
      throws IOException, InterruptedException {
    Set<String> inUse = new HashSet<>();
    current.values().forEach(index -> inUse.add(index.name()));
    JsonNode mappings = client.get("/" + alias + "-*/_mapping");
    List<String> left = new ArrayList<>();
    if (mappings != null) {
      for (Map.Entry<String, JsonNode> one : mappings.properties()) {
        Index index = index(one.getKey(), one.getValue(), table);
        if (index != null && !inUse.contains(index.name()) && index.number() <= number) {
          left.add(index.name());
        }
      }
    }
    drop(left);
  }

  /** Writes the months of these dates, each whole into an index of its own. */
  private long write(
      StoredTable table,
      SortedMap<YearMonth, Index> current,
      long number,
      SortedMap<YearMonth, String> made)
      throws IOException, InterruptedException {
    putTemplate(table);
    Column[] order = table.order().stream().map(name -> col(name)).toArray(Column[]::new);
    Iterator<String[]> cells = Cells.of(table.rows().sort(order));
    int time = table.names().indexOf(table.time());
    int id = table.names().indexOf(table.key().get(0));
    SearchBulk bulk = null;
    YearMonth month = null;
    long rows = 0;
    while (cells.hasNext()) {
      String[] row = cells.next();
      YearMonth of =
          YearMonth.from(LocalDate.parse(row[time].substring(0, row[time].indexOf('T'))));
      if (!of.equals(month)) {
        finish(bulk);
        month = of;
        bulk = new SearchBulk(client, make(table, of, current.get(of), number));
        made.put(of, bulk.index());
      }
      bulk.add(row[id], documents.of(table.names(), row));
      rows++;
    }
    finish(bulk);
    return rows;
  }

  private static void finish(SearchBulk bulk) throws IOException, InterruptedException {
    if (bulk != null) {
      bulk.finish();
    }
  }

  private void putTemplate(StoredTable table) throws IOException, InterruptedException {
    String path = "/_index_template/" + alias;
    JsonNode answer = client.get(path);
    JsonNode there =
        answer == null
            ? JsonNodeFactory.instance.objectNode()
            : answer.path("index_templates").path(0).path("index_template");
    ObjectNode wanted = documents.template(alias, table.names(), table.version());
    boolean isSame = there.path("_meta").equals(wanted.path("_meta"));
    if (there.path("version").asInt() < wanted.path("version").asInt() || !isSame) {
      client.put(path, wanted);
    }
  }

  /** Makes the new index of a month; gives its name. */
  private String make(StoredTable table, YearMonth month, Index old, long number)
      throws IOException, InterruptedException {
    String name = "%s-%s-%d".formatted(alias, month.toString().replace('-', '.'), number);
    for (int again = 1; old != null && old.name().equals(name); again++) {
      name = "%s-%s-%d.%d".formatted(alias, month.toString().replace('-', '.'), number, again);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode ours = body.putObject("mappings").putObject("_meta").putObject(OURS);
    ours.put("data_set", table.name());
    ours.put("alias", alias);
    ours.put("version", table.version());
    ours.put("month", month.toString());
    ours.put("number", number);
    client.put("/" + name, body);
    return name;
  }

  /** Puts the new indices in place of the old ones, in one change of the cluster's state. */
  private void swap(
      SortedMap<YearMonth, String> made,
      SortedMap<YearMonth, Index> current,
      SortedSet<YearMonth> removed)
      throws IOException, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode actions = body.putArray("actions");
    made.values()
        .forEach(
            name -> actions.addObject().putObject("add").put("index", name).put("alias", alias));
    SortedSet<YearMonth> gone = new TreeSet<>(made.keySet());
    gone.retainAll(current.keySet());
    gone.addAll(removed);
    gone.forEach(month -> removeIndex(actions, current.get(month).name()));
    client.post("/_aliases", body);
    log.debug(
        "{}: {} in place of {}", alias, Amount.of(made.size(), "index", "indices"), gone.size());
  }

  private void drop(Iterable<String> names) throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode actions = body.putArray("actions");
    names.forEach(name -> removeIndex(actions, name));
    if (actions.isEmpty()) {
      return;
    }
    try {
      client.post("/_aliases", body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeIndex(ArrayNode actions, String name) {
    actions.addObject().putObject("remove_index").put("index", name);
  }

  private static SortedSet<YearMonth> months(SortedSet<LocalDate> dates) {
    SortedSet<YearMonth> months = new TreeSet<>();
    dates.forEach(date -> months.add(YearMonth.from(date)));
    return months;
  }
}
