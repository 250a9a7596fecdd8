package dev.nightwarden.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.RawRecords;
import dev.nightwarden.ingest.Reading;
import dev.nightwarden.ingest.SourceFile;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of Kafka topics: from where the last one ended to what there is now.
 *
 * <p>How far it came is in the table {@code files}, which is written after the messages: for each
 * partition a row {@code kafka://CLUSTER/TOPIC/PARTITION} whose length is the offset of the next
 * record, and a row of that name with {@code #from}, where the last reading began. A run that dies
 * between the two reads the same again, and records are known by their offsets.
 */
final class KafkaReading {
  private static final String SCHEME = "kafka://";
  private static final String FROM = "#from";
  private static final String WAITING = "waiting";
  private static final int SECONDS = 60;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Logger log = LoggerFactory.getLogger(KafkaReading.class);

  private final Kafka settings;
  private final Reading reading;
  private final String key;
  private String cluster;

  KafkaReading(Kafka settings, Reading reading) {
    this.settings = settings;
    this.reading = reading;
    this.key = "transports." + reading.transport();
  }

  RawRecords read() {
    List<KafkaRange> ranges = KafkaRange.cut(ranges(), settings.maxRecords());
    List<SourceFile> read = new ArrayList<>();
    List<KafkaRange> full = new ArrayList<>();
    for (KafkaRange range : ranges) {
      SourceFile file = new SourceFile(path(range.partition()), range.until(), 0);
      if (reading.wanted().test(file)) {
        read.add(file);
        read.add(new SourceFile(file.path() + FROM, range.from(), 0));
        if (range.records() > 0) {
          full.add(range);
        }
      }
    }
    return full.isEmpty()
        ? new RawRecords(RawRecords.none(reading.spark()).rows(), read)
        : new RawRecords(rows(full), read);
  }

  /** What no run has read, by what Kafka and the table {@code files} say. */
  private List<KafkaRange> ranges() {
    try (Admin admin = Admin.create(consumerSettings())) {
      cluster = admin.describeCluster().clusterId().get();
      Map<String, Long> known = known();
      Set<TopicPartition> partitions = partitions(admin);
      Map<TopicPartition, Long> earliest = offsets(admin, partitions, OffsetSpec.earliest());
      Map<TopicPartition, Long> latest = offsets(admin, partitions, OffsetSpec.latest());
      List<KafkaRange> ranges = new ArrayList<>();
      for (TopicPartition partition : partitions) {
        ranges.add(range(partition, known, earliest.get(partition), latest.get(partition)));
      }
      ranges.sort(
          java.util.Comparator.comparing((KafkaRange range) -> range.partition().topic())
              .thenComparing(range -> range.partition().partition()));
      return ranges;
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (KafkaException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(key + ": interrupted while Kafka was asked", e);
    }
  }

  private KafkaRange range(
      TopicPartition partition, Map<String, Long> known, long earliest, long latest) {
    Long next = known.get(path(partition));
    if (next == null) {
      boolean isNewTopic =
          known.keySet().stream()
              .noneMatch(path -> path.startsWith(SCHEME + cluster + "/" + partition.topic() + "/"));
      next = isNewTopic && settings.startAt().equals(Kafka.LATEST) ? latest : earliest;
    }
    if (next > latest) {
      throw new IngestException(
          "%s.topics: %s has %s, of which %d were read: it was made anew; give the"
                  .formatted(key, partition, Amount.of(latest, "record"), next)
              + " transport another name, and the new topic is read from its start");
    }
    if (next < earliest) {
      String lost =
          "%s: Kafka has deleted %s of %s that no run has read (offsets %d to %d)"
              .formatted(key, Amount.of(earliest - next, "record"), partition, next, earliest - 1);
      if (settings.onLoss().equals(Kafka.FAIL)) {
        throw new IngestException(lost + "; on_loss: go_on reads the rest");
      }
      log.error("{}", lost);
      next = earliest;
    }
    return new KafkaRange(partition, next, latest);
  }

  /** Where the next reading begins, by the name of the partition. */
  private Map<String, Long> known() {
    Map<String, Long> next = new HashMap<>();
    Map<String, Long> began = new HashMap<>();
    Set<String> waiting = new HashSet<>();
    for (Row row :
        reading
            .warehouse()
            .read(Table.FILES)
            .where(col(Columns.TRANSPORT).equalTo(reading.transport()))
            .where(col("path").startsWith(SCHEME))
            .select("path", "length", "status")
            .collectAsList()) {
      String path = row.getString(0);
      if (path.endsWith(FROM)) {
        began.put(path.substring(0, path.length() - FROM.length()), row.getLong(1));
      } else {
        next.put(path, row.getLong(1));
        if (row.getString(2).equals(WAITING)) {
          waiting.add(path);
        }
      }
    }
    for (String path : next.keySet()) {
      if (!path.startsWith(SCHEME + cluster + "/")) {
        throw new IngestException(
            ("%s.brokers: they are of the cluster %s, and the transport has read %s; give it another"
                    + " name, as the same offset means another record there")
                .formatted(key, cluster, path));
      }
    }
    // Records that were too new when they were read are read again.
    waiting.forEach(path -> next.computeIfPresent(path, (p, end) -> began.getOrDefault(p, end)));
    return next;
  }

  private String path(TopicPartition partition) {
    return SCHEME + cluster + "/" + partition.topic() + "/" + partition.partition();
  }

  private Set<TopicPartition> partitions(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> partitions = new HashSet<>();
    for (TopicDescription topic :
        admin.describeTopics(settings.topics()).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
    }
    return partitions;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private IngestException unreachable(Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new IngestException(
          "%s.topics: Kafka has not all of %s".formatted(key, settings.topics()), cause);
    }
    // Kafka's messages name settings, not their values; what is behind them may not.
    return new IngestException(
        "%s.brokers: Kafka at %s cannot be used: %s"
            .formatted(key, settings.brokers(), cause.getMessage()));
  }

  private Map<String, Object> consumerSettings() {
    Map<String, Object> all = new HashMap<>(settings.settings());
    all.put("bootstrap.servers", String.join(",", settings.brokers()));
    all.putIfAbsent("default.api.timeout.ms", "" + SECONDS * 1_000);
    return all;
  }

  private Dataset<Row> rows(List<KafkaRange> ranges) {
    DataFrameReader reader =
        reading
            .spark()
            .read()
            .format("kafka")
            .option("assign", json(ranges, null))
            .option("startingOffsets", json(ranges, KafkaRange::from))
            .option("endingOffsets", json(ranges, KafkaRange::until))
            .option("failOnDataLoss", settings.onLoss().equals(Kafka.FAIL))
            .option("kafka.isolation.level", "read_committed")
            .option("kafka.bootstrap.servers", String.join(",", settings.brokers()));
    for (var setting : settings.settings().entrySet()) {
      reader.option("kafka." + setting.getKey(), setting.getValue());
    }
    RecordTexts texts = new RecordTexts(settings.isJson(), settings.timeZone());
    String prefix = SCHEME + cluster + "/";
    boolean hasId = settings.id() != null;
    boolean hasTime = settings.time() != null;
    return reader
        .load()
        .select(
            col("value"),
            col("topic"),
            col("partition"),
            col("offset"),
            unix_micros(col("timestamp")))
        .map(
            (MapFunction<Row, Row>) row -> record(row, texts, prefix, hasId, hasTime),
            Encoders.row(RawRecords.SCHEMA));
  }

  private static Row record(
      Row row, RecordTexts texts, String prefix, boolean hasId, boolean hasTime) {
    String topic = row.getString(1);
    int partition = row.getInt(2);
    long micros = row.getLong(4);
    SourceFile file =
        new SourceFile(prefix + topic + "/" + partition, 0, Math.floorDiv(micros, 1_000L));
    if (row.isNullAt(0)) {
      return RawRecords.refused(
          file, "", "the record %s-%d-%d is empty".formatted(topic, partition, row.getLong(3)));
    }
    byte[] value = row.getAs(0);
    String text = new String(value, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0 && !isUtf8(value)) {
      return RawRecords.refused(file, text, "not text in UTF-8");
    }
    Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return texts.record(
        file,
        text,
        at,
        "unknown",
        hasId ? null : "%s-%d-%d".formatted(topic, partition, row.getLong(3)),
        hasTime || !texts.isJson() ? null : micros);
  }

  private static boolean isUtf8(byte[] value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  /** Partitions as the connector wants them: with an offset of each, or without. */
  private static String json(List<KafkaRange> ranges, ToLongFunction<KafkaRange> offset) {
    ObjectNode topics = MAPPER.createObjectNode();
    for (KafkaRange range : ranges) {
      String topic = range.partition().topic();
      int partition = range.partition().partition();
      if (offset == null) {
        topics.withArray(topic).add(partition);
      } else {
        topics.withObject("/" + topic).put(String.valueOf(partition), offset.applyAsLong(range));
      }
    }
    return topics.toString();
  }
}
