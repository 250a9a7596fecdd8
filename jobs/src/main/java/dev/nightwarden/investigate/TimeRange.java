package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.unix_seconds;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tumbling windows aligned to the epoch. */
@TypeName(value = "time_range", doc = "Tumbling windows of equal length, aligned to the epoch.")
public record TimeRange(
    @Key(
            doc = "The length of a window in seconds; it must divide a day.",
            fallback = "60",
            min = 1,
            max = 86_400)
        int seconds,
    @Key(doc = "Messages newer than this wait for the next ingest.", fallback = "0s")
        Duration delay)
    implements Collector, Checked {
  private static final int DAY = 86_400;

  @Override
  public void check() {
    if (DAY % seconds != 0) {
      throw new IllegalKeyException(
          "seconds", "is %d; allowed: a divisor of 86400, the seconds of a day".formatted(seconds));
    }
  }

  @Override
  public Dataset<Row> collect(Dataset<Row> anomalies) {
    Column second = unix_seconds(col(EVENT_TIME));
    Column start = second.minus(pmod(second, lit(seconds)));
    return anomalies
        .withColumn(WINDOW_START, timestamp_seconds(start))
        .withColumn(WINDOW_END, timestamp_seconds(start.plus(seconds)));
  }
}
