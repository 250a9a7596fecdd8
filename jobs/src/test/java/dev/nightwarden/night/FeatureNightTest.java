package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a config that has rules and clusters and no profile. */
class FeatureNightTest {
  private static final String FEATURES =
      """
      features:
        actor: ip
        filters: [{type: sql, name: health, expression: "path = '/health'"}]
        features:
          - {type: field, name: bytes, data_needed: bytes}
          - {type: metric, name: digits, metric: numbers_in_hostname, data_needed: path}
        flags:
          - {type: sql, name: large, expression: "try_cast(bytes AS DOUBLE) > 5000", severity: high}
          - {type: sql, name: odd_path, expression: "path LIKE '%..%'", severity: low}
          - type: aggregation
            name: first_seen
            params: {path: agent, grace_days: 2}
          - type: aggregation
            name: burst
            params: {min_events: 12, seconds: 3600, lookback_days: 2, factor: 2}
        clusters: {}
      """;

  @TempDir Path folder;

  @Test
  void rulesAndClustersFindWhatIsPlantedUntilTheyGo() throws IOException {
    Path clean = folder.resolve("clean");
    write(clean.resolve("logs/all.json"), lines());
    Nights.of(config(clean)).execute(new Request(Job.RUN, null, null));

    assertEquals(
        List.of(
            "clusters 10.0.0.66 high",
            "flag:burst 10.0.0.5 medium",
            "flag:first_seen 10.0.0.4 medium",
            "flag:large 10.0.0.66 high"),
        found(clean, Table.MALICIOUS_EVENTS));
    assertTrue(
        found(clean, Table.ANOMALIES).contains("flag:odd_path 10.0.0.7 low"),
        "below min_severity an anomaly is no alert");

    // The rules go: what they found goes with them, where dates run again.
    String without =
        config(clean).replaceAll("(?s)features:.*", "")
            + "profiles: {all: {actor: ip, fields: {agent: {type: single}}}}\n";
    Nights.of(without).execute(new Request(Job.COLLECT, LocalDate.parse("2025-03-01"), null));
    assertEquals(
        List.of(),
        found(clean, Table.ANOMALIES).stream().filter(row -> !row.startsWith("reporter")).toList());
  }

  @Test
  @Tag("long")
  void batchesAndRepeatsGiveWhatOneRunGives() throws IOException {
    List<String> lines = lines();
    Path clean = folder.resolve("clean");
    write(clean.resolve("logs/all.json"), lines);
    Nights.of(config(clean)).execute(new Request(Job.RUN, null, null));

    Path torn = folder.resolve("torn");
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(3));
    write(torn.resolve("logs/a.json"), shuffled.stream().filter(line -> day(line) <= 3).toList());
    Nights.of(config(torn)).execute(new Request(Job.RUN, null, null));
    // Another part of the newest date, and a day after it; the first delivery once more.
    write(torn.resolve("logs/b.json"), shuffled);
    RunRecord last = Nights.of(config(torn)).execute(new Request(Job.RUN, null, null));
    assertEquals("succeeded", last.status);
    LocalDate again = LocalDate.parse("2025-03-03");
    Nights.of(config(torn)).execute(new Request(Job.RUN, again, again));

    Map<String, List<String>> expected = Tables.whateverTheFiles(warehouse(clean), Set.of());
    assertEquals(expected, Tables.whateverTheFiles(warehouse(torn), Set.of()));
  }

  private static List<String> found(Path folder, Table table) {
    return warehouse(folder)
        .read(table)
        .selectExpr("concat_ws(' ', detector, actor, severity) AS found")
        .distinct()
        .orderBy("found")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static int day(String line) {
    return Integer.parseInt(line.replaceAll(".*\"2025-03-0(\\d).*", "$1"));
  }

  /** Four days of ten clients, with one of each thing that is to be found. */
  private static List<String> lines() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    int id = 0;
    for (int day = 1; day <= 4; day++) {
      for (int i = 0; i < 40; i++) {
        lines.add(
            line(
                id++,
                "2025-03-0%dT%02d:%02d:00Z".formatted(day, i % 24, random.nextInt(60)),
                "10.0.0." + i % 10,
                i % 9 == 0 ? "/health" : "/page",
                "agent-" + i % 3,
                100 + random.nextInt(50)));
      }
    }
    for (int i = 0; i < 15; i++) {
      lines.add(
          line(id++, "2025-03-03T12:%02d:00Z".formatted(i), "10.0.0.5", "/page", "agent-1", 120));
    }
    lines.add(line(id++, "2025-03-03T08:00:00Z", "10.0.0.66", "/7777777", "agent-1", 90_000));
    lines.add(line(id++, "2025-03-04T09:00:00Z", "10.0.0.4", "/page", "scanner", 110));
    lines.add(line(id, "2025-03-04T09:30:00Z", "10.0.0.7", "/../page", "agent-1", 110));
    return lines;
  }

  private static String line(int id, String time, String ip, String path, String agent, int bytes) {
    return "{\"id\":\"%d\",\"time\":\"%s\",\"ip\":\"%s\",\"path\":\"%s\",\"agent\":\"%s\",\"bytes\":%d}"
        .formatted(id, time, ip, path, agent, bytes);
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  private static String config(Path folder) {
    return """
        warehouse: %1$s/warehouse
        transports:
          web: {type: files, path: "%1$s/logs/*.json", format: json, time: time, id: id}
        """
            .formatted(folder)
        + FEATURES;
  }

  private static Warehouse warehouse(Path folder) {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse");
  }
}
