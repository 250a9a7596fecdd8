package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALY_ID;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** An actor's anomalies that follow one another closely. */
@TypeName(value = "session", doc = "An actor's anomalies with short gaps between them.")
public record Session(
    @Key(
            doc = "A gap of this many seconds or more ends a session.",
            fallback = "1800",
            min = 1,
            max = 86_400)
        int gap,
    @Key(doc = "Messages newer than this wait for the next ingest.", fallback = "0s")
        Duration delay)
    implements Collector {
  private static final String STARTS = "starts";

  @Override
  public Dataset<Row> collect(Dataset<Row> anomalies) {
    WindowSpec ofDay =
        Window.partitionBy(PROFILE, ACTOR, EVENT_DATE).orderBy(col(EVENT_TIME), col(ANOMALY_ID));
    WindowSpec upToHere = ofDay.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    WindowSpec ofSession = Window.partitionBy(PROFILE, ACTOR, EVENT_DATE, WINDOW_START);
    Column sincePrevious =
        unix_micros(col(EVENT_TIME)).minus(unix_micros(lag(EVENT_TIME, 1).over(ofDay)));
    Column starts = coalesce(sincePrevious.geq(gap * 1_000_000L), lit(true));
    Column afterLast =
        timestamp_micros(unix_micros(max(EVENT_TIME).over(ofSession)).plus(gap * 1_000_000L));
    return anomalies
        .withColumn(STARTS, when(starts, col(EVENT_TIME)))
        .withColumn(WINDOW_START, max(STARTS).over(upToHere))
        .withColumn(WINDOW_END, least(afterLast, Collector.endOf(col(EVENT_DATE))))
        .drop(STARTS);
  }
}
