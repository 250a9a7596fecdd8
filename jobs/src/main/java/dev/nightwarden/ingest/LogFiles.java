package dev.nightwarden.ingest;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs in files: JSON, delimited text, lines that a regular expression takes apart, Parquet; or the
 * rows of a Delta table.
 */
@TypeName(
    value = "files",
    doc = "Logs in files: JSON, csv, lines for a regular expression, Parquet, Delta.")
public record LogFiles(
    @Key(
            doc =
                "A file, a folder (with all inside) or a pattern such as logs/*.json; local, or a"
                    + " URI such as s3a://bucket/logs. Names that start with _ or . are left out;"
                    + " gzip, bzip2 and zstd are unpacked, whatever the name. Links are followed,"
                    + " each file is read once.",
            required = true)
        String path,
    @Key(
            doc =
                "json: one object per line, or documents (see document); csv: delimited text; regex: lines, taken"
                    + " apart by pattern; parquet: Parquet files; delta: one Delta table.",
            fallback = "json",
            oneOf = {LogFiles.JSON, LogFiles.CSV, LogFiles.REGEX, LogFiles.PARQUET, LogFiles.DELTA})
        String format,
    @Key(doc = "Path of the event time in the record, such as eventTime.", required = true)
        String time,
    @Key(
            doc =
                "auto: ISO 8601, a number since 1970 whose unit (seconds to nanoseconds) its size"
                    + " tells, or a form with the month's name; iso8601, epoch_seconds, epoch_millis,"
                    + " epoch_micros, epoch_nanos, filetime (Windows), syslog (Jan  2 03:04:05); or a"
                    + " pattern such as dd/MM/yyyy HH:mm:ss.",
            fallback = "auto")
        String timeFormat,
    @Key(doc = "Time zone of times that do not name theirs.", fallback = "UTC") String timeZone,
    @Key(
            doc =
                "Year of times that have none, for old logs whose files say too late a date. Without"
                    + " it, the latest year in which the time is not after the file's last change:"
                    + " right for logs that go on, also past New Year.",
            min = 1,
            max = 9999)
        Integer year,
    @Key(
            doc =
                "Path of the record's own id; without it, the id is a hash of the record, so that a"
                    + " record delivered twice is one message. Of an id of more than 1,000"
                    + " characters the first 900 and a hash are kept.")
        String id,
    @Key(
            doc =
                "What the hash covers: record, or file for the file's name too, where the records"
                    + " say too little.",
            fallback = "record",
            oneOf = {LogFiles.RECORD, LogFiles.FILE})
        String idFrom,
    @Key(doc = "Path of the array of records inside a JSON document, such as Records.")
        String records,
    @Key(
            doc =
                "true: a file is JSON documents that may span lines, also where that does not show"
                    + " in its first 64 KiB. Without records each is a record, or each of its"
                    + " elements if it is an array.",
            fallback = "false")
        boolean document,
    @Key(
            doc =
                "Whether the first record of a csv file is a header. Default: true without columns,"
                    + " false with them; true with both: the header is passed over.")
        Boolean header,
    @Key(doc = "Names of the columns of a csv file.") List<String> columns,
    @Key(doc = "The character between the cells of a csv file.", fallback = "','") String delimiter,
    @Key(doc = "The character around cells of a csv file; empty: none.", fallback = "'\"'")
        String quote,
    @Key(
            doc =
                "The character that takes a quote, a delimiter, a line end or itself after it for"
                    + " what it is, in csv files, such as '\\'. Default: none, quotes are doubled.")
        String escape,
    @Key(
            doc =
                "Texts that stand for no value wherever they are, such as - or N/A. What a csv file"
                    + " itself says stands for none, as Zeek's #unset_field does, is none without"
                    + " this.")
        List<String> nullValues,
    @Key(
            doc =
                "Which value a key has that a JSON object, or the header of a csv file, has twice"
                    + " with different values; refuse: the record is refused. Default: refuse.",
            oneOf = {RecordKeys.FIRST, RecordKeys.LAST, RecordKeys.REFUSE})
        String duplicateKeys,
    @Key(doc = "Regular expression to find in each line; its named groups are the record.")
        String pattern,
    @Key(
            doc = "What happens to lines in which the pattern is not found; skip counts them.",
            fallback = "reject",
            oneOf = {LogFiles.REJECT, LogFiles.SKIP})
        String unmatched,
    @Key(
            doc =
                "Path to string, long, double or boolean: the type that a value gets. csv and regex"
                    + " values are text otherwise.")
        Map<String, String> types,
    @Key(doc = RecordKeys.RENAME) Map<String, String> rename,
    @Key(doc = RecordKeys.IDENTITY) Identity identity,
    @Key(doc = RecordKeys.GEOIP) Geoip geoip,
    @Key(
            doc = "The longest record, in bytes; longer ones are refused.",
            fallback = "1048576",
            min = 1,
            max = 16777216)
        int maxBytes,
    @Key(
            doc =
                "The share of refused records above which a file is held back whole, until it"
                    + " changes or ingest --retry takes it in as it is.",
            fallback = "0.5",
            min = 0,
            max = 1)
        double maxRejectShare,
    @Key(doc = RecordKeys.MAX_FUTURE, fallback = "1d", min = 0) Duration maxFuture,
    @Key(
            doc =
                "The character that lines of a csv file begin with that are no records, such as #"
                    + " or ;. Default: there are none.")
        String comment,
    @Key(
            doc =
                "How the comment begins that names the columns of a csv file, such as #fields in"
                    + " Zeek's logs; the names stand after it, one after each delimiter.")
        String headerComment,
    @Key(
            doc =
                "Encoding of text that has no byte order mark, such as windows-1252, iso-8859-1 or"
                    + " utf-16le. Default: UTF-8.")
        String encoding,
    @Key(
            doc =
                "Patterns of files and folders to leave out: by name, such as *.tmp, or, with a"
                    + " slash, by the path below the folder, such as digest/** or */old/*.json.")
        List<String> exclude,
    @Key(
            doc =
                "Names of hive-style folders, such as dt for dt=2024-01-01, whose values become"
                    + " fields of the records; '*': of all such folders.")
        List<String> partitionFields,
    @Key(
            doc =
                "How many bytes a packed file may hold; beyond them it is held back whole. Default:"
                    + " 68719476736 (64 GiB).",
            min = 1)
        Long maxUnpackedBytes,
    @Key(
            doc =
                "How many times its own length a packed file may hold, beyond 16 MiB; else it is"
                    + " held back whole. Default: 200.",
            min = 1)
        Double maxUnpackedRatio,
    @Key(
            doc =
                "How far in the past a message may lie; older ones are refused, and so is what stands"
                    + " for no time, such as 1970-01-01T00:00:00Z.",
            fallback = "14610d",
            min = 0)
        Duration maxPast)
    implements Transport, Serializable, Checked {
  private static final long serialVersionUID = 1L;

  static final String JSON = "json";
  static final String CSV = "csv";
  static final String REGEX = "regex";
  static final String PARQUET = "parquet";
  static final String DELTA = "delta";
  static final String RECORD = "record";
  static final String FILE = "file";
  static final String REJECT = "reject";
  static final String SKIP = "skip";

  /** Copies lists and maps; those that hold nothing count as left out. */
  public LogFiles {
    columns = columns == null ? List.of() : List.copyOf(columns);
    types = copy(types);
    rename = copy(rename);
    // Null where there are none: what is not set is no part of a config's hash.
    nullValues = orNull(nullValues);
    exclude = orNull(exclude);
    partitionFields = orNull(partitionFields);
  }

  @Override
  public void check() {
    FormatKeys.check(this);
  }

  /**
   * Reads what a transport that fetches its records has landed: files of JSON, a record a line.
   *
   * @param folder see {@link Landing#folder}
   * @param time path of the event time in the record, in a form that {@code auto} reads
   * @param id path of the record's own id; null if it has none
   */
  public static LogFiles landed(String folder, String time, String id) {
    return landed(folder, time, id, 1 << 20);
  }

  /**
   * The same for records of another length.
   *
   * @param maxBytes of the longest line
   */
  public static LogFiles landed(String folder, String time, String id, int maxBytes) {
    return new LogFiles(
        folder,
        JSON,
        time,
        EventTime.AUTO,
        "UTC",
        null,
        id,
        RECORD,
        null,
        false,
        null,
        List.of(),
        ",",
        "\"",
        null,
        null,
        null,
        null,
        REJECT,
        Map.of(),
        Map.of(),
        null,
        null,
        maxBytes,
        0.5,
        Duration.ofDays(1),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Duration.ofDays(14_610));
  }

  @Override
  public RecordSettings record() {
    return new RecordSettings(
        time,
        timeFormat,
        timeZone,
        year,
        id,
        idFrom.equals(FILE),
        types,
        rename,
        maxFuture,
        maxPast,
        identity,
        geoip,
        RecordKeys.nullValues(nullValues),
        RecordKeys.duplicates(duplicateKeys),
        partitionFields == null ? List.of() : partitionFields);
  }

  @Override
  public RawRecords read(Reading reading) {
    return format.equals(DELTA)
        ? DeltaRecords.read(reading, path, maxBytes)
        : FileRecords.read(reading, this);
  }

  /**
   * The records that a transport has landed; none before the first.
   *
   * @param folder see {@link Landing#folder}
   */
  public static RawRecords readLanded(Reading reading, String folder) {
    return FileRecords.landed(reading, landed(folder, "time", null));
  }

  /** Whether the first record of a file is a header. */
  boolean hasHeader() {
    return header == null ? columns.isEmpty() && headerComment == null : header;
  }

  /** The lines that are no records. */
  Comments comments() {
    return new Comments(comment, headerComment);
  }

  /** How much a packed file may hold. */
  UnpackLimits unpackLimits() {
    return new UnpackLimits(
        maxUnpackedBytes == null ? UnpackLimits.DEFAULT_BYTES : maxUnpackedBytes,
        maxUnpackedRatio == null ? UnpackLimits.DEFAULT_RATIO : maxUnpackedRatio);
  }

  /** The encoding of text without a mark, where it is not UTF-8; else null. */
  Charset otherCharset() {
    Charset charset = encoding == null ? StandardCharsets.UTF_8 : Encoding.named(encoding);
    return charset.equals(StandardCharsets.UTF_8) ? null : charset;
  }

  /** Whether files are told to be whole JSON documents. */
  boolean documents() {
    return document || records != null;
  }

  /**
   * The compiled pattern, or null.
   *
   * @throws IllegalKeyException if it cannot be compiled
   */
  LinePattern linePattern() {
    try {
      return pattern == null ? null : new LinePattern(pattern);
    } catch (IllegalArgumentException none) {
      throw new IllegalKeyException("pattern", none.getMessage());
    }
  }

  /** The files and folders to leave out. */
  Excluded excluded() {
    return new Excluded(exclude == null ? List.of() : exclude);
  }

  /** Null where there is none: so the key counts for nothing in the settings' hash. */
  private static List<String> orNull(List<String> list) {
    return list == null || list.isEmpty() ? null : List.copyOf(list);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
