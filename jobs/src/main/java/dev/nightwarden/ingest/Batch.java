package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.enrich.Enricher;
import dev.nightwarden.ingest.RecordParser.Parsed;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Iterator;
import java.util.SortedMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.VariantVal;

/** The steps from raw records to new messages and rejects. */
final class Batch {
  /**
   * One row for each raw record. {@code kind} is one of {@link RecordParser}, {@link RawRecords} or
   * {@link #YEAR_TURNS}; {@code id} is null unless the record has its own; equal records share a
   * {@code key}; times are microseconds and days since 1970; {@code lines} is 1 but for lines that
   * were skipped; the last four are a message's {@link Enricher.Outcome}.
   */
  static final StructType PARSED =
      StructType.fromDDL(
          """
          transport STRING, source_file STRING, kind STRING, id STRING, key STRING,
          event_micros BIGINT, event_day INT, data VARIANT, raw STRING, reason STRING, lines BIGINT,
          user_outcome STRING, place_outcome STRING, network_outcome STRING,
          cut_outcome STRING
          """);

  static final String KIND = "kind";

  /** The kind of a row that stands for what {@link YearTurns} noticed in a file, not a record. */
  static final String YEAR_TURNS = "year_turns";

  static final String LINES = "lines";
  static final String EVENT_DAY = "event_day";

  /**
   * What becomes of a message: {@link #NEW}; or {@link #KNOWN} with the same content, or {@link
   * #CHANGED}, known with another.
   */
  static final String VERDICT = "verdict";

  static final String NEW = "new";
  static final String KNOWN = "known";
  static final String CHANGED = "changed";

  private static final String USER = "user_outcome";
  static final String PLACE = "place_outcome";
  static final String NETWORK = "network_outcome";
  private static final String CUT = "cut_outcome";
  private static final String ID = "id";
  private static final String KEY = "key";
  static final String EVENT_MICROS = "event_micros";
  private static final String OCCURRENCE = "occurrence";
  private static final String CONTENT = "content";
  private static final String IS_FIRST = "is_first";
  private static final String KNOWN_CONTENT = "known_content";
  private static final String IS_KNOWN = "is_known";
  private static final int ID_LENGTH = 32;
  private static final int FILE = PARSED.fieldIndex(Columns.SOURCE_FILE);
  private static final int EVENT = PARSED.fieldIndex(EVENT_MICROS);

  /** Rows of one data file of a date, about. */
  private static final long ROWS_OF_A_FILE = 250_000;

  private Batch() {}

