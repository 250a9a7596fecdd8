package dev.nightwarden.ship;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Fence;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/** Rows of {@code malicious_events} for tests. */
record Finding(
    String anomalyId,
    String eventId,
    String time,
    String actor,
    String field,
    String value,
    double score,
    String severity,
    String reason,
    String investigationId) {

  static final Comparator<Finding> BY_TIME =
      Comparator.comparing(Finding::instant)
          .thenComparing(Finding::eventId)
          .thenComparing(Finding::anomalyId);

  /** One event of one anomaly. */
  static Finding of(String id, String time, String actor) {
    return new Finding(
        "a-" + id,
        "e-" + id,
        time,
        actor,
        "city",
        "\"Lima\"",
        1.0,
        null,
        "city \"Lima\" never seen for " + actor + " in 412 earlier messages",
        "i-" + id);
  }

  Instant instant() {
    return Instant.parse(time);
  }

  LocalDate date() {
    return LocalDate.ofInstant(instant(), ZoneOffset.UTC);
  }

  /** ISO 8601 with six digits of the second. */
  static String iso(Instant instant) {
    String whole = instant.toString().substring(0, 19);
    return "%s.%06dZ".formatted(whole, instant.get(ChronoField.MICRO_OF_SECOND));
  }

  private Row row() {
    return RowFactory.create(
        anomalyId,
        eventId,
        "logins",
        actor,
        "test",
        "m-" + eventId,
        instant(),
        date(),
        "mandatory",
        field,
        value,
        score,
        severity,
        reason,
        "{}",
        investigationId,
        "run-1",
        null);
  }

  static Dataset<Row> table(Finding... findings) {
    return table(Arrays.asList(findings));
  }

  static Dataset<Row> table(List<Finding> findings) {
    return SharedSpark.session()
        .createDataFrame(
            findings.stream().map(Finding::row).toList(), Table.MALICIOUS_EVENTS.schema());
  }

  /** A warehouse in this folder that holds these findings. */
  static Warehouse warehouse(Path folder, Finding... findings) {
    Warehouse warehouse = new Warehouse(SharedSpark.session(), folder.toString());
    warehouse.append(Table.MALICIOUS_EVENTS, table(findings));
    return warehouse;
  }

  static Slice slice(Dataset<Row> table, String... dates) {
    return slice(table, dates(dates), null, null);
  }

  static Slice slice(
      Dataset<Row> table, SortedSet<LocalDate> dates, Database database, Fence fence) {
    return new Slice(List.of(MaliciousEvents.stored(table, dates)), database, fence);
  }

  /** The data set as a later version might have it, with one more column. */
  static StoredTable later(Dataset<Row> table, String... dates) {
    StoredTable now = MaliciousEvents.stored(table, dates(dates));
    List<StoredColumn> columns = new ArrayList<>(now.columns());
    columns.add(
        new StoredColumn("transport", functions.col("transport"), false, now.version() + 1));
    return new StoredTable(now.name(), now.table(), now.dates(), columns, now.key(), now.order());
  }

  /** Another data set: an actor's events of a date, counted. */
  static StoredTable counted(Dataset<Row> table, String... dates) {
    Dataset<Row> counted =
        table
            .groupBy("event_date", "actor")
            .agg(functions.count(functions.lit(1)).as("events"))
            .withColumn("opened", functions.col("event_date").cast("timestamp"));
    return new StoredTable(
        "alerts",
        counted,
        dates(dates),
        List.of(
            new StoredColumn("opened", functions.col("opened"), true, 1),
            new StoredColumn("actor", functions.col("actor"), false, 1),
            new StoredColumn("events", functions.col("events"), false, 1)),
        List.of("opened", "actor"),
        List.of("opened", "actor"));
  }

  /** A lease that another run has taken over. */
  static Fence lost(long number) {
    return new Fence(
        "file:/warehouse",
        number,
        () -> {
          throw new FencedException("another took over");
        });
  }

  /** A lease that is held. */
  static Fence held(long number) {
    return new Fence("file:/warehouse", number, () -> {});
  }

  static SortedSet<LocalDate> dates(String... dates) {
    SortedSet<LocalDate> set = new TreeSet<>();
    for (String date : dates) {
      set.add(LocalDate.parse(date));
    }
    return set;
  }
}
