package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Columns;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a store is asked to hold.
 *
 * @param maliciousEvents the whole table {@code malicious_events}, of all dates
 * @param dates the event dates to replace; a date without rows is to be empty
 * @param database the deployment's database; null where none is configured
 */
public record Slice(Dataset<Row> maliciousEvents, SortedSet<LocalDate> dates, Database database) {

  public Slice {
    dates = Collections.unmodifiableSortedSet(new TreeSet<>(dates));
  }

  /** The rows of {@code malicious_events} of the slice's dates, with the columns of the table. */
  public Dataset<Row> found() {
    return maliciousEvents.filter(col(Columns.EVENT_DATE).isin(dates.toArray()));
  }

  /**
   * The rows of the dates as stores hold them: event_id, message_id, actor_id, created_at (a
   * timestamp), anomaly_id, field_id, score, profile, actor, detector, field, value, reason,
   * severity, investigation_id, run_id. Texts hold no NUL. In no particular order.
   */
  public Dataset<Row> rows() {
    return ShippedRows.of(found());
  }

  /** The rows of all dates, as stores hold them. */
  public Dataset<Row> allRows() {
    return ShippedRows.of(maliciousEvents);
  }
}