  /** Parses raw records: {@link RawRecords#SCHEMA} becomes {@link #PARSED}. */
  static Dataset<Row> parse(Dataset<Row> raw, String transport, RecordParser parser) {
    return raw.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> new Parsing(rows, transport, parser),
        Encoders.row(PARSED));
  }

  private static final class Parsing implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final String transport;
    private final RecordParser parser;
    private final YearTurns years = new YearTurns();
    private Row noticed;

    Parsing(Iterator<Row> rows, String transport, RecordParser parser) {
      this.rows = rows;
      this.transport = transport;
      this.parser = parser;
    }

    @Override
    public boolean hasNext() {
      return noticed != null || rows.hasNext();
    }

    @Override
    public Row next() {
      if (noticed != null) {
        Row row = noticed;
        noticed = null;
        return row;
      }
      Row row = parse(rows.next(), transport, parser);
      if (parser.hasYear()
          && !row.isNullAt(EVENT)
          && years.at(row.getString(FILE), row.getLong(EVENT))) {
        noticed = other(transport, row.getString(FILE), YEAR_TURNS, null, 1L);
      }
      return row;
    }
  }

  private static Row parse(Row raw, String transport, RecordParser parser) {
    String kind = raw.getString(0);
    String file = raw.getString(1);
    Parsed parsed;
    switch (kind) {
      case RawRecords.RECORD ->
          parsed =
              parser.parse(
                  file,
                  raw.isNullAt(2) ? null : raw.getLong(2),
                  raw.getString(3),
                  raw.getString(4),
                  raw.getString(5),
                  raw.isNullAt(6) ? null : raw.getLong(6));
      case RawRecords.REFUSED -> parsed = parser.reject(file, raw.getString(3), raw.getString(7));
      default -> {
        return other(transport, file, kind, raw.get(7), raw.getLong(8));
      }
    }
    boolean isReject = parsed.kind().equals(RecordParser.REJECT);
    return RowFactory.create(
        transport,
        file,
        parsed.kind(),
        parsed.id(),
        parsed.key(),
        isReject ? null : parsed.micros(),
        isReject ? null : parsed.day(),
        parsed.data(),
        parsed.raw(),
        parsed.reason(),
        raw.getLong(8),
        isReject ? null : parsed.added().user(),
        isReject ? null : parsed.added().place(),
        isReject ? null : parsed.added().network(),
        isReject ? null : parsed.added().cut());
  }

  /** A row that stands for no record. */
  private static Row other(String transport, String file, String kind, Object reason, long lines) {
    return RowFactory.create(
        transport, file, kind, null, null, null, null, null, null, reason, lines, null, null, null,
        null);
  }

  /**
   * Tells equal records of a file from each other, and those that come twice.
   *
   * <p>Adds {@code message_id} (string, never null: for rejects, the reject_id), {@code verdict}
   * (string, never null: what this batch alone says), {@code is_first} (boolean, never null),
   * {@code content} (bigint, a hash of the data where messages have ids of their own, else null).
   * The first, by source_file and content, is the one that stays. One exchange serves both windows.
   */
  static Dataset<Row> number(Dataset<Row> parsed) {
    WindowSpec equalInFile =
        Window.partitionBy(Columns.TRANSPORT, KEY, KIND, Columns.SOURCE_FILE).orderBy(EVENT_MICROS);
    WindowSpec sameMessage =
        Window.partitionBy(Columns.TRANSPORT, KEY, KIND, OCCURRENCE, EVENT_DAY)
            .orderBy(Columns.SOURCE_FILE, CONTENT)
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column hasId = col(ID).isNotNull();
    Column hash =
        substring(
            sha2(concat_ws("\n", col(Columns.TRANSPORT), col(KEY), col(OCCURRENCE)), 256),
            1,
            ID_LENGTH);
    return parsed
        .repartition(col(Columns.TRANSPORT), col(KEY))
        .withColumn(OCCURRENCE, when(hasId, lit(1)).otherwise(row_number().over(equalInFile)))
        .withColumn(CONTENT, when(hasId, content()))
        .withColumn(IS_FIRST, row_number().over(sameMessage).equalTo(1))
        .withColumn(
            VERDICT,
            when(col(IS_FIRST), lit(NEW))
                .when(col(CONTENT).eqNullSafe(first(col(CONTENT)).over(sameMessage)), lit(KNOWN))
                .otherwise(lit(CHANGED)))
        .withColumn(Columns.MESSAGE_ID, coalesce(col(ID), hash));
  }

  /** A hash of a message's data: equal for equal canonical JSON. */
  private static Column content() {
    return xxhash64(
        udf((UDF1<VariantVal, String>) Values::json, DataTypes.StringType)
            .withName("json")
            .apply(col(Columns.DATA)));
  }

  /**
   * Counts messages: rows of (transport, event_day, verdict, user_outcome, place_outcome,
   * network_outcome, cut_outcome, count, whether any has an id).
   */
  static Dataset<Row> perDay(Dataset<Row> messages) {
    return messages
        .groupBy(Columns.TRANSPORT, EVENT_DAY, VERDICT, USER, PLACE, NETWORK, CUT)
        .agg(count(lit(1)), bool_or(col(ID).isNotNull()));
  }

  /** The messages of a batch. */
  static Dataset<Row> messages(Dataset<Row> numbered) {
    return numbered.where(col(KIND).equalTo(RecordParser.MESSAGE));
  }

  /**
   * Compares a batch's messages with the table's.
   *
   * @param messages rows of {@link #messages}
   * @param there the rows of {@code messages} on the same dates
   * @param withIds the transports whose messages have ids of their own: only these can be known
   *     with other content, and only theirs is looked at
   * @return the same, with {@code verdict} by what the table holds
   */
  static Dataset<Row> compare(Dataset<Row> messages, Dataset<Row> there, Object[] withIds) {
    Dataset<Row> known =
        there.select(
            col(Columns.TRANSPORT),
            col(Columns.MESSAGE_ID),
            col(Columns.EVENT_DATE),
            (withIds.length == 0
                    ? lit(null).cast("bigint")
                    : when(col(Columns.TRANSPORT).isin(withIds), content()))
                .as(KNOWN_CONTENT),
            lit(true).as(IS_KNOWN));
    Column same = col(CONTENT).isNull().or(col(CONTENT).equalTo(col(KNOWN_CONTENT)));
    return messages
        .withColumn(Columns.EVENT_DATE, date_from_unix_date(col(EVENT_DAY)))
        .join(
            known, new String[] {Columns.TRANSPORT, Columns.MESSAGE_ID, Columns.EVENT_DATE}, "left")
        .withColumn(
            VERDICT,
            when(col(IS_KNOWN).isNull(), col(VERDICT))
                .when(same, lit(KNOWN))
                .otherwise(lit(CHANGED)));
  }

  /** The rows of {@code messages} for those that are new. */
  static Dataset<Row> newMessages(Dataset<Row> messages, Instant now) {
    return messages
        .where(col(VERDICT).equalTo(NEW))
        .select(
            col(Columns.TRANSPORT),
            col(Columns.MESSAGE_ID),
            timestamp_micros(col(EVENT_MICROS)).as(Columns.EVENT_TIME),
            date_from_unix_date(col(EVENT_DAY)).as(Columns.EVENT_DATE),
            col(Columns.DATA),
            col(Columns.SOURCE_FILE),
            lit(now).as(Columns.INGESTED_AT));
  }

  /** Brings the rows of a date together, so that it gets few data files. */
  static Dataset<Row> laidOut(Dataset<Row> messages, SortedMap<LocalDate, Long> perDate) {
    long most = Collections.max(perDate.values());
    int parts = (int) ((most - 1) / ROWS_OF_A_FILE + 1);
    return perDate.size() == 1
        ? messages.coalesce(parts)
        : messages.repartition(
            col(Columns.EVENT_DATE), pmod(xxhash64(col(Columns.MESSAGE_ID)), lit(parts)));
  }

  /** The rows of {@code rejects}. */
  static Dataset<Row> rejects(Dataset<Row> numbered, Instant now) {
    return numbered
        .where(col(KIND).equalTo(RecordParser.REJECT).and(col(IS_FIRST)))
        .select(
            col(Columns.MESSAGE_ID).as(Columns.REJECT_ID),
            col(Columns.TRANSPORT),
            col(Columns.SOURCE_FILE),
            col(Columns.RAW),
            col(Columns.REASON),
            lit(now).as(Columns.INGESTED_AT));
  }
}
