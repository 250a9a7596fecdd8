package dev.nightwarden.ingest;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Logs in files: JSON, delimited text, lines that a regular expression takes apart, Parquet; or the
 * rows of a Delta table.
 */
@TypeName(
    value = "files",
    doc = "Logs in files: JSON, csv, lines for a regular expression, Parquet, Delta.")
public record Files(
    @Key(
            doc =
                "A file, a folder (with all inside) or a pattern such as logs/*.json; local, or a"
                    + " URI such as s3a://bucket/logs. Names that start with _ or . are left out;"
                    + " .gz, .bz2 and .zst are unpacked.",
            required = true)
        String path,
    @Key(
            doc =
                "json: one object per line (see document); csv: delimited text; regex: lines, taken"
                    + " apart by pattern; parquet: Parquet files; delta: one Delta table.",
            fallback = "json",
            oneOf = {Files.JSON, Files.CSV, Files.REGEX, Files.PARQUET, Files.DELTA})
        String format,
    @Key(doc = "Path of the event time in the record, such as eventTime.", required = true)
        String time,
    @Key(
            doc =
                "auto: ISO 8601, or seconds or milliseconds since 1970, told apart by their size;"
                    + " iso8601, epoch_seconds, epoch_millis, syslog (Jan  2 03:04:05); or a pattern"
                    + " such as dd/MMM/yyyy:HH:mm:ss Z.",
            fallback = "auto")
        String timeFormat,
    @Key(doc = "Time zone of times that do not name theirs.", fallback = "UTC") String timeZone,
    @Key(
            doc =
                "Year of times that have none; without it, the latest year in which the time is not"
                    + " after the file's last change.",
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
            oneOf = {Files.RECORD, Files.FILE})
        String idFrom,
    @Key(doc = "Path of the array of records inside a JSON document, such as Records.")
        String records,
    @Key(
            doc =
                "true: a file is JSON documents that may span lines. Without records each is a"
                    + " record, or each of its elements if it is an array.",
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
    @Key(doc = "Regular expression to find in each line; its named groups are the record.")
        String pattern,
    @Key(
            doc = "What happens to lines in which the pattern is not found; skip counts them.",
            fallback = "reject",
            oneOf = {Files.REJECT, Files.SKIP})
        String unmatched,
    @Key(
            doc =
                "Path to string, long, double or boolean: the type that a value gets. csv and regex"
                    + " values are text otherwise.")
        Map<String, String> types,
    @Key(doc = "New name to path: the value has that name too, so that transports agree.")
        Map<String, String> rename,
    @Key(doc = "Who the users of the log are; default: as the log names them.") Identity identity,
    @Key(doc = "Adds the place and the network of an IP address, as geo and network.") Geoip geoip,
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
    @Key(
            doc = "How far in the future a message may lie; further ones are refused.",
            fallback = "1d",
            min = 0)
        Duration maxFuture,
    @Key(
            doc =
                "The character that lines of a csv file begin with that are no records, such as #"
                    + " or ;. Default: there are none.")
        String comment,
    @Key(
            doc =
                "How the comment begins that names the columns of a csv file, such as #fields in"
                    + " Zeek's logs; the names stand after it, one after each delimiter.")
        String headerComment)
    implements Transport, Serializable {
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

  /**
   * Checks the keys.
   *
   * @throws IllegalKeyException for the first that is missing, wrong, or of no use with the others
   */
  public Files {
    columns = columns == null ? List.of() : List.copyOf(columns);
    types = copy(types);
    rename = copy(rename);
    Keys.check(
        Files.class,
        path,
        format,
        time,
        timeFormat,
        timeZone,
        year,
        id,
        idFrom,
        records,
        document,
        header,
        columns,
        delimiter,
        quote,
        pattern,
        unmatched,
        types,
        rename,
        identity,
        geoip,
        maxBytes,
        maxRejectShare,
        maxFuture,
        comment,
        headerComment);
    if (path.isBlank()) {
      throw new IllegalKeyException("path", "is empty");
    }
    only(JSON, format, "records", records != null);
    only(JSON, format, "document", document);
    only(CSV, format, "header", header != null);
    only(CSV, format, "columns", !columns.isEmpty());
    only(CSV, format, "delimiter", !delimiter.equals(","));
    only(CSV, format, "quote", !quote.equals("\""));
    only(REGEX, format, "pattern", pattern != null);
    only(REGEX, format, "unmatched", !unmatched.equals(REJECT));
    if (format.equals(REGEX) && pattern == null) {
      throw new IllegalKeyException("pattern", "is missing; format: regex needs it");
    }
    if (records != null && records.isEmpty()) {
      throw new IllegalKeyException("records", "names no path, such as Records");
    }
    if (Boolean.FALSE.equals(header) && columns.isEmpty()) {
      throw new IllegalKeyException("columns", "are missing; header: false needs them");
    }
    if (new HashSet<>(columns).size() < columns.size() || columns.contains("")) {
      throw new IllegalKeyException("columns", "must be different names");
    }
    if (!isAscii(delimiter) || delimiter.length() != 1 || "\r\n\"".contains(delimiter)) {
      throw new IllegalKeyException("delimiter", "must be one ASCII character, such as , or ;");
    }
    if (!isAscii(quote) || quote.length() > 1 || quote.equals(delimiter)) {
      throw new IllegalKeyException("quote", "must be one ASCII character, or empty for none");
    }
    checkComments(format, comment, headerComment, header, columns, delimiter, quote);
    compiled(pattern);
    settings(
        time, timeFormat, timeZone, year, id, idFrom, types, rename, maxFuture, identity, geoip);
  }

  /**
   * Reads what a transport that fetches its records has landed: files of JSON, a record a line.
   *
   * @param folder see {@link Landing#folder}
   * @param time path of the event time in the record, in a form that {@code auto} reads
   * @param id path of the record's own id; null if it has none
   */
  public static Files landed(String folder, String time, String id) {
    return new Files(
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
        REJECT,
        Map.of(),
        Map.of(),
        null,
        null,
        1 << 20,
        0.5,
        Duration.ofDays(1),
        null,
        null);
  }

  @Override
  public RecordSettings record() {
    return settings(
        time, timeFormat, timeZone, year, id, idFrom, types, rename, maxFuture, identity, geoip);
  }

  @Override
  public RawRecords read(Reading reading) {
    if (format.equals(DELTA)) {
      return DeltaRecords.read(reading, path, maxBytes);
    }
    SparkSession spark = reading.spark();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<SourceFile> wanted =
        listed(context.hadoopConfiguration(), reading.transport()).stream()
            .filter(reading.wanted())
            .toList();
    List<SourceFile> full = wanted.stream().filter(file -> file.length() > 0).toList();
    List<List<FileSlice>> tasks =
        FileSlice.pack(full, this::isSplittable, context.defaultParallelism());
    if (tasks.isEmpty()) {
      return new RawRecords(spark.createDataFrame(List.of(), RawRecords.SCHEMA), wanted);
    }
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    SliceReader reader = new SliceReader(this, conf);
    JavaRDD<Row> rows = context.parallelize(tasks, tasks.size()).flatMap(reader::read);
    return new RawRecords(spark.createDataset(rows.rdd(), Encoders.row(RawRecords.SCHEMA)), wanted);
  }

  private List<SourceFile> listed(Configuration conf, String transport) {
    List<SourceFile> files;
    try {
      files = FileListing.list(conf, path);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException trouble) {
      throw new IngestException(
          "transports.%s.path: cannot list %s: %s".formatted(transport, path, trouble.getMessage()),
          trouble);
    }
    if (files.isEmpty()) {
      throw new IngestException(
          "transports.%s.path: no file matches %s".formatted(transport, path));
    }
    return files;
  }

  private boolean isSplittable(SourceFile file) {
    return !documents() && !format.equals(CSV) && Compression.of(file.path()) == Compression.NONE;
  }

  private static void checkComments(
      String format,
      String comment,
      String headerComment,
      Boolean header,
      List<String> columns,
      String delimiter,
      String quote) {
    only(CSV, format, "comment", comment != null);
    only(CSV, format, "header_comment", headerComment != null);
    if (comment != null
        && (comment.length() != 1
            || !isAscii(comment)
            || " \t\r\n".contains(comment)
            || comment.equals(delimiter)
            || comment.equals(quote))) {
      throw new IllegalKeyException(
          "comment", "must be one ASCII character, such as #, and neither delimiter nor quote");
    }
    if (headerComment == null) {
      return;
    }
    if (comment == null || !headerComment.startsWith(comment)) {
      throw new IllegalKeyException(
          "header_comment",
          comment == null
              ? "goes with comment, such as comment: '#'"
              : "does not begin with %s, as comments do".formatted(comment));
    }
    if (headerComment.contains(delimiter) || headerComment.contains("\n")) {
      throw new IllegalKeyException(
          "header_comment", "ends before the first delimiter, such as #fields");
    }
    if (header != null || !columns.isEmpty()) {
      throw new IllegalKeyException(
          "header_comment",
          "names the columns, so leave out " + (header != null ? "header" : "columns"));
    }
  }

  /** Whether the first record of a file is a header. */
  boolean hasHeader() {
    return header == null ? columns.isEmpty() && headerComment == null : header;
  }

  /** The lines that are no records. */
  Comments comments() {
    return new Comments(comment, headerComment);
  }

  /** Whether files are whole JSON documents. */
  boolean documents() {
    return document || records != null;
  }

  /** The compiled pattern, or null. */
  LinePattern linePattern() {
    return compiled(pattern);
  }

  private static LinePattern compiled(String pattern) {
    try {
      return pattern == null ? null : new LinePattern(pattern);
    } catch (IllegalArgumentException none) {
      throw new IllegalKeyException("pattern", none.getMessage());
    }
  }

  private static RecordSettings settings(
      String time,
      String timeFormat,
      String timeZone,
      Integer year,
      String id,
      String idFrom,
      Map<String, String> types,
      Map<String, String> rename,
      Duration maxFuture,
      Identity identity,
      Geoip geoip) {
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
        identity,
        geoip);
  }

  private static void only(String goesWith, String format, String key, boolean isSet) {
    if (isSet && !format.equals(goesWith)) {
      throw new IllegalKeyException(
          key, "goes with format: %s, not with %s".formatted(goesWith, format));
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
