package dev.nightwarden.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * People to be forgotten.
 *
 * @param names as {@code actor} has them, and other names of the same people that logs have; or the
 *     pseudonyms of both
 */
public record Forget(Set<String> names, People people, BesideTables beside) {
  /**
   * @throws IllegalKeyException if the config has no key
   */
  public Forget {
    names = new LinkedHashSet<>(names);
    if (people.settings() == null) {
      throw new IllegalKeyException(
          "forget",
          "is missing; set forget: {key: \"${NAME}\"}, the key of the hashes by which people stay"
              + " forgotten");
    }
  }

  private Names words() {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(beside.names());
    return new Names(all, people.settings().hash());
  }

  /** What there is of them, in lines; changes nothing. */
  public List<String> plan(Warehouse warehouse) throws IOException {
    Removal removal = new Removal(warehouse, people, words());
    List<String> lines = new ArrayList<>();
    for (Removal.Rows rows : removal.plan()) {
      if (rows.isAny()) {
        lines.add(told(rows));
      }
    }
    long deliveries = removal.deliveries();
    if (deliveries > 0) {
      lines.add("deliveries: %s removed".formatted(Amount.of(deliveries, "row")));
    }
    files(warehouse, true, (what, found) -> lines.add(told(what, found)));
    unsearched().ifPresent(lines::add);
    return lines;
  }

  static String told(Removal.Rows rows) {
    return "%s: %s removed, %s freed of the name"
        .formatted(
            rows.table().tableName(),
            Amount.of(rows.removed(), "row"),
            Amount.of(rows.cleared(), "other"));
  }

  private static String told(String what, KeptFiles.Found found) {
    return "%s: %s in %s removed"
        .formatted(what, Amount.of(found.lines(), "line"), Amount.of(found.files(), "file"));
  }

  /** Removes them from landed files and pages. */
  void removeFiles(Warehouse warehouse, Consumer<String> told) throws IOException {
    files(warehouse, false, (what, found) -> told.accept(told(what, found)));
  }

  /** What is not looked for, as only the pseudonym is known. */
  Optional<String> unsearched() {
    return beside.unnamed().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "landing: not searched for %s, as landed records have names; give the name itself"
                .formatted(String.join(", ", beside.unnamed())));
  }

  private void files(
      Warehouse warehouse, boolean onlyLooks, BiConsumer<String, KeptFiles.Found> told)
      throws IOException {
    Configuration hadoop = warehouse.spark().sessionState().newHadoopConf();
    KeptFiles files = new KeptFiles(hadoop, warehouse::confirm);
    Names words = words();
    if (beside.landing() != null) {
      for (String transport : beside.aliases().keySet()) {
        KeptFiles.Found found =
            files.lines(
                beside.landing() + "/" + transport,
                line -> beside.isSought(transport, line, words),
                onlyLooks);
        if (found.files() > 0) {
          told.accept("landing/" + transport, found);
        }
      }
    }
    if (beside.report() != null) {
      KeptFiles.Found found = files.whole(beside.report(), words::mentions, onlyLooks);
      if (found.files() > 0) {
        told.accept("report", new KeptFiles.Found(found.files(), found.lines()));
      }
    }
  }

  /** Writes down that they are to stay forgotten, before anything is removed. */
  void begin(Warehouse warehouse, Instant now) {
    // Fails where another key was used before.
    Forgotten.of(warehouse, people.settings());
    NameHash hash = people.settings().hash();
    List<Row> rows =
        names.stream()
            .map(name -> RowFactory.create(hash.of(name), hash.keyId(), name.length(), now, null))
            .toList();
    warehouse.mergeNew(
        Table.FORGOTTEN,
        warehouse.spark().createDataFrame(rows, Table.FORGOTTEN.schema()),
        "name_hash");
  }

  /** Writes down that nothing is left. */
  void complete(Warehouse warehouse, Instant now) {
    NameHash hash = people.settings().hash();
    Collection<String> hashes = names.stream().map(hash::of).toList();
    warehouse.update(
        Table.FORGOTTEN, col("name_hash").isin(hashes.toArray()), Map.of("completed_at", lit(now)));
  }

  /** The tables' part. */
  List<Removal.Rows> removeRows(
      Warehouse warehouse,
      Consumer<NavigableSet<LocalDate>> beforeMaliciousEvents,
      Consumer<Removal.Rows> told) {
    Removal removal = new Removal(warehouse, people, words());
    NavigableSet<LocalDate> shipped = removal.shipped();
    if (!shipped.isEmpty()) {
      beforeMaliciousEvents.accept(shipped);
    }
    List<Removal.Rows> all = removal.plan();
    for (Removal.Rows rows : all) {
      // Anomalies tell whose deliveries there are, also where a run died between the two.
      if (rows.isAny()) {
        removal.remove(rows);
        told.accept(rows);
      }
    }
    return all;
  }
}
