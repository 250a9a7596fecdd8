package dev.nightwarden.pipeline;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Decides which anomalies of one profile are malicious, by looking at several together. */
public interface Judge {
  /**
   * Adds {@code investigation_id}, {@code window_start}, {@code window_end}, {@code judged}
   * (double) and {@code malicious} (boolean) to each anomaly of the dates.
   *
   * @param anomalies rows of {@code anomalies} of one profile: of the dates, and of the {@link
   *     #lookback} days before each
   */
  Dataset<Row> judge(Dataset<Row> anomalies, Past past);

  /**
   * What it adds up of each group, for those who compare it: the anomalies that enter, each with
   * what it adds, {@code surprise}, and with the sum of its group, {@code judged} (doubles). Empty
   * where it adds up nothing.
   *
   * @param anomalies rows of {@code anomalies} of one profile
   */
  default Optional<Dataset<Row>> evidence(Dataset<Row> anomalies) {
    return Optional.empty();
  }

  /** How many days before a date it compares it with. */
  default int lookback() {
    return 0;
  }
}
