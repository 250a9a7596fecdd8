package dev.nightwarden.investigate;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/**
 * Judges a group by the mean of its scores, less a handicap that fades as anomalies gather: {@code
 * mean - weight * (1 - decay)^(n - 1) >= threshold}; then all its anomalies are malicious.
 */
@TypeName(
    value = "exponential_decay",
    doc = "Judges by the mean score, less a handicap that fades as anomalies gather.")
public record ExponentialDecay(
    @Key(doc = "The handicap of a single anomaly.", fallback = "0.2", min = 0, max = 1)
        double weight,
    @Key(
            doc = "The share of the handicap that each further anomaly takes away.",
            fallback = "0.1",
            min = 0,
            max = 1)
        double decay,
    @Key(doc = "The least score of a malicious group.", fallback = "0.5", min = 0, max = 1)
        double threshold)
    implements GroupAnalyzer {
  @Override
  public Column judge(Column mean, Column count, Column max) {
    return mean.minus(pow(lit(1 - decay), count.minus(1)).multiply(weight));
  }

  @Override
  public Column isMalicious(Column judged, Column score) {
    return judged.geq(threshold - TOLERANCE);
  }
}
