package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten messages and two incidents, worked by hand. After the first week Ann signs in from Lima
 * (incident i1, found), Ben from Pune (innocent: a false alarm), and Ann from Oslo as ever
 * (incident i2, missed).
 */
class EvaluateCommandTest {
  @TempDir static Path folder;
  private static String config;
  private static Path labels;

  @BeforeAll
  static void ingest() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.write(
        folder.resolve("logs/a.jsonl"),
        List.of(
            line("m1", "2025-03-01T08:00:00Z", "ann", "Oslo"),
            line("m2", "2025-03-01T08:10:00Z", "ben", "Rome"),
            line("m3", "2025-03-02T08:00:00Z", "ann", "Oslo"),
            line("m4", "2025-03-03T08:00:00Z", "ben", "Rome"),
            line("m5", "2025-03-04T08:00:00Z", "ann", "Oslo"),
            line("m6", "2025-03-08T07:00:00Z", "ann", "Oslo"),
            line("m7", "2025-03-08T08:00:00Z", "ann", "Lima"),
            line("m8", "2025-03-08T09:00:00Z", "ben", "Pune"),
            line("m9", "2025-03-09T08:00:00Z", "ben", "Rome"),
            line("m10", "2025-03-09T09:00:00Z", "ann", "Oslo")));
    config =
        Files.writeString(
                folder.resolve("ten.yml"),
                """
                warehouse: %1$s/warehouse
                transports: {logs: {type: files, path: "%1$s/logs/*.jsonl", time: time, id: id}}
                profiles:
                  people:
                    actor: user
                    fields: {city: {type: single}, browser: {type: single, reporter: {type: optional}}}
                    analyzer: {type: threshold, threshold: 0.9}
                """
                    .formatted(folder))
            .toString();
    labels =
        Files.write(
            Files.createDirectories(folder.resolve("labelled")).resolve("labels.jsonl"),
            List.of(
                label("i1", "m7", "2025-03-08T07:30:00Z", "2025-03-08T08:00:00Z"),
                label("i2", "m10", "2025-03-09T09:00:00Z", "2025-03-09T09:00:00Z")));
    Ended ended = Commands.runJob(folder, "ingest", "--config", config);
    assertEquals(0, ended.code(), ended.errors());
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static String line(String id, String time, String user, String city) {
    return "{\"id\":\"%s\",\"time\":\"%s\",\"user\":\"%s\",\"city\":\"%s\"}"
        .formatted(id, time, user, city);
  }

  private static String label(String incident, String message, String from, String to) {
    return ("{\"incident\":\"%s\",\"kind\":\"swap\",\"strength\":\"plain\",\"actors\":[\"ann\"],"
            + "\"from\":\"%s\",\"to\":\"%s\","
            + "\"messages\":[{\"transport\":\"logs\",\"id\":\"%s\",\"date\":\"%s\"}]}")
        .formatted(incident, from, to, message, to.substring(0, 10));
  }

  private static Ended evaluate(String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "--labels";
    args[1] = labels.toString();
    args[2] = "--config";
    args[3] = config;
    System.arraycopy(more, 0, args, 4, more.length);
    return Commands.runJob(folder, "evaluate", args);
  }

  private static JsonNode json(Path place) throws IOException {
    return new JsonMapper().readTree(place.resolve("evaluation.json").toFile());
  }

  @Test
  void figuresAreThoseOfAPerson() throws IOException {
    long before = warehouse().deltaTable(Table.MESSAGES).history().count();
    Path out = folder.resolve("by hand");
    Ended ended =
        evaluate(
            "--out",
            out.toString(),
            "--try",
            "profiles.people.fields.city.reporter={type: optional}");
    assertEquals(0, ended.code(), ended.errors());

    JsonNode card = json(out).path("scorecards").path(0);
    assertEquals(.5, card.path("found").path("value").asDouble(), ended.out());
    assertEquals(.5, card.path("within").path("3").path("value").asDouble());
    assertEquals(1, card.path("median_place").asDouble());
    assertEquals(.5, card.path("median_hours").asDouble());
    assertEquals(2, card.path("nights").asInt());
    assertEquals(1, card.path("alerts").path("value").asDouble());
    assertEquals(.5, card.path("wrong").path("value").asDouble());
    assertEquals(.25, card.path("wrong_share").asDouble());
    assertEquals(.5, card.path("first_week").asDouble());
    assertEquals(.5, card.path("precision").path("3").path("value").asDouble());
    assertEquals(1, card.path("detectors").path("reporter").asInt());
    assertEquals("i2", card.path("missed").path(0).path("incident").asText());
    JsonNode withoutCity = card.path("worth").path(1);
    assertEquals("field people.city", withoutCity.path("without").asText());
    assertEquals(0, withoutCity.path("found").asInt());
    assertEquals(0, withoutCity.path("wrong").asDouble());
    assertEquals(1, card.path("worth").path(0).path("found").asInt());
    assertEquals("city", card.path("causes").path(0).path("field").asText());
    assertTrue(
        json(out).path("notes").toString().contains("only 2 nights are after the log's first week"),
        json(out).path("notes").toString());

    assertTrue(
        json(out)
            .path("notes")
            .toString()
            .contains(
                "ten: no message that profile people watches has a value of its field browser"),
        json(out).path("notes").toString());

    // The setting that was tried finds neither: an optional field is not odd where it has a value.
    JsonNode comparison = json(out).path("comparisons").path(0);
    assertEquals("[\"i1\"]", comparison.path("only_first").toString());
    assertEquals("[]", comparison.path("only_second").toString());
    assertEquals(-.5, comparison.path("wrong").path("value").asDouble());
    String page = Files.readString(out.resolve("evaluation.html"));
    assertTrue(page.contains("<polyline") && page.contains("i2, plain, of ann"), page);
    assertTrue(page.contains("<span>incidents found  "), page);

    assertEquals(before, warehouse().deltaTable(Table.MESSAGES).history().count());
    assertFalse(warehouse().exists(Table.ANOMALIES));
  }

