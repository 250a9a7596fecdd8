package dev.nightwarden.cli;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code poll} by itself, and before a night. */
class PollCommandTest {
  @TempDir Path folder;
  private int brokenAt = Integer.MAX_VALUE;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config(TestServer server) throws IOException {
    String api =
        "{type: http_json, url: \"%s/%s\", time: time, id: id, rename: {who: user.name},"
            + " identity: {field: who, user_map: {ada: ada@example.com}},"
            + " geoip: {ip: ip}, paging: {by: page, parameter: page}}";
    Path geoip = Path.of("..", "test-data", "geoip");
    return Files.writeString(
            folder.resolve("poll.yml"),
            """
            warehouse: %1$s/warehouse
            landing: %1$s/landed
            geoip: {city_db: %2$s/city.mmdb, asn_db: %2$s/asn.mmdb}
            transports:
              one: %3$s
              two: %4$s
              logs: {type: files, path: "%1$s/logs", time: time, id: id}
            profiles: {p: {actor: who, fields: {city: {type: single, key: geo.city}}}}
            """
                .formatted(
                    folder,
                    geoip,
                    api.formatted(server.url(), "one"),
                    api.formatted(server.url(), "two")))
        .toString();
  }

  /** Twelve records on six pages, then none; the last page again says nothing new. */
  private Reply answer(Asked asked) {
    if (asked.path().equals("/one") && asked.number() == brokenAt) {
      return reply(403, "{}");
    }
    int page = Integer.parseInt(asked.query().get("page"));
    return json(
        IntStream.rangeClosed(2 * page - 1, Math.min(12, 2 * page))
            .mapToObj(
                id ->
                    "{\"id\":%d,\"time\":\"2025-03-%02dT09:00:00Z\",\"user\":{\"name\":\"ada\"},\"ip\":\"203.0.113.1\"}"
                        .formatted(id, id))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private void aLogFile() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("logs/a.json"),
        "{\"id\":\"x\",\"time\":\"2025-03-01T08:00:00Z\",\"who\":\"bob\"}\n");
  }

  private List<String> messages() {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse")
            .read(Table.MESSAGES)
            .select(
                org.apache.spark.sql.functions.concat_ws("/", col("transport"), col("message_id")))
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .sorted()
            .toList();
  }

  private static List<String> expected() {
    return java.util.stream.Stream.of("one", "two")
        .flatMap(name -> IntStream.rangeClosed(1, 12).mapToObj(id -> name + "/" + id))
        .collect(Collectors.collectingAndThen(Collectors.toList(), PollCommandTest::withLog));
  }

  private static List<String> withLog(List<String> ids) {
    ids.add("logs/x");
    return ids.stream().sorted().toList();
  }

  @Test
  void aNightThatIsCutOffInItsPollsHasEachRecordOnceInTheEnd() throws IOException {
    aLogFile();
    try (TestServer server = TestServer.of(this::answer)) {
      String config = config(server);
      brokenAt = 4;
      Ended night = Commands.runJob(folder, "ingest", "--config", config);

      // What failed is told, and the others, and what had landed, were read all the same.
      assertEquals(1, night.code());
      assertTrue(
          night
              .errors()
              .contains(
                  "one could not fetch all, and goes on there in the next run: transports.one: http://127.0.0.1"),
          night.errors());
      assertEquals(6 + 12 + 1, messages().size());

      Ended poll = Commands.run("poll", "--config", config, "one");
      assertEquals(0, poll.code(), poll.errors());
      int asked = server.asked().size();
      night = Commands.runJob(folder, "ingest", "--config", config, "--set", "poll=false");
      assertEquals(0, night.code(), night.errors());
      assertEquals(asked, server.asked().size(), "poll=false asks nobody");
      assertEquals(expected(), messages());

      night = Commands.runJob(folder, "ingest", "--config", config);
      assertEquals(0, night.code(), night.errors());
      assertEquals(expected(), messages());
      assertEquals(
          List.of("ada@example.com"),
          new Warehouse(SharedSpark.session(), folder + "/warehouse")
              .read(Table.MESSAGES)
              .where("transport = 'one' AND variant_get(data, '$.geo.city', 'string') IS NOT NULL")
              .selectExpr("variant_get(data, '$.who', 'string')")
              .distinct()
              .as(Encoders.STRING())
              .collectAsList());
    }
  }

  @Test
  void oneThatFailsIsNamedAndTheOthersArePolled() throws IOException {
    try (TestServer server = TestServer.of(this::answer)) {
      brokenAt = 1;
      Ended poll = Commands.run("poll", "--config", config(server));

      assertEquals(1, poll.code());
      assertTrue(
          poll.errors()
              .contains("nightwarden: 1 of 2 transports failed: one; what was fetched before"),
          poll.errors());
      assertTrue(Files.exists(folder.resolve("landed/two")));
      assertFalse(Files.exists(folder.resolve("warehouse")));
    }
  }

  @Test
  void aNameThatIsNoneOrDoesNotPollIsAUsageError() throws IOException {
    try (TestServer server = TestServer.of(this::answer)) {
      String config = config(server);
      Ended poll = Commands.run("poll", "--config", config, "tow");
      assertEquals(2, poll.code());
      assertTrue(
          poll.errors().contains("tow is not a transport of the config; did you mean two?"),
          poll.errors());
      poll = Commands.run("poll", "--config", config, "logs");
      assertEquals(2, poll.code());
      assertTrue(
          poll.errors()
              .contains(
                  "logs reads files as they are and polls nothing; transports that poll: [one, two]"),
          poll.errors());
      assertEquals(List.of(), server.asked());
    }
  }

  @Test
  void aCatalogNeedsAPlaceForWhatIsFetched() throws IOException {
    try (TestServer server = TestServer.of(this::answer)) {
      String config = config(server);
      Ended poll =
          Commands.run(
              "poll", "-c", config, "--set", "landing=null", "--set", "warehouse=main.nights");
      assertEquals(2, poll.code());
      assertTrue(
          poll.errors()
              .contains(
                  "landing is missing: one fetches its records, and the warehouse"
                      + " main.nights is a catalog"),
          poll.errors());
    }
  }
}
