package dev.nightwarden.stream;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.ingest.RawRecords;
import dev.nightwarden.ingest.Reading;
import dev.nightwarden.ingest.RecordKeys;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of Kafka topics: in each run those that came since the last. */
@TypeName(
    value = "kafka",
    doc =
        "The records of Kafka topics, JSON or syslog: in each run those that came since the last.")
public record Kafka(
    @Key(
            doc = "Brokers to begin with, such as [kafka1:9092, kafka2:9092].",
            required = true,
            min = 1,
            commas = true)
        List<String> brokers,
    @Key(doc = "The topics, by name.", required = true, min = 1, commas = true) List<String> topics,
    @Key(
            doc = "json: an object in each record; syslog: RFC 5424 or RFC 3164.",
            fallback = "json",
            oneOf = {Tcp.JSON, Tcp.SYSLOG})
        String format,
    @Key(
            doc =
                "Where the first run begins in a topic that no run has read: at its earliest record,"
                    + " or at the latest, so that only later ones are read. Partitions that a known"
                    + " topic gets are read from their start.",
            fallback = "earliest",
            oneOf = {Kafka.EARLIEST, Kafka.LATEST})
        String startAt,
    @Key(
            doc = "The most records that a run reads; the rest is left to the next.",
            fallback = "1000000",
            min = 1)
        long maxRecords,
    @Key(
            doc =
                "What happens where Kafka has deleted records that no run has read. fail: the run"
                    + " fails and says how many; go_on: it says so and reads the rest.",
            fallback = "fail",
            oneOf = {Kafka.FAIL, Kafka.GO_ON})
        String onLoss,
    @Key(
            doc =
                "Settings of Kafka's consumer by its own names, such as security.protocol,"
                    + " sasl.mechanism, sasl.jaas.config, ssl.truststore.location. Never shown.",
            secret = true)
        Map<String, String> settings,
    @Key(doc = "Path of the record's own id. Default: topic-partition-offset.") String id,
    @Key(doc = "Path of the event time, for json. Default: the time of the record in Kafka.")
        String time,
    @Key(doc = "As for files; for json only.", fallback = "auto") String timeFormat,
    @Key(doc = "Time zone of times that do not name theirs.", fallback = "UTC") String timeZone,
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
  static final String EARLIEST = "earliest";
  static final String LATEST = "latest";
  static final String FAIL = "fail";
  static final String GO_ON = "go_on";

  /** What this transport decides itself, so that nothing is lost. */
  private static final Set<String> TAKEN =
      Set.of(
          "bootstrap.servers",
          "auto.offset.reset",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer",
          "interceptor.classes");

  /** Where Kafka keeps the time of a record, until it is known by another name. */
  private static final String GIVEN_TIME = "time";

  public Kafka {
    brokers = brokers == null ? List.of() : List.copyOf(brokers);
    topics = topics == null ? List.of() : List.copyOf(topics);
    settings = copy(settings);
    types = copy(types);
    rename = copy(rename);
    nullValues = nullValues == null || nullValues.isEmpty() ? null : List.copyOf(nullValues);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public void check() {
    for (String name : settings.keySet()) {
      if (TAKEN.contains(name)) {
        throw new IllegalKeyException(
            "settings.\"%s\"".formatted(name),
            name.equals("bootstrap.servers")
                ? "is what the key brokers is for"
                : "is decided by Nightwarden, which keeps the offsets itself; leave it out");
      }
      if (name.startsWith("kafka.")) {
        throw new IllegalKeyException(
            "settings.\"%s\"".formatted(name), "is to be written without kafka. before it");
      }
    }
    if (Set.copyOf(topics).size() < topics.size()) {
      throw new IllegalKeyException("topics", "names one twice");
    }
    if (!isJson() || time != null) {
      Tcp.checkTime(isJson(), time, timeFormat);
    } else if (!timeFormat.equals("auto")) {
      throw new IllegalKeyException("time_format", "goes with time");
    }
    record();
  }

  boolean isJson() {
    return format.equals(Tcp.JSON);
  }

  @Override
  public RecordSettings record() {
    return RecordKeys.settings(
        time == null ? GIVEN_TIME : time,
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
  public RawRecords read(Reading reading) {
    return new KafkaReading(this, reading).read();
  }
}
