package dev.nightwarden.investigate;

import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which anomalies are looked at together. An extension point, named by its type name.
 *
 * <p>A group never reaches over midnight UTC, so that a date can be investigated alone.
 */
public interface Collector {
  /**
   * Adds {@code window_start} and {@code window_end} (timestamps, [start, end), the end being at
   * most midnight): anomalies of one profile and actor with the same start form a group.
   *
   * @param anomalies rows of {@code anomalies} of one profile
   */
  Dataset<Row> collect(Dataset<Row> anomalies);

  /** How long messages wait, so that a group is complete when it is judged. */
  Duration delay();

  /** Midnight UTC that begins the day after a date. */
  static Column endOf(Column date) {
    return org.apache.spark.sql.functions.date_add(date, 1).cast("timestamp");
  }
}
