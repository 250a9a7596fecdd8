package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables of a warehouse: name, columns, partitions. Times are UTC, dates UTC dates. */
public enum Table {
  /** One log record: the first content known of (transport, message_id, event_date). */
  MESSAGES(
      """
      transport STRING COMMENT 'Name of the transport in the config.',
      message_id STRING
        COMMENT 'The id in the record, else a hash of transport, record and occurrence.',
      event_time TIMESTAMP COMMENT 'When it happened, UTC, in microseconds.',
      event_date DATE COMMENT 'UTC date of event_time.',
      data VARIANT COMMENT 'The record, whole, with what identity and geoip added.',
      source_file STRING COMMENT 'URI of the file it was read from; null for none.',
      ingested_at TIMESTAMP COMMENT 'When it was taken in.'
      """,
      Columns.EVENT_DATE),

  /** One record that could not become a message, its text bounded, with the reason. */
  REJECTS(
      """
      reject_id STRING COMMENT 'Hash of transport, record and occurrence.',
      transport STRING COMMENT 'Name of the transport in the config.',
      source_file STRING COMMENT 'URI of the file it was read from; null for none.',
      raw STRING COMMENT 'The text as read, bounded; null where names become pseudonyms.',
      reason STRING COMMENT 'Why it could not become a message.',
      ingested_at TIMESTAMP COMMENT 'When it was taken in.'
      """),

  /** One file that was read: its length in bytes and time of change then, and what it gave. */
  FILES(
      """
      transport STRING COMMENT 'Name of the transport in the config.',
      path STRING COMMENT 'URI of the file.',
      length BIGINT COMMENT 'Bytes, when it was read.',
      modified TIMESTAMP COMMENT 'Time of its last change, when it was read.',
      messages BIGINT COMMENT 'Messages it gave.',
      rejects BIGINT COMMENT 'Records of it that were refused.',
      status STRING COMMENT 'read, waiting (some of it was too new), held, broken or unreadable.'
      """),

  /** How often an actor showed a value on a date; a null value is a value too. */
  FEATURE_COUNTS(
      """
      profile STRING COMMENT 'Name of the profile.',
      field STRING COMMENT 'Name of the field.',
      actor STRING COMMENT 'Whose value it is.',
      value STRING COMMENT 'Canonical JSON; null where the message has none.',
      event_date DATE COMMENT 'UTC date of event_time.',
      count BIGINT COMMENT 'Messages of the date that show it.',
      first_seen TIMESTAMP COMMENT 'Time of the first of them.',
      last_seen TIMESTAMP COMMENT 'Time of the last of them.'
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
      profile STRING COMMENT 'Name of the profile.',
      actor STRING COMMENT 'Whose forest it is.',
      trained_for DATE COMMENT 'The first date that it scores; it has seen only earlier ones.',
      forest BINARY COMMENT 'The trees; null for an actor with too few events.',
      encoder BINARY COMMENT 'How events become numbers: vocabulary and weights.',
      usual ARRAY<STRUCT<feature: STRING, values: ARRAY<STRUCT<shown: STRING, count: INT>>,
        together: ARRAY<INT>, low: DOUBLE, middle: DOUBLE, high: DOUBLE>>
        COMMENT 'What was usual for the actor, for reasons.',
      threshold DOUBLE COMMENT 'The least score of an anomaly.',
      events BIGINT COMMENT 'Events that the actor had.',
      trained_on INT COMMENT 'How many of them it was grown on.',
      seed BIGINT COMMENT 'Of the random choices.',
      in_sample BOOLEAN COMMENT 'Whether the events are those of trained_for itself.',
      settings STRING COMMENT 'Hash of the settings that decide it.',
      code_version STRING COMMENT 'The build that grew it.'
      """,
      Columns.TRAINED_FOR),

  /**
   * What {@code feature_counts} has before a date, added up; made from it, and made again where it
   * is missing, so that a night need not read all of history.
   */
  FEATURE_TOTALS(
      """
      profile STRING COMMENT 'Name of the profile.',
      field STRING COMMENT 'Name of the field.',
      actor STRING COMMENT 'Whose value it is.',
      value STRING COMMENT 'Canonical JSON; null for a missing value.',
      before_date DATE COMMENT 'The sum covers the dates before this one.',
      count BIGINT COMMENT 'Messages that show it.'
      """,
      Columns.BEFORE_DATE,
      new Added(
          5,
          """
          first_seen TIMESTAMP COMMENT 'Time of the first of them.',
          last_seen TIMESTAMP COMMENT 'Time of the last of them.'
          """)),

