package dev.nightwarden.stream;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.Landing;
import dev.nightwarden.ingest.LogFiles;
import dev.nightwarden.ingest.RawRecords;
import dev.nightwarden.ingest.Reading;
import dev.nightwarden.ingest.RecordKeys;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** What senders write to a port: JSON, an object a line, or syslog. */
@TypeName(
    value = "tcp",
    doc = "JSON lines or syslog that senders write to a port, while a run or a watch listens.")
public record Tcp(
    @Key(
            doc =
                "The address to listen on. Other than this machine's own loopback needs tls or"
                    + " insecure: true.",
            fallback = "127.0.0.1")
        String host,
    @Key(
            doc = "The port to listen on; 0: one that is free, which the log names.",
            required = true,
            min = 0,
            max = 65535)
        int port,
    @Key(
            doc =
                "json: an object a line; syslog: RFC 5424 or RFC 3164. Records end with a line feed,"
                    + " or begin with their length and a space (octet counting, RFC 6587): each"
                    + " shows which.",
            fallback = "json",
            oneOf = {Tcp.JSON, Tcp.SYSLOG})
        String format,
    @Key(
            doc = "For how many seconds a run listens. A watch listens all the time.",
            fallback = "10",
            min = 1,
            max = 86400)
        int seconds,
    @Key(doc = "Encrypts, and proves who listens. Default: neither.") Tls tls,
    @Key(
            doc = "true: listens beyond this machine without tls, so that anybody can write there.",
            fallback = "false")
        boolean insecure,
    @Key(
            doc =
                "true: answers {\"ack\":N} when the first N records of a connection are on disk."
                    + " Senders can then send again what was not acknowledged; it needs id, or"
                    + " id_from: record.",
            fallback = "false")
        boolean ack,
    @Key(
            doc =
                "What tells records apart that have no id of their own. arrival: each that comes is"
                    + " a message; record: equal ones are one message. Default: arrival.",
            oneOf = {Tcp.ARRIVAL, Tcp.RECORD})
        String idFrom,
    @Key(doc = "Path of the record's own id, by which one that comes again is known.") String id,
    @Key(doc = "Path of the event time; needed for json, and for json only.") String time,
    @Key(doc = "As for files; for json only.", fallback = "auto") String timeFormat,
    @Key(doc = "Time zone of times that do not name theirs.", fallback = "UTC") String timeZone,
    @Key(
            doc = "The longest record, in bytes; longer ones are refused.",
            fallback = "65536",
            min = 64,
            max = 131072)
        int maxBytes,
    @Key(
            doc = "How many senders may be connected at once; more are turned away.",
            fallback = "256",
            min = 1,
            max = 4096)
        int maxConnections,
    @Key(
            doc = "After how many silent seconds a connection is closed.",
            fallback = "3600",
            min = 1,
            max = 604800)
        int idleSeconds,
    @Key(
            doc = "How many seconds a record may take from its first byte to its end.",
            fallback = "60",
            min = 1,
            max = 3600)
        int lineSeconds,
    @Key(doc = RecordKeys.TYPES) Map<String, String> types,
    @Key(doc = RecordKeys.RENAME) Map<String, String> rename,
    @Key(doc = RecordKeys.IDENTITY) Identity identity,
    @Key(doc = RecordKeys.GEOIP) Geoip geoip,
    @Key(doc = RecordKeys.NULL_VALUES) List<String> nullValues,
    @Key(
            doc = RecordKeys.DUPLICATE_KEYS,
            oneOf = {RecordKeys.FIRST, RecordKeys.LAST, RecordKeys.REFUSE})
        String duplicateKeys,
    @Key(doc = RecordKeys.MAX_FUTURE, fallback = "1d", min = 0) Duration maxFuture,
    @Key(doc = RecordKeys.MAX_PAST, fallback = "14610d", min = 0) Duration maxPast)
    implements Transport, Checked {
  static final String JSON = "json";
  static final String SYSLOG = "syslog";
  static final String ARRIVAL = "arrival";
  static final String RECORD = "record";

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");

  /** Characters that JSON writes in six bytes make a landed line so much longer than a record. */
  private static final int ESCAPED = 6;

  public Tcp {
    types = types == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(types));
    rename = rename == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(rename));
    nullValues = nullValues == null || nullValues.isEmpty() ? null : List.copyOf(nullValues);
  }

  @Override
  public void check() {
    if (tls == null && !insecure && !LOOPBACK.matcher(host).matches()) {
      throw new IllegalKeyException("host", openToAll(host));
    }
    if (ack && id == null && !RECORD.equals(idFrom)) {
      throw new IllegalKeyException(
          "ack",
          "needs id, the path of the record's own id, or id_from: record; a sender that missed an"
              + " answer sends again, and what is known already must be recognized");
    }
    if (id != null && idFrom != null) {
      throw new IllegalKeyException("id_from", "says nothing where id names the record's own id");
    }
    checkTime(isJson(), time, timeFormat);
    record();
  }

  /** Refuses keys of the time that do not go with the format. */
  static void checkTime(boolean isJson, String time, String timeFormat) {
    if (isJson && time == null) {
      throw new IllegalKeyException("time", "is missing; format: json needs it");
    }
    if (!isJson && time != null) {
      throw new IllegalKeyException("time", "is for format: json; syslog has its own");
    }
    if (!isJson && !timeFormat.equals("auto")) {
      throw new IllegalKeyException("time_format", "is for format: json; syslog has its own");
    }
  }

  /** What is wrong with a host. */
  static String openToAll(String host) {
    return ("is %s, beyond this machine's loopback, without tls; give tls, or insecure: true if"
            + " whoever reaches the port may write there and read what others write")
        .formatted(host);
  }

  boolean isJson() {
    return format.equals(JSON);
  }

  @Override
  public RecordSettings record() {
    return RecordKeys.settings(
        isJson() ? time : "time",
        timeFormat,
        timeZone,
        id,
        types,
        rename,
        maxFuture,
        maxPast,
        identity,
        geoip,
        nullValues,
        duplicateKeys);
  }

  @Override
  public void fetch(Landing landing) throws IOException, InterruptedException {
    try (Receiver receiver = receiver(landing)) {
      receiver.receive(Duration.ofSeconds(seconds));
    }
  }

  @Override
  public Optional<Open> open(Landing landing) throws IOException {
    return Optional.of(receiver(landing));
  }

  private Receiver receiver(Landing landing) throws IOException {
    return Receiver.open(
        landing.transport(), this, landing.folder(), landing.hadoop(), Clock.systemUTC());
  }

  @Override
  public RawRecords read(Reading reading) {
    Landing landing = reading.landing();
    try {
      if (!Spool.hasFiles(landing.folder(), landing.hadoop())) {
        return RawRecords.none(reading.spark());
      }
    } catch (IOException e) {
      throw new IngestException(
          "transports.%s: cannot list %s: %s"
              .formatted(landing.transport(), landing.folder(), e.getMessage()),
          e);
    }
    RawRecords landed =
        LogFiles.landed(landing.folder(), "at", "id", ESCAPED * maxBytes + 1_000).read(reading);
    RecordTexts texts = new RecordTexts(isJson(), timeZone);
    boolean hasId = id != null;
    boolean isByRecord = RECORD.equals(idFrom);
    Dataset<Row> rows =
        landed
            .rows()
            .map(
                (MapFunction<Row, Row>) row -> texts.arrived(row, hasId, isByRecord),
                Encoders.row(RawRecords.SCHEMA));
    return new RawRecords(rows, landed.files());
  }
}
