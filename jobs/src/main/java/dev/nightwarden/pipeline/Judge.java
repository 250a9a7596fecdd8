package dev.nightwarden.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Decides which anomalies of one profile are malicious, by looking at several together. */
@FunctionalInterface
public interface Judge {
  /**
   * Adds {@code investigation_id}, {@code window_start}, {@code window_end}, {@code judged}
   * (double) and {@code malicious} (boolean) to each anomaly.
   *
   * @param anomalies rows of {@code anomalies} of one profile
   */
  Dataset<Row> judge(Dataset<Row> anomalies);
}