  /** What a detector found: a score in (0, 1], its reason in words, its evidence as JSON. */
  ANOMALIES(
      """
      anomaly_id STRING COMMENT 'Hash of event, detector and field.',
      event_id STRING COMMENT 'Hash of transport, message, date and profile.',
      profile STRING COMMENT 'Name of the profile; features for flags and clusters.',
      actor STRING COMMENT 'Whose event it is.',
      transport STRING COMMENT 'Name of the transport in the config.',
      message_id STRING
        COMMENT 'The id in the record, else a hash of transport, record and occurrence.',
      event_time TIMESTAMP COMMENT 'When it happened, UTC, in microseconds.',
      event_date DATE COMMENT 'UTC date of event_time.',
      detector STRING
        COMMENT 'reporter, amounts, forest, clusters, flag:NAME, or what a plug-in writes.',
      field STRING COMMENT 'Name of the field; null where it is about the whole event.',
      value STRING COMMENT 'Canonical JSON of the value; null for none.',
      score DOUBLE COMMENT 'In (0, 1].',
      severity STRING COMMENT 'high from 0.8, medium from 0.45, else low.',
      reason STRING COMMENT 'One sentence.',
      evidence STRING COMMENT 'What the score rests on, as JSON.'
      """,
      Columns.EVENT_DATE,
      new Added(
          5,
          """
          ln_tail DOUBLE COMMENT
            'Natural logarithm of the probability of a value no likelier; null where none is told.',
          learning BOOLEAN COMMENT
            'Whether it may be odd only because too little is known; such a one is never malicious.'
          """)),

  /**
   * One group of one actor that was analyzed: [window_start, window_end), its events and anomalies,
   * the analyzer's score, and how many anomalies were malicious.
   */
  INVESTIGATIONS(
      """
      investigation_id STRING COMMENT 'Hash of profile, actor and window.',
      profile STRING COMMENT 'Name of the profile.',
      actor STRING COMMENT 'Whose anomalies they are.',
      event_date DATE COMMENT 'UTC date of event_time.',
      window_start TIMESTAMP COMMENT 'Start of the window, inclusive.',
      window_end TIMESTAMP COMMENT 'End of the window, exclusive.',
      events BIGINT COMMENT 'Events in it.',
      anomalies BIGINT COMMENT 'Anomalies in it.',
      malicious BIGINT COMMENT 'How many of them are malicious.',
      score DOUBLE COMMENT 'What the analyzer made of the group.'
      """,
      Columns.EVENT_DATE),

  /** One anomaly that an analyzer kept; investigation_id is null where none was asked. */
  MALICIOUS_EVENTS(
      """
      anomaly_id STRING COMMENT 'Hash of event, detector and field.',
      event_id STRING COMMENT 'Hash of transport, message, date and profile.',
      profile STRING COMMENT 'Name of the profile; features for flags and clusters.',
      actor STRING COMMENT 'Whose event it is.',
      transport STRING COMMENT 'Name of the transport in the config.',
      message_id STRING
        COMMENT 'The id in the record, else a hash of transport, record and occurrence.',
      event_time TIMESTAMP COMMENT 'When it happened, UTC, in microseconds.',
      event_date DATE COMMENT 'UTC date of event_time.',
      detector STRING
        COMMENT 'reporter, amounts, forest, clusters, flag:NAME, or what a plug-in writes.',
      field STRING COMMENT 'Name of the field; null where it is about the whole event.',
      value STRING COMMENT 'Canonical JSON of the value; null for none.',
      score DOUBLE COMMENT 'In (0, 1].',
      severity STRING COMMENT 'high from 0.8, medium from 0.45, else low.',
      reason STRING COMMENT 'One sentence.',
      evidence STRING COMMENT 'What the score rests on, as JSON.',
      investigation_id STRING
        COMMENT 'The group that was judged; null where no analyzer was asked.',
      run_id STRING COMMENT 'The run that wrote the row last.'
      """,
      Columns.EVENT_DATE,
      new Added(9, Assessed.ATTACK)),

  /**
   * An actor's date in a profile that learns, or compares actors with others. Format 5 brought the
   * table.
   */
  ACTOR_DATES(
      """
      profile STRING COMMENT 'Name of the profile.',
      actor STRING COMMENT 'Who was active.',
      event_date DATE COMMENT 'UTC date of event_time.',
      since DATE COMMENT 'When the actor was first seen, within the history.',
      peers STRING COMMENT
        'What it has in common with those it is compared with; empty: all others are.',
      learning BOOLEAN COMMENT 'Whether too little is known for the date to be compared with.'
      """,
      Columns.EVENT_DATE),

  /** How much an actor did on a date on which it was active. Format 6 brought the table. */
  AMOUNTS(
      """
      profile STRING COMMENT 'Name of the profile.',
      actor STRING COMMENT 'Who was active.',
      event_date DATE COMMENT 'UTC date of event_time.',
      amount STRING COMMENT 'Name of the amount in the config.',
      figure DOUBLE COMMENT 'How much; of silence, how many messages the date has.',
      event_time TIMESTAMP COMMENT 'When the last message that adds to it happened.',
      transport STRING COMMENT 'The transport of that message.',
      message_id STRING COMMENT 'The id of that message.'
      """,
      Columns.EVENT_DATE,
      new Added(
          9,
          """
          kept DOUBLE COMMENT
            'What later dates are compared with, where verdicts withhold messages; null: the figure.'
          """)),

  /**
   * How much speaks against an actor on a date; actors of one name are one over all profiles. A
   * date without points has no row. Format 7 brought the table.
   */
  RISKS(Assessed.RISKS, Columns.EVENT_DATE, new Added(9, Assessed.CONTRIBUTIONS)),