  private static Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  /** As a process that is killed leaves it: messages are there, of the rest nothing or a part. */
  @Test
  void aReplayThatBrokeOffIsFinishedByTheNext() throws IOException {
    Path out = folder.resolve("broken");
    Ended ended = evaluate("--out", out.toString());
    assertEquals(0, ended.code(), ended.errors());
    String whole = json(out).path("scorecards").toString();
    Path replay;
    try (Stream<Path> inside = Files.list(out)) {
      replay =
          inside.filter(one -> one.getFileName().toString().startsWith("replay-")).findAny().get();
    }
    String left = "delta.`" + replay + "/%s`";
    SharedSpark.session().sql("DELETE FROM " + left.formatted("malicious_events"));
    SharedSpark.session()
        .sql("DELETE FROM " + left.formatted("anomalies") + " WHERE event_date > '2025-03-03'");
    SharedSpark.session()
        .sql("UPDATE " + left.formatted("runs") + " SET status = 'died', ended_at = NULL");

    ended = evaluate("--out", out.toString());

    assertEquals(0, ended.code(), ended.errors());
    assertEquals(whole, json(out).path("scorecards").toString());
  }

  @Test
  void equalConfigsAreEqual() throws IOException {
    Path out = folder.resolve("equal");
    Ended ended = evaluate("--out", out.toString(), "--config", config);
    assertEquals(0, ended.code(), ended.errors());

    assertTrue(ended.out().contains("ten against ten 2\n  equal:"), ended.out());
    JsonNode cards = json(out).path("scorecards");
    assertEquals(
        cards.path(0).toString().replace("\"ten\"", "\"ten 2\""), cards.path(1).toString());
  }

  @Test
  void whatIsWrongIsTold() throws IOException {
    Path other = folder.resolve("labelled/other.jsonl");
    Files.writeString(other, label("i9", "m77", "2025-03-08T08:00:00Z", "2025-03-08T08:00:00Z"));
    Ended ended = Commands.runJob(folder, "evaluate", "--labels", other.toString(), "-c", config);
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("the log has no message of 1 incident: i9"), ended.errors());

    ended = evaluate("--from", "2026-01-01", "--to", "2026-01-02");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.errors().contains("the log goes from 2025-03-01 to 2025-03-09"), ended.errors());

    ended = evaluate("--from", "2026-01-01");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.errors().contains("no messages from 2026-01-01 to 2025-03-09"), ended.errors());

    ended = evaluate("--to", "2025-03-04");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.errors().contains("no incident is between 2025-03-01 and 2025-03-04"),
        ended.errors());

    ended = Commands.run("evaluate", "--labels", folder.resolve("none").toString(), "-c", config);
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("there is no such file"), ended.errors());

    ended = evaluate("--set", "profiles.people.analyzer.treshold=1");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("did you mean threshold"), ended.errors());
  }

  @Test
  void aConfigForAnotherLogIsToldThatItWatchesNothing() throws IOException {
    Path out = folder.resolve("other log");
    Ended ended =
        evaluate(
            "--out",
            out.toString(),
            "--set",
            "transports.other={type: files, path: \"%s/none/*\", time: time}".formatted(folder),
            "--set",
            "profiles.people.transports=[other]");
    assertEquals(0, ended.code(), ended.errors());

    assertEquals(0, json(out).path("scorecards").path(0).path("found").path("value").asDouble());
    assertTrue(
        json(out).path("notes").toString().contains("ten: profile people watches no message"),
        json(out).path("notes").toString());
  }

  @Test
  void aLogOfTwoPeopleHasNothingToMakeIncidentsOf() throws IOException {
    Ended ended =
        Commands.runJob(
            folder,
            "inject",
            "--config",
            config,
            "--kind",
            "all",
            "--out",
            folder.resolve("planted").toString());
    assertEquals(1, ended.code(), ended.errors());
    assertTrue(
        ended.errors().contains("the log has 1 actor with 5 messages or more"), ended.errors());
    assertTrue(Files.notExists(folder.resolve("planted")));
  }
}
