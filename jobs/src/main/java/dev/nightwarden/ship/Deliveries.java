package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
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

  /**
   * What is known of all dates, in one look.
   *
   * @param isNew whether there is nothing, so that this is the notifier's first run
   * @param failedDates the dates of events that could not be sent
   */
  record Past(boolean isNew, SortedSet<LocalDate> failedDates) {}

  Past past() {
    List<Row> known =
        rows()
            .select(col(Columns.EVENT_DATE).cast("string"), col(STATUS))
            .distinct()
            .collectAsList();
    SortedSet<LocalDate> failedDates = new TreeSet<>();
    for (Row row : known) {
      if (row.getString(1).equals(FAILED)) {
        failedDates.add(LocalDate.parse(row.getString(0)));
      }
    }
    return new Past(known.isEmpty(), failedDates);
  }

  /**
   * What is known of the events of some dates, by event_id.
   *
   * @param done those that were sent or suppressed
   * @param failed those with a row that says they failed; one may be done since
   */
  record Known(Set<String> done, Set<String> failed) {}

  Known known(SortedSet<LocalDate> dates) {
    Known known = new Known(new HashSet<>(), new HashSet<>());
    Iterator<Row> rows =
        rows().filter(isOf(dates)).select(Columns.EVENT_ID, STATUS).toLocalIterator();
    rows.forEachRemaining(
        row ->
            (row.getString(1).equals(FAILED) ? known.failed() : known.done())
                .add(row.getString(0)));
    return known;
  }

  /** Remembers that the notifier had its first run. */
  void start() {
    warehouse.append(Table.DELIVERIES, started());
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

  /** Remembers events, each given as a {@link #row}, in one commit that reads nothing. */
  void add(List<Row> deliveries) {
    warehouse.append(Table.DELIVERIES, table(deliveries));
  }

  /** Forgets that these events failed, now that they are done. */
  void forgetFailed(SortedSet<LocalDate> dates, Set<String> eventIds) {
    warehouse.delete(
        Table.DELIVERIES,
        isOf(dates)
            .and(col(SHIPPER).equalTo(shipper))
            .and(col(STATUS).equalTo(FAILED))
            .and(col(Columns.EVENT_ID).isin(eventIds.toArray())));
  }

  /** Joins the small files of these dates. */
  void compact(SortedSet<LocalDate> dates) {
    String condition =
        dates.stream()
            .map(date -> "event_date = date'" + date + "'")
            .reduce("false", (all, next) -> all + " or " + next);
    warehouse.deltaTable(Table.DELIVERIES).optimize().where(condition).executeCompaction();
  }

  /** What became of an event, and when. */
  Row row(String eventId, LocalDate date, String status, Instant at) {
    return RowFactory.create(shipper, eventId, date, status, at);
  }

  private Dataset<Row> started() {
    return table(List.of(row(null, null, STARTED, clock.instant())));
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
