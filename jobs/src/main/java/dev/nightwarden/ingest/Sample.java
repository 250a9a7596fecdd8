package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;

import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.table.Columns;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A look at the first records of a transport, of which nothing is kept. */
public final class Sample {
  private Sample() {}

  /**
   * The first records of a transport, parsed.
   *
   * @param databases of place and network; may be null where the transport asks for neither
   * @return columns transport, message_id (the record's own id; null without one), event_time,
   *     event_date, data, and reason (why it was refused, with all others null; null for messages)
   * @throws IngestException if the transport has nothing to read from
   */
  public static Dataset<Row> of(
      SparkSession spark,
      String name,
      Transport transport,
      GeoDatabases databases,
      Instant now,
      int records) {
    RawRecords raw = transport.read(new Reading(spark, name, now, file -> true));
    RecordParser parser = new RecordParser(transport.record(), now, Duration.ZERO, databases);
    return Batch.parse(raw.rows().limit(records), name, parser)
        .where(
            col(Batch.KIND)
                .isin(
                    RecordParser.MESSAGE,
                    RecordParser.REJECT,
                    RawRecords.UNFIT,
                    RawRecords.UNREADABLE))
        .select(
            lit(name).as(Columns.TRANSPORT),
            col("id").as(Columns.MESSAGE_ID),
            timestamp_micros(col("event_micros")).as(Columns.EVENT_TIME),
            date_from_unix_date(col(Batch.EVENT_DAY)).as(Columns.EVENT_DATE),
            col(Columns.DATA),
            col(Columns.REASON));
  }
}
