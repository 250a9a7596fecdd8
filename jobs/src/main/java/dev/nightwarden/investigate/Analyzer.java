package dev.nightwarden.investigate;

import dev.nightwarden.pipeline.Past;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which anomalies of a group are malicious. An extension point, named by its type name. One that
 * needs to know of a group no more than the mean, the number and the greatest of its scores is a
 * {@link GroupAnalyzer}.
 */
public interface Analyzer {
  /** How far scores may miss a threshold and still reach it. */
  double TOLERANCE = 1e-9;

  /**
   * Adds {@code judged} (double: the group's own score) and {@code malicious} (boolean, never null)
   * to each anomaly of the dates that are to be judged.
   *
   * @param collected anomalies of one profile with {@code window_start}, and {@code surprise} (see
   *     {@link Investigate#SURPRISE}); those with the same {@link Investigate#GROUP} belong
   *     together
   */
  Dataset<Row> judge(Dataset<Row> collected, Past past);

  /**
   * What it adds up of each group: see {@link dev.nightwarden.pipeline.Judge#evidence}.
   *
   * @param collected as for {@link #judge}
   */
  default Optional<Dataset<Row>> evidence(Dataset<Row> collected) {
    return Optional.empty();
  }

  /** How many days before a date it compares it with. */
  default int lookback() {
    return 0;
  }
}
