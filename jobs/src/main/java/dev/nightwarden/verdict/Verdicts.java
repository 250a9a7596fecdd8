package dev.nightwarden.verdict;

import static dev.nightwarden.table.Columns.ABOUT;
import static dev.nightwarden.table.Columns.FROM_DATE;
import static dev.nightwarden.table.Columns.GIVEN;
import static dev.nightwarden.table.Columns.SCOPE;
import static dev.nightwarden.table.Columns.UNTIL_DATE;
import static dev.nightwarden.table.Columns.VERDICT;
import static dev.nightwarden.table.Columns.VERDICT_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Sha256;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The verdicts in force: of those on one finding the one that was given last, and of two that were
 * given at once the one of the greater id. They were in force when this was made, whatever is added
 * since.
 *
 * @param rows of {@code verdicts}, those in force
 * @param spans which dates each holds for
 * @param scopes that any of them has, as in the table
 */
public record Verdicts(Dataset<Row> rows, List<Span> spans, Set<String> scopes) {
  public Verdicts {
    spans = List.copyOf(spans);
    scopes = Set.copyOf(scopes);
  }

  /**
   * The dates of one verdict.
   *
   * @param until null: it has no end
   * @param opinion the word of it
   */
  public record Span(String id, LocalDate from, LocalDate until, String opinion) {
    boolean holds(LocalDate date) {
      return !date.isBefore(from) && (until == null || !date.isAfter(until));
    }
  }

  /** Those of a warehouse now. */
  public static Verdicts of(Warehouse warehouse) {
    Dataset<Row> all = warehouse.read(Table.VERDICTS);
    if (!warehouse.exists(Table.VERDICTS)) {
      return new Verdicts(all, List.of(), Set.of());
    }
    List<Span> spans = new ArrayList<>();
    Set<String> scopes = new TreeSet<>();
    for (Row row :
        newest(all)
            .groupBy(VERDICT_ID)
            .agg(
                min(FROM_DATE).cast("string"),
                // Without an end as soon as one of its rows is.
                when(
                        max(col(UNTIL_DATE).isNull().cast("int")).equalTo(0),
                        max(UNTIL_DATE).cast("string"))
                    .as(UNTIL_DATE),
                collect_set(SCOPE),
                min(VERDICT))
            .collectAsList()) {
      spans.add(
          new Span(
              row.getString(0),
              LocalDate.parse(row.getString(1)),
              row.isNullAt(2) ? null : LocalDate.parse(row.getString(2)),
              row.getString(4)));
      scopes.addAll(row.<String>getList(3));
    }
    Object[] ids = spans.stream().map(Span::id).toArray();
    return new Verdicts(all.where(col(VERDICT_ID).isin(ids)), spans, scopes);
  }

  /** The rows of the verdicts that no later one on the same finding withdraws. */
  public static Dataset<Row> newest(Dataset<Row> all) {
    Dataset<Row> last =
        all.groupBy(ABOUT)
            .agg(max(struct(col(GIVEN), col(VERDICT_ID))).getField(VERDICT_ID).as(VERDICT_ID));
    return all.join(last, all.col(VERDICT_ID).equalTo(last.col(VERDICT_ID)), "left_semi");
  }

  /** Those that call something malicious. */
  public Verdicts malicious() {
    String word = Opinion.MALICIOUS.key();
    return new Verdicts(
        rows.where(col(VERDICT).equalTo(word)),
        spans.stream().filter(span -> span.opinion().equals(word)).toList(),
        scopes);
  }

  /** Whether there is none. */
  public boolean isNone() {
    return spans.isEmpty();
  }

  /** By date, a hash of the verdicts that hold on it; dates on which none does are left out. */
  public SortedMap<LocalDate, String> on(Collection<LocalDate> dates) {
    SortedMap<LocalDate, String> hashes = new TreeMap<>();
    for (LocalDate date : dates) {
      String ids =
          spans.stream()
              .filter(span -> span.holds(date))
              .map(Span::id)
              .sorted()
              .collect(Collectors.joining(" "));
      if (!ids.isEmpty()) {
        hashes.put(date, Sha256.hex(ids));
      }
    }
    return hashes;
  }
}
