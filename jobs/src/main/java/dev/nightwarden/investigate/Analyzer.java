package dev.nightwarden.investigate;

import org.apache.spark.sql.Column;

/**
 * Which anomalies of a group are malicious. An extension point, named by its type name.
 *
 * <p>Both methods speak of one group: the anomalies of one actor that a collector put together.
 */
public interface Analyzer {
  /** How far scores may miss a threshold and still reach it. */
  double TOLERANCE = 1e-9;

  /**
   * The group's own score (double).
   *
   * @param mean the mean of its anomalies' scores (double)
   * @param count how many they are (bigint)
   * @param max the greatest of them (double)
   */
  Column judge(Column mean, Column count, Column max);

  /**
   * Whether an anomaly of the group is malicious (boolean, never null).
   *
   * @param judged what {@link #judge} gave for the group
   * @param score the anomaly's own score
   */
  Column isMalicious(Column judged, Column score);
}
