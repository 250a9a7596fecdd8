package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.geo.Status;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.VariantVal;

/** A look at the first records of a transport, of which nothing is kept. */
public final class Sample {
  /** The column of {@link #of} that says what came of looking up an address. */
  static final String ADDRESS = "address_status";

  private static final int SHOWN_LENGTH = 60;

  private Sample() {}

  /**
   * The first records of a transport, parsed.
   *
   * @param databases of place and network; may be null where the transport asks for neither
   * @return columns transport, message_id (the record's own id; null without one), event_time,
   *     event_date, data, {@value #ADDRESS} (what came of looking up its address, a {@link Status}
   *     in lower case; null where nobody asked), and reason (why it was refused, with all others
   *     null; null for messages)
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
    Dataset<Row> parsed = Batch.parse(raw.rows().limit(records), name, parser);
    YearTurns.warn(parsed, Map.of(name, transport));
    return parsed
        .where(col(Batch.KIND).isin(RecordParser.MESSAGE, RecordParser.REJECT))
        .select(
            lit(name).as(Columns.TRANSPORT),
            col("id").as(Columns.MESSAGE_ID),
            timestamp_micros(col("event_micros")).as(Columns.EVENT_TIME),
            date_from_unix_date(col(Batch.EVENT_DAY)).as(Columns.EVENT_DATE),
            col(Columns.DATA),
            coalesce(col(Batch.PLACE), col(Batch.NETWORK)).as(ADDRESS),
            col(Columns.REASON));
  }

  /**
   * Says, for people, how many messages got no place or network, and why, each with an example.
   *
   * @param sample rows of {@link #of}
   * @return null where all did, or where nobody asked
   */
  public static String withoutPlace(Dataset<Row> sample, Transport transport) {
    if (transport.record().geoip() == null) {
      return null;
    }
    String ip = transport.record().geoip().ip();
    List<String> reasons = new ArrayList<>();
    long messages = 0;
    long found = 0;
    for (Row row :
        sample
            .where(col(ADDRESS).isNotNull())
            .groupBy(ADDRESS)
            .agg(count(lit(1)), min(at(ip)))
            .orderBy(ADDRESS)
            .collectAsList()) {
      Status status = Status.valueOf(row.getString(0).toUpperCase(Locale.ROOT));
      messages += row.getLong(1);
      switch (status) {
        case FOUND -> found = row.getLong(1);
        case NONE -> reasons.add("%d have no address".formatted(row.getLong(1)));
        case PRIVATE -> reasons.add(because(row, "are private"));
        case UNKNOWN -> reasons.add(because(row, "are not in the database"));
        case MALFORMED -> reasons.add(because(row, "are no address"));
      }
    }
    return reasons.isEmpty()
        ? null
        : "%s has a place or network in %d of %s; %s"
            .formatted(ip, found, Amount.of(messages, "message"), String.join(", ", reasons));
  }

  private static Column at(String path) {
    return udf(
            (UDF1<VariantVal, String>) data -> data == null ? null : Values.textAt(data, path),
            DataTypes.StringType)
        .withName("text_at")
        .apply(col(Columns.DATA));
  }

  private static String because(Row row, String why) {
    return "%d %s, such as %s"
        .formatted(row.getLong(1), why, Printable.printable(row.getString(2), SHOWN_LENGTH));
  }
}
