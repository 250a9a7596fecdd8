package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.cli.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs leave for those who watch over them. */
class MetricsTest {
  /** A sample of the text format: name, labels whose values are escaped, a number. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)\\{[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"(?:,[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*\\} -?\\d+(\\.\\d+)?");

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config(Path warehouse) throws IOException {
    return Files.writeString(
            folder.resolve("metrics.yml"),
            """
            warehouse: '%2$s'
            transports: {logins: {type: files, path: "%1$s/logs", time: time, id: id}}
            profiles: {logins: {actor: user, fields: {city: {type: single}}}}
            metrics: {json: "%1$s/metrics/runs.jsonl", prometheus: "%1$s/metrics/nightwarden.prom"}
            """
                .formatted(folder, warehouse))
        .toString();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("metrics/runs.jsonl"));
  }

  private String prometheus() throws IOException {
    return Files.readString(folder.resolve("metrics/nightwarden.prom"));
  }

  private static String value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .reduce((a, b) -> a + "|" + b)
        .orElse("none");
  }

  @Test
  void eachRunLeavesItsFiguresAndOneThatFailsToo() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("logs/1.json"),
        """
        {"id":1,"time":"2025-03-01T09:00:00Z","user":"ann","city":"Lima"}
        {"id":2,"time":"2025-03-01T09:00:30Z","user":"ann","city":"Rome"}
        {"id":3,"time":"2025-03-01T09:01:00Z","user":"bob","city":"Rome"}
        {"id":4,"time":"none","user":"ann"}
        """);
    // A quote in a name reaches a label.
    String config = config(folder.resolve("ware\"house"));
    Ended night = Commands.runJob(folder, "run", "--config", config);
    assertEquals(0, night.code(), night.errors());

    assertEquals(1, lines().size());
    JsonNode run = new ObjectMapper().readTree(lines().get(0));
    assertEquals("run", run.get("command").asText());
    assertEquals("succeeded", run.get("status").asText());
    assertEquals(3, run.at("/counts/ingest.messages").asInt());
    assertEquals(1, run.get("rejects").asInt());
    assertEquals(3, run.get("malicious_events").asInt());
    assertTrue(run.at("/lag_seconds/logins").asDouble() > 86_400, run.toString());
    assertTrue(run.at("/step_seconds/score").asDouble() > 0, run.toString());
    assertTrue(run.get("error").isNull());
    String first = prometheus();
    assertEquals("1", value(first, "nightwarden_run_success"));
    assertEquals("1", value(first, "nightwarden_run_rejects"));
    assertEquals("3", value(first, "nightwarden_run_malicious_events"));
    assertTrue(first.contains("ware\\\"house\""), first);
    String succeeded = value(first, "nightwarden_run_last_success_timestamp_seconds");
    isPrometheus(first);

    // A process that died within its line, then a run that fails.
    Files.writeString(
        folder.resolve("metrics/runs.jsonl"), "{\"run_id\": ", StandardOpenOption.APPEND);
    night =
        Commands.runJob(
            folder, "run", "--config", config, "--set", "transports.logins.path=" + folder + "/no");
    assertEquals(1, night.code(), night.errors());
    assertEquals(3, lines().size());
    run = new ObjectMapper().readTree(lines().get(2));
    assertEquals("failed", run.get("status").asText());
    assertTrue(run.get("error").asText().contains("/no"), run.toString());
    assertTrue(run.at("/lag_seconds/logins").asDouble() > 86_400, run.toString());
    String failed = prometheus();
    assertEquals("0", value(failed, "nightwarden_run_success"));
    assertEquals(succeeded, value(failed, "nightwarden_run_last_success_timestamp_seconds"));
    isPrometheus(failed);

    // Another command's success is none of the night's.
    night = Commands.runJob(folder, "ingest", "--config", config);
    assertEquals(0, night.code(), night.errors());
    assertTrue(
        Pattern.compile("[0-9.]+\\|" + Pattern.quote(succeeded))
            .matcher(value(prometheus(), "nightwarden_run_last_success_timestamp_seconds"))
            .matches(),
        prometheus());

    Files.createDirectories(folder.resolve("taken"));
    night =
        Commands.runJob(
            folder, "ingest", "--config", config, "--set", "metrics.json=" + folder + "/taken");
    assertEquals(1, night.code());
    assertTrue(
        night.errors().contains("metrics.json " + folder + "/taken cannot be written"),
        night.errors());

    night = Commands.run("run", "--config", config, "--set", "metrics.json=s3a://b/runs.jsonl");
    assertEquals(2, night.code());
    assertTrue(
        night.errors().contains("metrics.json is s3a://b/runs.jsonl; only a local file"),
        night.errors());
  }

  /** Each metric has its help and its type once, before its samples, which belong together. */
  private static void isPrometheus(String text) {
    Set<String> known = new HashSet<>();
    String metric = null;
    for (String line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        metric = line.substring("# HELP ".length(), line.indexOf(' ', "# HELP ".length()));
        assertTrue(known.add(metric), metric);
      } else if (line.startsWith("# TYPE ")) {
        assertEquals("# TYPE " + metric + " gauge", line);
      } else {
        var sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        assertEquals(metric, sample.group(1));
      }
    }
    assertTrue(text.endsWith("\n"));
  }
}
