package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** The tables of a warehouse: name, columns, partitions. Times are UTC, dates UTC dates. */
public enum Table {
  /** One log record: the first content known of (transport, message_id, event_date). */
  MESSAGES(
      """
      transport STRING, message_id STRING, event_time TIMESTAMP, event_date DATE, data VARIANT,
      source_file STRING, ingested_at TIMESTAMP
      """,
      Columns.EVENT_DATE),

  /** One record that could not become a message, its text bounded, with the reason. */
  REJECTS(
      """
      reject_id STRING, transport STRING, source_file STRING, raw STRING, reason STRING,
      ingested_at TIMESTAMP
      """),

  /** One file that was read: its length in bytes and time of change then, and what it gave. */
  FILES(
      """
      transport STRING, path STRING, length BIGINT, modified TIMESTAMP, messages BIGINT,
      rejects BIGINT, status STRING
      """),

  /** How often an actor showed a value on a date; a null value is a value too. */
  FEATURE_COUNTS(
      """
      profile STRING, field STRING, actor STRING, value STRING, event_date DATE, count BIGINT,
      first_seen TIMESTAMP, last_seen TIMESTAMP
      """,
      Columns.EVENT_DATE),

  /**
   * An actor's forest: what it was grown for and on, {@code settings} being a hash of what decides
   * it. {@code events} is how many events the actor had, {@code trained_on} how many of them it was
   * grown on; {@code in_sample} says that they are of trained_for itself. An actor with too few
   * events has a row whose forest, encoder, usual and threshold are null.
   */
  FORESTS(
      """
      profile STRING, actor STRING, trained_for DATE, forest BINARY, encoder BINARY,
      usual ARRAY<STRUCT<feature: STRING, values: ARRAY<STRUCT<shown: STRING, count: INT>>,
        together: ARRAY<INT>, low: DOUBLE, middle: DOUBLE, high: DOUBLE>>,
      threshold DOUBLE, events BIGINT, trained_on INT, seed BIGINT, in_sample BOOLEAN,
      settings STRING, code_version STRING
      """,
      Columns.TRAINED_FOR),

  /**
   * What {@code feature_counts} has before a date, added up; made from it, and made again where it
   * is missing, so that a night need not read all of history.
   */
  FEATURE_TOTALS(
      """
      profile STRING, field STRING, actor STRING, value STRING, before_date DATE, count BIGINT
      """,
      Columns.BEFORE_DATE),

  /** What a detector found: a score in (0, 1], its reason in words, its evidence as JSON. */
  ANOMALIES(
      """
      anomaly_id STRING, event_id STRING, profile STRING, actor STRING, transport STRING,
      message_id STRING, event_time TIMESTAMP, event_date DATE, detector STRING, field STRING,
      value STRING, score DOUBLE, severity STRING, reason STRING, evidence STRING
      """,
      Columns.EVENT_DATE),

  /**
   * One group of one actor that was analyzed: [window_start, window_end), its events and anomalies,
   * the analyzer's score, and how many anomalies were malicious.
   */
  INVESTIGATIONS(
      """
      investigation_id STRING, profile STRING, actor STRING, event_date DATE,
      window_start TIMESTAMP, window_end TIMESTAMP, events BIGINT, anomalies BIGINT,
      malicious BIGINT, score DOUBLE
      """,
      Columns.EVENT_DATE),

  /** One anomaly that an analyzer kept; investigation_id is null where none was asked. */
  MALICIOUS_EVENTS(
      """
      anomaly_id STRING, event_id STRING, profile STRING, actor STRING, transport STRING,
      message_id STRING, event_time TIMESTAMP, event_date DATE, detector STRING, field STRING,
      value STRING, score DOUBLE, severity STRING, reason STRING, evidence STRING,
      investigation_id STRING, run_id STRING
      """,
      Columns.EVENT_DATE),

  /**
   * What became of one event at one shipper: sent, suppressed or failed. A row without an event,
   * started, says that the shipper had its first run.
   */
  DELIVERIES(
      "shipper STRING, event_id STRING, event_date DATE, status STRING, delivered_at TIMESTAMP",
      Columns.EVENT_DATE),

  /**
   * Who works on the warehouse: one row, its holder null while nobody does. {@code number} grows
   * with every run; {@code from_date} and {@code to_date} bound the dates it works on, null for
   * all.
   */
  LEASE(
      """
      holder STRING, host STRING, pid BIGINT, pid_started TIMESTAMP, since TIMESTAMP,
      renewed_at TIMESTAMP
      """,
      "",
      new Added(2, "number BIGINT, from_date DATE, to_date DATE")),

  /**
   * One execution. {@code pending} maps a step to the dates it has still to do after this run, and
   * {@code quiet} to those that a backfill began, of which nobody is to be notified; {@code stale}
   * are dates whose scores rest on a history that has changed since; {@code newest_scored} is still
   * open.
   */
  RUNS(
      """
      run_id STRING, command STRING, from_date DATE, to_date DATE, dates ARRAY<DATE>,
      started_at TIMESTAMP, ended_at TIMESTAMP, seconds DOUBLE, status STRING,
      counts MAP<STRING, BIGINT>, step_seconds MAP<STRING, DOUBLE>,
      pending MAP<STRING, ARRAY<DATE>>, stale ARRAY<DATE>, newest_scored DATE, config_hash STRING,
      profile_hashes MAP<STRING, STRING>, code_version STRING, error STRING
      """);

  /** Columns that warehouses of earlier formats lack: the format that brought them, as DDL. */
  private record Added(int format, String ddl) {}

  private final String ddl;
  private final String partition;
  private final List<Added> added;

  Table(String ddl) {
    this(ddl, "");
  }

  /**
   * @param ddl the columns of the first format
   * @param added those that later formats brought, in that order; they come last
   */
  Table(String ddl, String partition, Added... added) {
    this.ddl = ddl;
    this.partition = partition;
    this.added = List.of(added);
  }

  /** The columns, all nullable. */
  public StructType schema() {
    return schema(Warehouse.FORMAT);
  }

  /** The columns in a warehouse of a format. */
  StructType schema(int format) {
    String columns =
        added.stream()
            .filter(later -> later.format() <= format)
            .map(Added::ddl)
            .reduce(ddl, (all, next) -> all + ", " + next);
    return StructType.fromDDL(columns);
  }

  /** The columns in order, each of its declared type. */
  public Column[] columns() {
    return Arrays.stream(schema().fields())
        .map(field -> col(field.name()).cast(field.dataType()).as(field.name()))
        .toArray(Column[]::new);
  }

  /** The columns the table is partitioned by; empty for the small ones. */
  public List<String> partitions() {
    return partition.isEmpty() ? List.of() : List.of(partition);
  }

  /** The name in the warehouse: {@code feature_counts}. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
