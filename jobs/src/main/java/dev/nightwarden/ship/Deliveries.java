package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What one notifier was asked to send: its rows of {@code deliveries}. */
record Deliveries(Warehouse warehouse, String shipper, Clock clock) {
  static final String SENT = "sent";
  static final String SUPPRESSED = "suppressed";
  static final String FAILED = "failed";

  /** The status of the row without an event that says: this notifier is not new any more. */
  static final String STARTED = "started";

  private static final String SHIPPER = "shipper";
  private static final String STATUS = "status";
  private static final String[] KEYS = {Columns.EVENT_DATE, SHIPPER, Columns.EVENT_ID};

  /** Whether nothing is known of the notifier, so that this is its first run. */
  boolean isNew() {
    return rows().isEmpty();
  }

  /** Remembers that the notifier had its first run. */
  void start() {
    warehouse.append(Table.DELIVERIES, started());
  }

  /** The dates of events that could not be sent. */
  SortedSet<LocalDate> failedDates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    Dataset<Row> failed = rows().filter(col(STATUS).equalTo(FAILED));
    for (Row row :
        failed.select(col(Columns.EVENT_DATE).cast("string")).distinct().collectAsList()) {
      dates.add(LocalDate.parse(row.getString(0)));
    }
    return dates;
  }

  /** The event_ids, of these dates, that could not be sent. */
  List<String> failed(SortedSet<LocalDate> dates) {
    return rows()
        .filter(isOf(dates).and(col(STATUS).equalTo(FAILED)))
        .select(Columns.EVENT_ID)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /**
   * The rows of {@code malicious_events} whose events are still to be sent: those of the dates that
   * were neither sent nor suppressed, and those of other dates that failed.
   */
  Dataset<Row> due(
      Dataset<Row> maliciousEvents, SortedSet<LocalDate> dates, SortedSet<LocalDate> failedDates) {
    SortedSet<LocalDate> all = new TreeSet<>(dates);
    all.addAll(failedDates);
    Column done = col(STATUS).isin(SENT, SUPPRESSED);
    Dataset<Row> known =
        rows()
            .filter(isOf(all).and(col(Columns.EVENT_ID).isNotNull()))
            .groupBy(col(Columns.EVENT_ID).as("known_id"))
            .agg(max(done).as("done"));
    Column isDone = coalesce(col("done"), lit(false));
    Column isFailed = col("known_id").isNotNull();
    return maliciousEvents
        .filter(isOf(all))
        .join(known, col(Columns.EVENT_ID).equalTo(col("known_id")), "left")
        .filter(isDone.equalTo(false).and(isOf(dates).or(isFailed)))
        .drop("known_id", "done");
  }

  /**
   * Marks the events of these rows of {@code malicious_events} that nothing is known of as
   * suppressed, in one commit.
   *
   * @return how many there were
   */
  long suppress(Dataset<Row> maliciousEvents, SortedSet<LocalDate> dates, boolean first) {
    Dataset<Row> known = rows().filter(isOf(dates)).select(col(Columns.EVENT_ID).as("known_id"));
    Dataset<Row> events =
        maliciousEvents
            .filter(isOf(dates))
            .select(Columns.EVENT_ID, Columns.EVENT_DATE)
            .distinct()
            .join(known, col(Columns.EVENT_ID).equalTo(col("known_id")), "left_anti");
    Dataset<Row> suppressed =
        events.select(
            lit(shipper).as(SHIPPER),
            col(Columns.EVENT_ID),
            col(Columns.EVENT_DATE),
            lit(SUPPRESSED).as(STATUS),
            lit(clock.instant()).as("delivered_at"));
    long count = events.count();
    if (first || count > 0) {
      warehouse.append(Table.DELIVERIES, first ? suppressed.unionByName(started()) : suppressed);
    }
    return count;
  }

  /** Remembers one event, for which there is no row yet, as sent. */
  void addSent(Event event) {
    warehouse.append(
        Table.DELIVERIES, table(List.of(row(event.eventId(), event.eventDate(), SENT))));
  }

  /** Remembers one event, which failed before, as sent. */
  void updateSent(Event event) {
    warehouse.merge(
        Table.DELIVERIES, table(List.of(row(event.eventId(), event.eventDate(), SENT))), KEYS);
  }

  /** Remembers events, given as rows of {@link #row}, in one commit. */
  void update(List<Row> deliveries) {
    warehouse.merge(Table.DELIVERIES, table(deliveries), KEYS);
  }

  /** Joins the small files of these dates, one of which each sent event has left. */
  void compact(SortedSet<LocalDate> dates) {
    String condition =
        dates.stream()
            .map(date -> "event_date = date'" + date + "'")
            .reduce("false", (all, next) -> all + " or " + next);
    warehouse.deltaTable(Table.DELIVERIES).optimize().where(condition).executeCompaction();
  }

  Row row(String eventId, LocalDate date, String status) {
    return RowFactory.create(shipper, eventId, date, status, clock.instant());
  }

  private Dataset<Row> started() {
    return table(List.of(row(null, null, STARTED)));
  }

  private Dataset<Row> table(List<Row> rows) {
    return warehouse.spark().createDataFrame(rows, Table.DELIVERIES.schema());
  }

  private Dataset<Row> rows() {
    return warehouse.read(Table.DELIVERIES).filter(col(SHIPPER).equalTo(shipper));
  }

  private static Column isOf(SortedSet<LocalDate> dates) {
    return col(Columns.EVENT_DATE).isin(dates.toArray());
  }
}
