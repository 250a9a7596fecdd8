package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} after nights good and bad. */
class StatusCommandTest {
  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config() throws IOException {
    return Files.writeString(
            folder.resolve("ops.yml"),
            """
            warehouse: %1$s/warehouse
            transports:
              logins: {type: files, path: "%1$s/logs", time: time, id: id, max_reject_share: 0.5}
              silent: {type: files, path: "%1$s/nothing", time: time, id: id}
            profiles:
              logins:
                actor: user
                forest: {min_events: 5}
                fields: {city: {type: single}}
            """
                .formatted(folder))
        .toString();
  }

  private void write(String name, String... lines) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.createDirectories(folder.resolve("nothing"));
    Files.writeString(folder.resolve("nothing/empty.json"), "");
    Files.write(folder.resolve("logs").resolve(name), List.of(lines));
  }

  private static String login(int day, int id, String user) {
    return "{\"id\":\"%1$d-%2$d\",\"time\":\"2025-03-%1$02dT09:00:%2$02dZ\",\"user\":\"%3$s\",\"city\":\"Lima\"}"
        .formatted(day, id, user);
  }

  /** Each file of the warehouse with its time of change. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder.resolve("warehouse"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Files.getLastModifiedTime(file).toString());
      }
    }
    return files;
  }

  private JsonNode status(String config) throws IOException {
    Ended ended = Commands.run("status", "--json", "--config", config);
    assertEquals(0, ended.code(), ended.errors());
    return new ObjectMapper().readTree(ended.out());
  }

  private static String advice(JsonNode status) {
    List<String> all = new ArrayList<>();
    status
        .get("advice")
        .forEach(
            one ->
                all.add(
                    "%s: %s -> %s"
                        .formatted(
                            one.get("about").asText(),
                            one.get("what").asText(),
                            one.get("remedy").asText())));
    return String.join("\n", all);
  }

  @Test
  void saysHowThingsAreAndWhatToDoAndWritesNothing() throws IOException {
    SharedSpark.session();
    String config = config();
    JsonNode fresh = status(config);
    assertTrue(advice(fresh).contains("runs: there was no run yet -> nightwarden run"));
    assertFalse(Files.exists(folder.resolve("warehouse")), "it made a warehouse");

    String[] ann = new String[7];
    for (int i = 0; i < 6; i++) {
      ann[i] = login(1, i, "ann");
    }
    ann[6] = login(1, 6, "bob");
    write("1.json", ann);
    write("2.json", login(2, 1, "ann"), login(2, 2, "bob"), "{\"id\": \"broken\", \"time\": 1");
    write("3.json", "no json", "none at all", login(3, 1, "ann"));
    Ended night = Commands.runJob(folder, "run", "--config", config);
    assertEquals(1, night.code(), night.errors());

    Map<String, String> before = files();
    JsonNode status = status(config);
    assertEquals(before, files());

    assertEquals("failed", status.at("/runs/0/status").asText());
    assertTrue(status.at("/runs/0/error").asText().contains("held back"), night.errors());
    assertEquals(9, status.at("/runs/0/counts/ingest.messages").asInt());
    assertEquals("logins", status.at("/transports/0/transport").asText());
    assertEquals("2025-03-02T09:00:02Z", status.at("/transports/0/newest_event").asText());
    assertTrue(status.at("/transports/0/lag_seconds").asLong() > 86_400);
    assertEquals(3, status.at("/transports/0/files").asLong());
    assertTrue(status.at("/transports/1/newest_event").isNull(), status.toString());
    assertTrue(status.at("/forests/0/trained_for").isNull(), status.toString());
    JsonNode messages = null;
    for (JsonNode table : status.get("tables")) {
      messages = table.get("table").asText().equals("messages") ? table : messages;
    }
    assertEquals(9, messages.at("/size/rows").asInt());
    assertEquals(9, messages.at("/grown/rows").asInt());
    assertTrue(messages.at("/size/bytes").asLong() > 0);
    String advice = advice(status);
    for (String line :
        List.of(
            "runs: the last run failed: ",
            "transports.logins: its newest event is ",
            "transports.silent: it has given no message -> nightwarden validate",
            "transports.logins: 1 file is held, such as ",
            "transports.logins: 1 reject in 7 days: ",
            "profiles.logins: it has no forest yet -> ")) {
      assertTrue(advice.contains(line), () -> line + " in " + advice);
    }

    Ended shown = Commands.run("status", "--config", config);
    assertEquals(0, shown.code(), shown.errors());
    for (String line :
        List.of(
            "Last runs (UTC)",
            "  run         failed ",
            "  logins               newest event 2025-03-02 09:00, ",
            "  messages                          9 rows ",
            "  runs                              1 row  ",
            "What to do")) {
      assertTrue(shown.out().contains(line), () -> line + " in " + shown.out());
    }
  }

  @Test
  @Tag("long")
  void tellsOfStaleDatesAndOfActorsWithoutAForest() throws IOException {
    SharedSpark.session();
    String config = config();
    List<String> ann = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ann.add(login(1, i, "ann"));
    }
    ann.add(login(1, 6, "bob"));
    write("1.json", ann.toArray(String[]::new));
    write("2.json", login(8, 1, "ann"));
    Ended night = Commands.runJob(folder, "run", "--config", config);
    assertEquals(0, night.code(), night.errors());
    JsonNode status = status(config);
    assertEquals(2, status.at("/forests/0/actors").asInt());
    assertEquals(1, status.at("/forests/0/without").asInt());
    assertTrue(
        advice(status)
            .contains("profiles.logins: 1 of 2 actors has too few events for a forest -> "),
        advice(status));

    // A message of an older date makes a date stale that is beyond the three after it.
    write("4.json", login(1, 9, "ann"));
    night = Commands.runJob(folder, "run", "--config", config);
    assertEquals(0, night.code(), night.errors());
    status = status(config);
    assertEquals("succeeded", status.at("/runs/0/status").asText());
    assertEquals("2025-03-08", status.at("/stale/0").asText());
    String after = advice(status);
    assertTrue(
        after.contains(
            "dates: 1 stale date, from 2025-03-08 to 2025-03-08, rests on a history that has changed"
                + " since -> nightwarden run --from 2025-03-08"),
        after);
  }
}