  /** What is worth a look: an actor, from the first date of a spell on. Format 7 brought it. */
  ALERTS(Assessed.ALERTS, Columns.EVENT_DATE, new Added(9, Assessed.ATTACK)),

  /**
   * What somebody said of a finding: a row for each thing that a verdict covers. Rows are added and
   * never changed. Format 8 brought the table.
   */
  VERDICTS(Assessed.VERDICTS, "", new Added(9, Assessed.JUDGED)),

  /** An anomaly that does not count, and why. Format 8 brought the table. */
  EXCUSED(Assessed.EXCUSED, Columns.EVENT_DATE),

  /** By which verdicts the anomalies of a date were looked at. Format 8 brought the table. */
  APPLIED_VERDICTS(Assessed.APPLIED, Columns.EVENT_DATE),

  /** By which verdicts messages of a date are no part of histories. Format 9 brought the table. */
  WITHHELD(Assessed.WITHHELD, Columns.EVENT_DATE),

  /**
   * What became of one event at one shipper: sent, suppressed or failed. A row without an event,
   * started, says that the shipper had its first run.
   */
  DELIVERIES(
      """
      shipper STRING COMMENT 'Name of the notifier in the config.',
      event_id STRING COMMENT 'The event that was told; null in a row that says started.',
      event_date DATE COMMENT 'UTC date of event_time.',
      status STRING COMMENT 'sent, suppressed, failed or started.',
      delivered_at TIMESTAMP COMMENT 'When.'
      """,
      Columns.EVENT_DATE),

  /**
   * Who was forgotten, as a keyed hash, so that logs that are read again do not bring them back.
   * Format 4 brought the table.
   */
  FORGOTTEN(
      """
      name_hash STRING COMMENT 'HMAC-SHA-256 of the name, its first 32 hexadecimal digits.',
      key_id STRING COMMENT 'Tells keys apart: a hash that the key itself made.',
      characters INT COMMENT 'How long the name is, in UTF-16 units.',
      forgotten_at TIMESTAMP COMMENT 'When it was first asked for.',
      completed_at TIMESTAMP COMMENT 'When all was removed; null while something may be left.'
      """),

  /**
   * Who works on the warehouse of a catalog: one row, its holder null while nobody does; in a
   * folder no row, but a file beside it. {@code number} grows with every run; {@code from_date} and
   * {@code to_date} bound the dates of a backfill, which gives way between its parts.
   */
  LEASE(
      """
      holder STRING COMMENT 'Id of the run that holds it; null while none does.',
      host STRING COMMENT 'Its machine.',
      pid BIGINT COMMENT 'Its process.',
      pid_started TIMESTAMP
        COMMENT 'When the process started, which tells it from a later one of the same number.',
      since TIMESTAMP COMMENT 'When it was taken.',
      renewed_at TIMESTAMP COMMENT 'When it was last renewed.'
      """,
      "",
      new Added(
          2,
          """
          number BIGINT COMMENT 'Grows with every holder; commits carry it.',
          from_date DATE COMMENT 'First date of a backfill; null for any other run.',
          to_date DATE COMMENT 'Last date of a backfill; null where it is not known.'
          """)),

  /**
   * One execution. {@code pending} maps a step to the dates it has still to do after this run,
   * {@code quiet} to those that a backfill began, of which nobody is to be notified, {@code
   * reserved} to the first and the last that a backfill under way leaves to nobody else, and {@code
   * early} to those that were scored before such dates and wait for it to end; {@code stale} are
   * dates whose scores rest on a history that has changed since; {@code newest_scored} is still
   * open. The row written last (started_at + seconds) says how the warehouse is.
   */
  RUNS(Ledgered.RUNS);

  /**
   * Columns that warehouses of earlier formats lack, or that hold less there: the format that
   * brought them, as DDL in which each has a comment. What grows gets new fields at the end of a
   * struct.
   */
  private record Added(int format, String ddl) {}

  private final String ddl;
  private final String partition;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
  private final List<Added> added;

  Table(String ddl) {
    this(ddl, "");
  }

  /**
   * @param ddl the columns of the first format, each with a comment that says what it holds
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
    // What a column means is for people: tables are made and compared without it.
    StructType columns = new StructType();
    for (StructField column : described(format).fields()) {
      columns = columns.add(column.name(), column.dataType());
    }
    return columns;
  }

  /** What each column holds, in one sentence, in the order of the columns. */
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (StructField column : described(Warehouse.FORMAT).fields()) {
      meanings.put(column.name(), column.getComment().get());
    }
    return meanings;
  }

  private StructType described(int format) {
    Map<String, StructField> columns = new LinkedHashMap<>();
    for (StructField column : StructType.fromDDL(ddl).fields()) {
      columns.put(column.name(), column);
    }
    for (Added later : added) {
      if (later.format() <= format) {
        for (StructField column : StructType.fromDDL(later.ddl()).fields()) {
          columns.put(column.name(), column);
        }
      }
    }
    return new StructType(columns.values().toArray(StructField[]::new));
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
