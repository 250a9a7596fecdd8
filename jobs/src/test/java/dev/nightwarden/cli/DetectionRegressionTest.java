package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.organisation.ComparedConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small organisation, always the same, with the same incidents: what is found of them may not
 * fall below, nor what is falsely flagged rise above, the intervals that {@code
 * detection/expected.json} has for each config. After a change that is meant, write there what the
 * message of this test says.
 */
@Tag("long")
class DetectionRegressionTest {
  @TempDir static Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void findsAsMuchAndFlagsNoMoreThanBefore() throws IOException {
    Path log = folder.resolve("log");
    run("generate", "--people=80", "--services=0", "--days=35", "--seed=11", "--out=" + log);
    Path generated = log.resolve("nightwarden.yml");
    job("ingest", "--config=" + generated);
    Path planted = folder.resolve("planted");
    job(
        "inject",
        "--config=" + generated,
        "--kind=swap,swap-near,stolen-key,crossing,new-network",
        "--strength=loud,plain",
        "--count=6",
        "--seed=11",
        "--out=" + planted);
    Path compared = Files.writeString(folder.resolve("compared.yml"), ComparedConfig.of(log));

    job(
        "evaluate",
        "--labels=" + planted.resolve("labels.jsonl"),
        "--config=" + compared,
        "--config=" + generated);

    JsonNode cards =
        new JsonMapper()
            .readTree(planted.resolve("evaluation/evaluation.json").toFile())
            .path("scorecards");
    JsonNode expected;
    try (InputStream file = getClass().getResourceAsStream("/detection/expected.json")) {
      expected = new JsonMapper().readTree(file);
    }
    List<String> worse = new ArrayList<>();
    for (JsonNode card : cards) {
      String name = card.path("config").asText();
      JsonNode before = expected.path(name);
      assertTrue(before.isObject(), name);
      double found = card.at("/found/value").asDouble();
      double wrong = card.at("/wrong/value").asDouble();
      String now =
          String.format(
              Locale.ROOT,
              "\"%s\": {\"found\": {\"low\": %.3f}, \"wrong\": {\"high\": %.3f}} (found %.3f, wrong"
                  + " %.3f now)",
              name,
              card.at("/found/low").asDouble(),
              card.at("/wrong/high").asDouble(),
              found,
              wrong);
      if (found < before.at("/found/low").asDouble()) {
        worse.add("finds less: " + now);
      }
      if (wrong > before.at("/wrong/high").asDouble()) {
        worse.add("flags more: " + now);
      }
    }
    assertEquals(List.of(), worse);
  }

  private static void run(String... args) {
    Ended ended = Commands.run(args);
    assertEquals(0, ended.code(), ended.errors());
  }

  private static void job(String command, String... args) {
    Ended ended = Commands.runJob(folder, command, args);
    // That some of the incidents cannot be planted is as it ever was.
    assertTrue(ended.code() == 0 || command.equals("inject"), ended.errors());
  }
}
