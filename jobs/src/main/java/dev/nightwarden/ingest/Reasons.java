package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.nightwarden.ingest.ReadFiles.TransportFile;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Why records were refused: the most frequent reasons, the most frequent first.
 *
 * @param records how many were refused, for whatever reason
 * @param most at most three; reasons that differ only in the values and numbers they quote are one
 */
public record Reasons(long records, List<Reason> most) {
  /** The most frequent reasons that are told. */
  private static final int TOLD = 3;

  /** Longer than any reason with two values in it; what comes first is what was asked for. */
  private static final int REASON_LENGTH = 500;

  private static final int EXAMPLE_LENGTH = 120;

  /** Of a reason, what tells it from other kinds. */
  private static final int KIND_LENGTH = 1_000;

  private static final String REASON_KIND = "reason_kind";
  private static final String EXAMPLE = "example";
  private static final String FILE = "of_file";
  private static final String SAME = "same_reason";
  private static final String RANK = "rank";
  private static final String ALL = "all_records";

  /**
   * One reason.
   *
   * @param records how many records have it
   * @param text the reason as most of the records have it
   * @param example that record's text; empty where it has none
   */
  public record Reason(long records, String text, String example) {
    private String words() {
      String because = "%d because %s".formatted(records, Printable.printable(text, REASON_LENGTH));
      return example.isBlank()
          ? because
          : because + ", such as: " + Printable.printable(example.strip(), EXAMPLE_LENGTH);
    }
  }

  public Reasons {
    most = List.copyOf(most);
  }

  /** The reasons of some files. */
  static Map<TransportFile, Reasons> of(Dataset<Row> parsed, Collection<TransportFile> files) {
    Dataset<Row> theirs =
        parsed.where(
            col(Columns.TRANSPORT)
                .isin(files.stream().map(TransportFile::transport).distinct().toArray())
                .and(
                    col(Columns.SOURCE_FILE)
                        .isin(files.stream().map(TransportFile::path).distinct().toArray())));
    Map<TransportFile, Reasons> perFile = new HashMap<>();
    for (Row row : mostFrequent(theirs, col(Columns.SOURCE_FILE))) {
      perFile.merge(
          new TransportFile(row.getAs(Columns.TRANSPORT), row.getAs(FILE)),
          reasons(row),
          Reasons::with);
    }
    perFile.keySet().retainAll(files);
    return perFile;
  }

  /** The reasons of all records of one transport. */
  static Reasons of(Dataset<Row> parsed) {
    return mostFrequent(parsed, lit(null).cast("string")).stream()
        .map(Reasons::reasons)
        .reduce(Reasons::with)
        .orElseGet(() -> new Reasons(0, List.of()));
  }

  /** One row per transport, file and kind of reason, the most frequent first. */
  private static List<Row> mostFrequent(Dataset<Row> parsed, Column file) {
    Column kind =
        regexp_replace(
            regexp_replace(left(col(Columns.REASON), lit(KIND_LENGTH)), "(?s)\".*\"", "\"\""),
            "\\d+",
            "0");
    return parsed
        .where(col(Batch.KIND).equalTo(RecordParser.REJECT))
        .withColumn(REASON_KIND, kind)
        .groupBy(col(Columns.TRANSPORT), file.as(FILE), col(REASON_KIND), col(Columns.REASON))
        .agg(count(lit(1)).as(SAME), min(Columns.RAW).as(Columns.RAW))
        .groupBy(Columns.TRANSPORT, FILE, REASON_KIND)
        .agg(
            sum(SAME).as(Columns.COUNT),
            min(struct(negate(col(SAME)), col(Columns.REASON), col(Columns.RAW))).as(EXAMPLE))
        .withColumn(ALL, sum(Columns.COUNT).over(Window.partitionBy(Columns.TRANSPORT, FILE)))
        .withColumn(
            RANK,
            row_number()
                .over(
                    Window.partitionBy(Columns.TRANSPORT, FILE)
                        .orderBy(col(Columns.COUNT).desc(), col(REASON_KIND))))
        .where(col(RANK).leq(TOLD))
        .orderBy(RANK)
        .collectAsList();
  }

  private static Reasons reasons(Row row) {
    Row example = row.getAs(EXAMPLE);
    String raw = example.isNullAt(2) ? "" : example.getString(2);
    return new Reasons(
        row.<Long>getAs(ALL),
        List.of(new Reason(row.<Long>getAs(Columns.COUNT), example.getString(1), raw)));
  }

  private Reasons with(Reasons more) {
    List<Reason> all = new ArrayList<>(most);
    all.addAll(more.most);
    return new Reasons(records, all);
  }

  /** A record that has the most frequent reason, as a reject keeps it; empty where it has none. */
  String example() {
    return most.isEmpty() ? "" : most.get(0).example();
  }

  /**
   * In words, in one line fit to be shown: {@code 8 because no time at path "t", such as: {"u":3};
   * 2 for other reasons}.
   */
  public String words() {
    long others = records - most.stream().mapToLong(Reason::records).sum();
    String told = most.stream().map(Reason::words).collect(Collectors.joining("; "));
    return others == 0
        ? told
        : told + "; " + Amount.of(others, "for another reason", "for other reasons");
  }
}
