package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.poll.Services;
import dev.nightwarden.poll.Services.Kind;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls in processes of their own that are killed at each of their requests, and one after. */
class KilledPollsTest {
  /** What tells pages apart; not the times that a poll asks for, which are others each time. */
  private static final Set<String> PLACES =
      Set.of("page", "cursor", "pageToken", "after", "before", "user");

  @TempDir Path folder;
  private final Services services = new Services();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @BeforeEach
  void somethingHappened() {
    services.add(now.minus(Duration.ofHours(1)));
    services.add(null);
  }

  /** While polls die, things go on: one is new, and one is shown late. */
  private void goOn(int deaths) {
    switch (deaths) {
      case 2 -> services.add(now.minusSeconds(1));
      case 3 -> services.add(now.minus(Duration.ofMinutes(90)));
      default -> {}
    }
  }

  @Test
  void aPollThatIsKilledAtAnyRequestHasEachRecordOnceInTheEnd() throws Exception {
    assertEachRecordOnce(List.of(Kind.WINDOW));
  }

  @Test
  @Tag("long")
  void pollsOfAllServicesThatAreKilledAtAnyRequestHaveEachRecordOnceInTheEnd() throws Exception {
    IntStream.rangeClosed(2, 4).forEach(i -> services.add(now.minus(Duration.ofHours(i))));
    assertEachRecordOnce(List.of(Kind.values()));
  }

  private void assertEachRecordOnce(List<Kind> kinds) throws Exception {
    Deaths deaths = new Deaths(folder, services, KilledPollsTest::name, this::goOn);
    try (TestServer server = TestServer.of(deaths)) {
      String config = config(kinds, server);
      deaths.run(Map.of(), List.of("poll", "--config", config));
      // Each was asked for its first pages and those after, and died there and when it was
      // answered.
      assertTrue(deaths.count() >= 4 * kinds.size(), deaths.count() + " deaths");

      Commands.Ended ingest =
          Commands.runJob(folder, "ingest", "--config", config, "--set", "poll=false");
      assertEquals(0, ingest.code(), ingest::errors);
    }
    Map<String, List<String>> messages = new TreeMap<>();
    for (Kind kind : kinds) {
      messages.put(kind.transport(), services.messages(kind));
    }
    assertEquals(messages, messages(kinds));
    assertEquals(
        kinds.stream().map(Kind::transport).sorted().toList(),
        warehouse()
            .read(Table.REJECTS)
            .where("reason LIKE '%time%'")
            .select("transport")
            .distinct()
            .orderBy("transport")
            .as(Encoders.STRING())
            .collectAsList(),
        "the record without a time");
  }

  private static String name(Asked asked) {
    Map<String, String> places = new TreeMap<>(asked.query());
    places.keySet().retainAll(PLACES);
    return asked.path() + places;
  }

  private String config(List<Kind> kinds, TestServer server) throws IOException {
    StringBuilder yaml =
        new StringBuilder("warehouse: %s/warehouse\ntransports:\n".formatted(folder));
    for (Kind kind : kinds) {
      yaml.append(
          "  %s: %s\n"
              .formatted(
                  kind.transport(),
                  Services.section(kind, server, folder, "1d", "").replace("${TOKEN}", "xoxp-1")));
    }
    yaml.append("profiles: {p: {actor: user, fields: {ip: {type: single}}}}\n");
    return Files.writeString(folder.resolve("polls.yml"), yaml).toString();
  }

  private Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse");
  }

  /** What is in the table, of each transport; no id may be there twice. */
  private Map<String, List<String>> messages(List<Kind> kinds) {
    Map<String, List<String>> messages = new TreeMap<>();
    for (Kind kind : kinds) {
      List<Row> rows =
          warehouse()
              .read(Table.MESSAGES)
              .where("transport = '%s'".formatted(kind.transport()))
              .selectExpr("concat(transport, ' ', unix_seconds(event_time))", "message_id")
              .collectAsList();
      assertEquals(
          rows.size(), rows.stream().map(row -> row.getString(1)).distinct().count(), "by id");
      messages.put(kind.transport(), rows.stream().map(row -> row.getString(0)).sorted().toList());
    }
    return messages;
  }
}
