package dev.nightwarden.ingest;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a transport has read.
 *
 * @param rows one row for each raw record, with the columns of {@link #SCHEMA}; made by the methods
 *     below
 * @param files the files that the rows come from, also those that gave none
 */
public record RawRecords(Dataset<Row> rows, List<SourceFile> files) {
  /**
   * {@code kind} says what a row is. A {@code record} has its text as read ({@code record}); {@code
   * data} is the same as a JSON object, null where the text is one itself; {@code id} and {@code
   * event_time} (microseconds since 1970) are null unless the transport knows them otherwise than
   * from the data; {@code modified} (milliseconds since 1970) is the time of change of its file. A
   * {@code refused} record has its {@code reason}. {@code skipped} stands for a number of {@code
   * lines}; {@code gone}, {@code unreadable} and {@code unfit} for a whole file, of which nothing
   * is to be ingested, whatever other rows there are.
   */
  public static final StructType SCHEMA =
      StructType.fromDDL(
          """
          kind STRING, source_file STRING, modified BIGINT, record STRING, data STRING, id STRING,
          event_time BIGINT, reason STRING, lines BIGINT
          """);

  static final String RECORD = "record";
  static final String REFUSED = "refused";
  static final String SKIPPED = "skipped";
  static final String GONE = "gone";
  static final String UNREADABLE = "unreadable";
  static final String UNFIT = "unfit";

  /** How a reason starts, where the record may only be the start of one that is being written. */
  static final String UNFINISHED = "the last line has no end yet: ";

  /** How a reason starts, where nothing after it could be read of the file. */
  static final String BREAKS_OFF = "the file breaks off here: ";

  public RawRecords {
    files = List.copyOf(files);
  }

  /**
   * A record.
   *
   * @param record its text as read
   * @param data the same as a JSON object; null if the record is JSON
   */
  public static Row record(SourceFile file, String record, String data) {
    return RowFactory.create(
        RECORD, file.path(), file.modified(), record, data, null, null, null, 1L);
  }

  /**
   * A record of a stream.
   *
   * @param file what it is counted under
   * @param record its text as read
   * @param data the same as a JSON object; null if the record is JSON
   * @param id what the transport knows it by; null where the settings say where its id is
   * @param eventTime in microseconds since 1970; null where the settings say where its time is
   */
  public static Row record(SourceFile file, String record, String data, String id, Long eventTime) {
    return RowFactory.create(
        RECORD, file.path(), file.modified(), record, data, id, eventTime, null, 1L);
  }

  /** Whether a row is a record that may become a message. */
  public static boolean isRecord(Row row) {
    return row.getString(0).equals(RECORD);
  }

  /** Nothing, from no file. */
  public static RawRecords none(SparkSession spark) {
    return new RawRecords(spark.createDataFrame(List.<Row>of(), SCHEMA), List.of());
  }

  /** A record that is not from a file, with an id and a time of its own. */
  public static Row record(String record, String id, long eventTime) {
    return RowFactory.create(RECORD, null, null, record, null, id, eventTime, null, 1L);
  }

  /**
   * A record that cannot become a message.
   *
   * @param reason what it says of the record's own text stands between double quotes, so that it
   *     can be left out where names are not to be written
   */
  public static Row refused(SourceFile file, String record, String reason) {
    return RowFactory.create(
        REFUSED, file.path(), file.modified(), record, null, null, null, reason, 1L);
  }

  /** Lines that the config says to pass over. */
  public static Row skipped(SourceFile file, long lines) {
    return RowFactory.create(
        SKIPPED, file.path(), file.modified(), null, null, null, null, null, lines);
  }

  /** A file that was listed, but is there no more. */
  public static Row gone(SourceFile file) {
    return RowFactory.create(GONE, file.path(), file.modified(), null, null, null, null, null, 1L);
  }

  /** A file that holds nothing that could be ingested. */
  static Row unfit(SourceFile file, String reason) {
    return RowFactory.create(
        UNFIT, file.path(), file.modified(), null, null, null, null, reason, 1L);
  }

  /** A file or folder that does not let itself be read. */
  public static Row unreadable(SourceFile file, String reason) {
    return RowFactory.create(
        UNREADABLE, file.path(), file.modified(), null, null, null, null, reason, 1L);
  }
}
