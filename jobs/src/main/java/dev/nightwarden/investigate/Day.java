package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All of an actor's anomalies of one event date. */
@TypeName(value = "day", doc = "All anomalies of an actor's UTC day.")
public record Day(
    @Key(doc = "Messages newer than this wait for the next ingest.", fallback = "0s")
        Duration delay)
    implements Collector {
  @Override
  public Dataset<Row> collect(Dataset<Row> anomalies) {
    return anomalies
        .withColumn(WINDOW_START, col(EVENT_DATE).cast("timestamp"))
        .withColumn(WINDOW_END, Collector.endOf(col(EVENT_DATE)));
  }
}
