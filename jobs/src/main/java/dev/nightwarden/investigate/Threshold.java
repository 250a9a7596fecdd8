package dev.nightwarden.investigate;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Judges each anomaly by its own score. */
@TypeName(value = "threshold", doc = "Keeps the anomalies whose own score reaches the threshold.")
public record Threshold(
    @Key(doc = "The least score of a malicious anomaly.", fallback = "0.5", min = 0, max = 1)
        double threshold)
    implements GroupAnalyzer {
  @Override
  public Column judge(Column mean, Column count, Column max) {
    return max;
  }

  @Override
  public Column isMalicious(Column judged, Column score) {
    return score.geq(threshold - TOLERANCE);
  }
}
