package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From anomalies to the malicious ones. */
public final class Findings {
  private Findings() {}

  /**
   * The reporters' anomalies of all profiles, each judged by its profile's collector and analyzer.
   *
   * @param anomalies rows of {@code anomalies}
   * @param judges how each profile judges; anomalies of other profiles are left out
   * @return what {@link Investigate#judge} gives; no row where there is no profile
   */
  public static Dataset<Row> judge(Dataset<Row> anomalies, Map<String, Investigate> judges) {
    return judges.entrySet().stream()
        .map(
            profile ->
                profile.getValue().judge(anomalies.where(col(PROFILE).equalTo(profile.getKey()))))
        .reduce(Dataset::unionByName)
        .orElseGet(
            () ->
                new Investigate(new Day(Duration.ZERO), new Threshold(1))
                    .judge(anomalies.where(lit(false))));
  }

  /**
   * The rows of {@code malicious_events}: the judged anomalies that were found malicious, and those
   * of detectors that decide alone.
   *
   * @param judged what {@link #judge} gave for the reporters' anomalies
   * @param alone anomalies that are malicious as they stand
   */
  public static Dataset<Row> malicious(Dataset<Row> judged, Dataset<Row> alone, String runId) {
    return judged
        .where(col(MALICIOUS))
        .unionByName(alone.withColumn(INVESTIGATION_ID, lit(null).cast("string")), true)
        .withColumn(RUN_ID, lit(runId));
  }
}
