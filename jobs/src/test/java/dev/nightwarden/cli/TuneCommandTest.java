package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.cli.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six people sign in from Oslo on each of twenty days, each time from another port, which is
 * watched and makes everybody odd. On eight days from the ninth on somebody signs in from Lima as
 * well.
 */
class TuneCommandTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");

  @TempDir static Path folder;
  private static Path config;
  private static Path labels;

  @BeforeAll
  static void ingest() throws IOException {
    List<String> log = new ArrayList<>();
    List<String> incidents = new ArrayList<>();
    int port = 1000;
    for (int day = 0; day < 20; day++) {
      LocalDate date = FIRST.plusDays(day);
      for (int user = 0; user < 6; user++) {
        log.add(line("m%d-%d".formatted(day, user), date, user, "Oslo", port++));
      }
      if ((day >= 8 && day % 2 == 0) || day == 9 || day == 15) {
        String id = "lima" + day;
        log.add(line(id, date, day % 6, "Lima" + day, port++));
        incidents.add(
            ("{\"incident\":\"%1$s\",\"kind\":\"swap\",\"actors\":[\"user%3$d\"],"
                    + "\"from\":\"%2$sT09:00:00Z\",\"to\":\"%2$sT09:00:00Z\",\"messages\":"
                    + "[{\"transport\":\"logs\",\"id\":\"%1$s\",\"date\":\"%2$s\"}]}")
                .formatted(id, date, day % 6));
      }
    }
    Files.createDirectories(folder.resolve("logs"));
    Files.write(folder.resolve("logs/a.jsonl"), log);
    labels =
        Files.write(
            Files.createDirectories(folder.resolve("labelled")).resolve("labels.jsonl"), incidents);
    config =
        Files.writeString(
            folder.resolve("noisy.yml"),
            """
            # what is watched
            warehouse: %1$s/warehouse
            transports: {logs: {type: files, path: "%1$s/logs/*.jsonl", time: time, id: id}}
            profiles:
              people:
                actor: user
                fields:
                  city: {type: single}
                  port: {type: single}   # ever new
                analyzer: {type: threshold, threshold: 0.9}
            """
                .formatted(folder));
    Ended ended = Commands.runJob(folder, "ingest", "--config", config.toString());
    assertEquals(0, ended.code(), ended.errors());
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static String line(String id, LocalDate date, int user, String city, int port) {
    return "{\"id\":\"%s\",\"time\":\"%sT09:00:00Z\",\"user\":\"user%d\",\"city\":\"%s\",\"port\":%d}"
        .formatted(id, date, user, city, port);
  }

  private static Ended tune(Path labelled, String... more) {
    List<String> args = new ArrayList<>(List.of("--labels=" + labelled, "--config=" + config));
    args.addAll(List.of(more));
    return Commands.runJob(folder, "tune", args.toArray(String[]::new));
  }

  @Test
  @Tag("long")
  void takesOutWhatMakesEverybodyOdd() throws IOException {
    String before = Files.readString(config);
    Path out = folder.resolve("tuned");

    Ended ended = tune(labels, "--budget=1", "--settings=12", "--out=" + out);

    assertEquals(0, ended.code(), ended.errors() + ended.out());
    assertEquals(before, Files.readString(config), "the config stays");
    JsonNode tuning = new JsonMapper().readTree(out.resolve("tune.json").toFile());
    assertEquals(6.0, tuning.at("/present/alerts").asDouble(), "everybody, each night");
    assertEquals(tuning.at("/incidents").asInt(), tuning.at("/chosen/found").asInt());
    assertTrue(tuning.at("/chosen/alerts").asDouble() <= 1, tuning.at("/chosen").toString());
    assertEquals("profiles.people.fields.port", tuning.at("/changes/0/key").asText());
    assertEquals(6.0, tuning.at("/changes/0/without/alerts").asDouble());
    assertEquals(1, tuning.at("/evaluation/scorecards/1/found/value").asDouble());
    assertTrue(tuning.at("/is_good_enough").asBoolean());
    String diff = Files.readString(out.resolve("tuned.diff"));
    assertTrue(diff.contains("-      port: {type: single}   # ever new\n"), diff);
    assertTrue(diff.contains("+      # Taken out, profiles.people.fields.port: finds "), diff);
    assertTrue(Files.readString(out.resolve("tune.html")).contains("settings of the search"));
    Ended valid =
        Commands.runJob(folder, "validate", "--config", out.resolve("tuned.yml").toString());
    assertEquals(0, valid.code(), valid.errors());

    // What was judged again on a replay of another config is what its own replay gives.
    Ended evaluated =
        Commands.runJob(
            folder,
            "evaluate",
            "--labels=" + labels,
            "--config=" + out.resolve("tuned.yml"),
            "--from=2025-03-08",
            "--to=" + LocalDate.parse(tuning.at("/cut").asText()).minusDays(1),
            "--out=" + folder.resolve("again"));
    assertEquals(0, evaluated.code(), evaluated.errors());
    JsonNode card =
        new JsonMapper()
            .readTree(folder.resolve("again/evaluation.json").toFile())
            .at("/scorecards/0");
    assertEquals(1, card.at("/found/value").asDouble());
    assertEquals(tuning.at("/chosen/alerts").asDouble(), card.at("/alerts/value").asDouble(), 1e-9);
  }

  @Test
  @Tag("long")
  void saysSoWhenNoSettingIsGoodEnough() {
    Ended ended =
        tune(
            labels,
            "--budget=0.1",
            "--least=0.9",
            "--settings=6",
            "--out=" + folder.resolve("hopeless"));

    assertEquals(1, ended.code(), ended.errors());
    assertTrue(ended.out().contains("no setting is good enough: on the nights"), ended.out());
    assertTrue(ended.out().contains("wanted: 90% with at most 0.1"), ended.out());
    assertTrue(Files.exists(folder.resolve("hopeless/tuned.yml")));
  }

  @Test
  void whatIsWrongIsTold() throws IOException {
    Path few = Files.write(folder.resolve("few.jsonl"), Files.readAllLines(labels).subList(0, 3));
    Ended ended = tune(few, "--budget=5");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("too little to tune by"), ended.errors());
    assertTrue(ended.errors().contains("at least 4 and 3 are needed of each"), ended.errors());
    assertFalse(Files.exists(folder.resolve("tuning/tuned.yml")));

    ended = tune(labels, "--budget=1", "--from=2026-01-01");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("nothing to look at from 2026-01-01"), ended.errors());

    ended = tune(labels, "--budget=0");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("--budget is 0.0; allowed: more than 0"), ended.errors());

    ended = tune(labels, "--budget=1", "--least=2");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("a share above 0, at most 1"), ended.errors());

    ended = Commands.run("tune", "--labels", labels.toString());
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("--budget"), ended.errors());
  }
}
