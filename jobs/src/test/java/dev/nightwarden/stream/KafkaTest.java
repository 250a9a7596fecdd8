package dev.nightwarden.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Started;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.ingest.Ingest;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.IngestResult;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Kafka's own broker. */
class KafkaTest {
  private static final long TIME = Instant.parse("2026-01-10T11:00:00Z").toEpochMilli();
  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

  @TempDir static Path home;
  private static Broker broker;
  private static Admin admin;
  private static int topics;

  @TempDir Path folder;
  private String topic;
  private Warehouse warehouse;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start(home);
    admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
  }

  @AfterAll
  static void stopBroker() throws Exception {
    admin.close(Duration.ZERO);
    broker.stop();
  }

  @BeforeEach
  void makeTopic() throws Exception {
    topics++;
    topic = "logs." + topics;
    admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    warehouse = new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  @Test
  void eachRunReadsWhatCameSinceTheLast() throws Exception {
    assertEquals("4 files", counts(ingest("")));
    assertEquals("", counts(ingest("")));

    send(0, 0, 5);
    send(1, 0, 3);
    assertEquals("4 files, 8 messages, 8 records", counts(ingest("")));
    send(1, 3, 5);
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    send(2, 0, 1);
    assertEquals("4 files, 3 messages, 3 records", counts(ingest("")));

    assertEquals(expected(5, 5, 1), ids());
    assertEquals(
        List.of("2026-01-10 11:00:00"),
        warehouse
            .read(Table.MESSAGES)
            .selectExpr("CAST(event_time AS string)")
            .distinct()
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList());
  }

  @Test
  void aRunThatDiedBetweenMessagesAndOffsetsDoublesNothing() throws Exception {
    send(0, 0, 4);
    ingest("");
    send(0, 4, 7);
    ingest("");
    // As the run left it that died before it had written how far it came.
    warehouse.update(
        Table.FILES, functions.expr("path LIKE '%/0'"), Map.of("length", functions.lit(4L)));
    send(0, 7, 9);

    assertEquals("2 files, 3 known, 2 messages, 5 records", counts(ingest("")));
    assertEquals(expected(9, 0, 0), ids());
  }

  @Test
  @Tag("long")
  void aRunThatIsKilledAfterItsMessagesDoublesNothing() throws Exception {
    send(0, 0, 50);
    send(1, 0, 20);
    Path config =
        Files.writeString(
            folder.resolve("kafka.yml"),
            """
            warehouse: %s/warehouse
            transports: {k: {type: kafka, brokers: ['%s'], topics: ['%s']}}
            profiles: {p: {actor: u, fields: {u: {type: single}}}}
            """
                .formatted(folder, broker.address(), topic));
    Process run =
        Started.process(
            folder.resolve("out.txt"), Map.of(), List.of("ingest", "--config", config.toString()));
    try {
      while (!hasMessages()) {
        assertTrue(run.isAlive(), this::out);
        Thread.sleep(5);
      }
    } finally {
      run.destroyForcibly().waitFor();
    }
    assertEquals(70, ids().size());
    assertEquals(0, warehouse.read(Table.FILES).count(), "how far it came was not written");

    send(0, 50, 55);
    assertEquals("4 files, 70 known, 5 messages, 75 records", counts(ingest("")));
    assertEquals(expected(55, 20, 0), ids());
  }

  /** Whether the process has written messages: its log of changes adds a file. */
  private boolean hasMessages() throws IOException {
    Path log = folder.resolve("warehouse/messages/_delta_log");
    if (!Files.exists(log)) {
      return false;
    }
    try (Stream<Path> commits = Files.list(log)) {
      for (Path commit : commits.filter(file -> file.toString().endsWith(".json")).toList()) {
        if (Files.readString(commit).contains("{\"add\":")) {
          return true;
        }
      }
    }
    return false;
  }

  private String out() {
    try {
      return Files.readString(folder.resolve("out.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  @Tag("long")
  void aRunReadsNoMoreThanItIsToldAndTheNextGoesOn() throws Exception {
    send(0, 0, 10);
    send(1, 0, 4);

    assertEquals("4 files, 11 messages, 11 records", counts(ingest(", max_records: 12")));
    assertEquals("4 files, 3 messages, 3 records", counts(ingest(", max_records: 12")));
    assertEquals(expected(10, 4, 0), ids());
  }

  @Test
  @Tag("long")
  void messagesThatAreTooNewAreReadAgain() throws Exception {
    send(0, 0, 3);
    assertEquals("4 files, 3 records, 3 waiting", counts(ingest("", Duration.ofHours(2))));
    send(0, 3, 5);
    assertEquals("2 files, 5 messages, 5 records", counts(ingest("")));
    assertEquals("", counts(ingest("")));
    assertEquals(expected(5, 0, 0), ids());
  }

  @Test
  @Tag("long")
  void recordsThatCannotBeMessagesAreRejects() throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, 0, TIME, "k", (String) null)).get();
      producer.send(new ProducerRecord<>(topic, 0, TIME, "k", "nonsense")).get();
      producer.send(new ProducerRecord<>(topic, 0, TIME, "k", "{\"u\":1}")).get();
    }

    assertEquals("4 files, 1 messages, 3 records, 2 rejects", counts(ingest("")));
  }

  @Test
  @Tag("long")
  void syslogIsReadFromKafkaToo() throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer
          .send(new ProducerRecord<>(topic, 0, TIME, "k", "<38>Jan 10 10:30:00 web1 sshd[8]: hi"))
          .get();
    }
    ingest(", format: syslog");

    assertEquals(
        "[2026-01-10 10:30:00,web1,%s-0-0]".formatted(topic),
        warehouse
            .read(Table.MESSAGES)
            .selectExpr(
                "CAST(event_time AS string)",
                "try_variant_get(data, '$.host', 'string')",
                "message_id")
            .first()
            .toString());
  }

  @Test
  @Tag("long")
  void recordsThatAreGoneAreToldAndNeverPassedOverInSilence() throws Exception {
    send(0, 0, 2);
    ingest("");
    send(0, 2, 9);
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(5)))
        .all()
        .get();
    IngestException lost = assertThrows(IngestException.class, () -> ingest(""));

    assertEquals(
        "transports.k: Kafka has deleted 3 records of %s-0 that no run has read (offsets 2 to 4);"
                .formatted(topic)
            + " on_loss: go_on reads the rest",
        lost.getMessage());
    assertEquals("2 files, 4 messages, 4 records", counts(ingest(", on_loss: go_on")));
  }

  @Test
  @Tag("long")
  void aFirstRunMayBeginWithWhatComesLater() throws Exception {
    send(0, 0, 5);
    ingest(", start_at: latest");
    send(0, 5, 7);
    ingest(", start_at: latest");

    assertEquals(List.of(topic + "-0-5", topic + "-0-6"), ids());
  }

  @Test
  void whatIsWrongIsToldWithoutSecrets() {
    IngestException none =
        assertThrows(
            IngestException.class,
            () ->
                ingest(
                    transport("brokers: ['%s'], topics: [nowhere]".formatted(broker.address()))));
    assertEquals("transports.k.topics: Kafka has not all of [nowhere]", none.getMessage());

    IngestException silent =
        assertThrows(
            IngestException.class,
            () ->
                ingest(
                    transport(
                        "brokers: ['127.0.0.1:1'], topics: [t], settings: {default.api.timeout.ms:"
                            + " '300', request.timeout.ms: '200', client.id: hush-hush}")));
    assertTrue(
        silent.getMessage().startsWith("transports.k.brokers: Kafka at [127.0.0.1:1] cannot be"),
        silent::getMessage);
    assertFalse(silent.getMessage().contains("hush-hush"), silent::getMessage);

    String taken =
        assertThrows(
                ConfigException.class,
                () ->
                    transport(
                        "brokers: ['a:1'], topics: [t], settings: {enable.auto.commit: 'true'}"))
            .getMessage();
    assertTrue(taken.contains("settings.\"enable.auto.commit\" is decided by Nightwarden"), taken);
  }

  private IngestResult ingest(String more) {
    return ingest(more, Duration.ZERO);
  }

  private IngestResult ingest(String more, Duration delay) {
    return ingest(
        transport("brokers: ['%s'], topics: ['%s']%s".formatted(broker.address(), topic, more)),
        delay);
  }

  private static Kafka transport(String keys) {
    return Given.kafka("{type: kafka, %s}".formatted(keys));
  }

  private IngestResult ingest(Kafka kafka) {
    return ingest(kafka, Duration.ZERO);
  }

  private IngestResult ingest(Kafka kafka, Duration delay) {
    return new Ingest(warehouse, Map.of("k", kafka), Map.of("k", delay), NOW).run(dates -> {});
  }

  private static String counts(IngestResult result) {
    return result.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private void send(int partition, int from, int to) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      for (int i = from; i < to; i++) {
        producer.send(new ProducerRecord<>(topic, partition, TIME, "k", "{\"u\":" + i + "}")).get();
      }
    }
  }

  private static KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.address()),
        new StringSerializer(),
        new StringSerializer());
  }

  private List<String> ids() {
    return warehouse.read(Table.MESSAGES).select("message_id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private List<String> expected(int... records) {
    return IntStream.range(0, records.length)
        .boxed()
        .flatMap(
            p -> IntStream.range(0, records[p]).mapToObj(i -> "%s-%d-%d".formatted(topic, p, i)))
        .sorted()
        .toList();
  }
}
