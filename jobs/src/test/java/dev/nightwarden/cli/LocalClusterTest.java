package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.cli.LocalCluster.Submitted;
import dev.nightwarden.night.Tables;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nights on a cluster of processes, submitted as users do: the application's jar, a plug-in's and
 * the GeoIP files travel, for an executor runs in a folder of its own.
 */
@Tag("long")
class LocalClusterTest {
  /** A metric whose code runs where the records are. */
  private static final String PLUGIN =
      """
      package example.letters;

      import static org.apache.spark.sql.functions.udf;

      import dev.nightwarden.feature.Inputs;
      import dev.nightwarden.feature.Metric;
      import dev.nightwarden.plugin.Plugin;
      import dev.nightwarden.plugin.TypeName;
      import java.util.List;
      import org.apache.spark.sql.Column;
      import org.apache.spark.sql.api.java.UDF1;
      import org.apache.spark.sql.types.DataTypes;

      public final class Letters implements Plugin {
        @Override
        public List<Class<? extends Record>> types() {
          return List.of(Count.class);
        }

        @TypeName(value = "letters", doc = "How many letters a text has.")
        public record Count() implements Metric {
          @Override
          public Column of(Inputs inputs) {
            return udf((UDF1<String, Integer>) Letters::count, DataTypes.IntegerType)
                .apply(inputs.first());
          }
        }

        private static Integer count(String text) {
          return text == null ? null : (int) text.chars().filter(Character::isLetter).count();
        }
      }
      """;

  /** Beside what the demo asks for. */
  private static final String FEATURES =
      """
      features:
        actor: user
        features:
          - {type: metric, name: letters, data_needed: application}
          - {type: field, name: country, data_needed: country}
          - {type: field, name: os, data_needed: os}
        flags:
          - {type: aggregation, name: impossible_travel, data_needed: ip, severity: low}
          - {type: sql, name: no_browser, data_needed: browser, severity: low,
             expression: "browser = 'none'", description: a program, message: "{actor} is one"}
        clusters: {engine: {type: gower, max_records: 100}}
      """;

  /** The stages whose work is more than a moment. */
  private static final Set<String> STAGES =
      Set.of("ingest", "train", "observe", "score", "investigate", "report");

  @TempDir static Path shared;
  @TempDir Path folder;
  private static LocalCluster cluster;
  private static Path plugin;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeAll
  static void startCluster() throws Exception {
    Path sources = Files.createDirectories(shared.resolve("sources"));
    Files.writeString(sources.resolve("Letters.java"), PLUGIN);
    plugin = TestJars.make(shared, sources, "example.letters.Letters");
    cluster = LocalCluster.start(shared.resolve("cluster"));
  }

  @AfterAll
  static void leaveNothingRunning() throws Exception {
    Commands.restoreLogging();
    assertEquals(0, cluster.status(), cluster::said);
    assertEquals(List.of(), cluster.stop());
    assertEquals(1, cluster.status(), cluster::said);
  }

  @AfterEach
  void giveTheClassPathBack() {
    Thread.currentThread().setContextClassLoader(before);
    System.clearProperty(PluginJars.SPARK_JARS);
  }

  @Test
  void aNightIsTheSameOnAClusterAsInOneProcess() throws Exception {
    Path logs = logs(31);
    Deployment here = new Deployment("here", logs);
    Deployment there = new Deployment("there", logs);
    here.run();

    Submitted night = there.submit();
    assertEquals(0, night.await(), night::said);
    assertTrue(
        night.said().contains("6069 places found, 10 not in the database; 6069 networks found"),
        night::said);
    assertSame(here, there);
  }

  @Test
  void aNightWhoseExecutorsAreKilledInEachStageEndsAsAnyOther() throws Exception {
    Path logs = logs(10);
    Deployment here = new Deployment("here", logs);
    here.run();

    Deployment killed = new Deployment("killed", logs);
    Submitted night = killed.submit();
    Set<String> hit = killExecutors(night);
    System.err.println("executors were killed in " + hit);
    assertEquals(0, night.await(), night::said);
    assertTrue(hit.containsAll(STAGES), () -> hit + " of " + STAGES + ": " + night.said());
    assertSame(here, killed);
  }

  @Test
  void aNightWhoseDriverIsKilledIsFinishedByTheNext() throws Exception {
    Path logs = logs(10);
    Deployment here = new Deployment("here", logs);
    here.run();

    Deployment died = new Deployment("died", logs);
    Submitted first = died.submit();
    awaitStage(first, "score");
    first.process().destroyForcibly();
    assertEquals(137, first.await(), first::said);
    Submitted next = died.submit();
    assertEquals(0, next.await(), next::said);
    assertTrue(next.said().contains(" ended without finishing; this run completes it"), next::said);
    assertEquals(List.of("died", "succeeded"), died.runs());
    assertSame(here, died);
  }

  /**
   * Kills executors in the midst of a job of each stage: one of two that both have tasks, or both
   * where it is not told which has the only one. Gives the stages.
   */
  private static Set<String> killExecutors(Submitted night) throws Exception {
    Set<String> hit = new TreeSet<>();
    Set<String> executors = new TreeSet<>();
    Map<Integer, JsonNode> active = new TreeMap<>();
    LocalCluster.Told told = night.follow();
    while (night.process().isAlive()) {
      Thread.sleep(50);
      for (JsonNode event : told.next()) {
        String executor = event.path("Executor ID").asText();
        int job = event.path("Job ID").asInt();
        switch (event.path("Event").asText()) {
          case "SparkListenerExecutorAdded" -> executors.add(executor);
          case "SparkListenerExecutorRemoved" -> executors.remove(executor);
          case "SparkListenerJobStart" -> active.put(job, event);
          default -> active.remove(job);
        }
      }
      for (JsonNode job : active.values()) {
        String name = stage(job);
        if (executors.size() == 2 && !hit.contains(name)) {
          long most = job.path("Stage Infos").path(0).path("Number of Tasks").asInt() > 1 ? 1 : 2;
          for (String executor : executors.stream().limit(most).toList()) {
            if (cluster.executor(executor).filter(ProcessHandle::destroyForcibly).isPresent()) {
              executors.remove(executor);
              hit.add(name);
            }
          }
        }
      }
    }
    return hit;
  }

  /** The stage of the night that a job of Spark's is of. */
  private static String stage(JsonNode job) {
    return job.path("Stage Infos").path(0).path("Stage Name").asText();
  }

  private static void awaitStage(Submitted night, String name) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(20));
    LocalCluster.Told told = night.follow();
    while (night.process().isAlive() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      for (JsonNode event : told.next()) {
        if (stage(event).equals(name)) {
          return;
        }
      }
    }
    throw new AssertionError("no job of " + name + ": " + night.said());
  }

  /** The demo's logs of its first days. */
  private Path logs(int days) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    try (Stream<Path> files = Files.list(LocalCluster.PROJECT.resolve("test-data/logins"))) {
      for (Path file : files.sorted().limit(days).toList()) {
        Files.copy(file, logs.resolve(file.getFileName().toString()));
      }
    }
    return logs;
  }

  private static void assertSame(Deployment here, Deployment there) throws IOException {
    Map<String, List<String>> expected = here.contents();
    Map<String, List<String>> found = there.contents();
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (what, rows) -> {
          List<String> gone = new ArrayList<>(rows);
          List<String> more = new ArrayList<>(found.get(what));
          gone.removeAll(Set.copyOf(more));
          more.removeAll(Set.copyOf(rows));
          assertEquals(
              List.of(),
              Stream.concat(gone.stream(), more.stream()).limit(4).toList(),
              () -> what + ": %d rows gone, %d more".formatted(gone.size(), more.size()));
          assertEquals(rows.size(), found.get(what).size(), what);
        });
    for (String table : List.of("messages", "forests", "anomalies", "malicious_events")) {
      assertFalse(expected.get(table).isEmpty(), table);
    }
    for (String detector : List.of("reporter", "forest", "flag:no_browser")) {
      assertTrue(
          expected.get("anomalies").stream()
              .anyMatch(row -> row.contains("\"detector\":\"" + detector)),
          detector);
    }
  }

  /** A warehouse, and what is shipped from it. */
  private final class Deployment {
    private final Path home;

    /** The databases lie where the driver runs; their names say no more to an executor. */
    Deployment(String name, Path logs) throws IOException {
      home = Files.createDirectories(folder.resolve(name));
      Path geo = Files.createDirectories(home.resolve("geo"));
      for (String file : List.of("city.mmdb", "asn.mmdb")) {
        Files.copy(
            LocalCluster.PROJECT.resolve("test-data/geoip").resolve(file), geo.resolve(file));
      }
      Files.writeString(
          home.resolve("nightwarden.yml"),
          Files.readString(LocalCluster.PROJECT.resolve("configs/example.yml"))
                  .replace("test-data/logins", logs.toString())
                  .replace("test-data/geoip", "geo")
                  .replace("out/", home + "/")
                  .replace("min_events: 50", "min_events: 20")
              + FEATURES);
    }

    /** A night in this process. */
    void run() throws IOException {
      Ended ended =
          Commands.runJob(
              home,
              "run",
              "--config",
              home.resolve("nightwarden.yml").toString(),
              "--set",
              "plugins=[\"%s\"]".formatted(plugin),
              "--set",
              "geoip.city_db=" + home.resolve("geo/city.mmdb"),
              "--set",
              "geoip.asn_db=" + home.resolve("geo/asn.mmdb"));
      assertEquals(0, ended.code(), () -> ended.errors());
    }

    /** A night on the cluster. */
    Submitted submit() throws IOException {
      return cluster.submit(
          home,
          List.of(
              "--jars",
              plugin.toString(),
              "--files",
              "geo/city.mmdb,geo/asn.mmdb",
              "run",
              "--config",
              "nightwarden.yml"));
    }

    List<String> runs() {
      return warehouse()
          .read(Table.RUNS)
          .orderBy("started_at")
          .select("status")
          .as(Encoders.STRING())
          .collectAsList();
    }

    private Warehouse warehouse() {
      return new Warehouse(SharedSpark.session(), home.resolve("warehouse").toString());
    }

    /** Everything but ids and times of runs, and the version of the program that grew forests. */
    Map<String, List<String>> contents() throws IOException {
      Map<String, List<String>> contents = new TreeMap<>();
      Tables.contents(warehouse(), home.toString())
          .forEach(
              (table, rows) ->
                  contents.put(
                      table,
                      rows.stream()
                          .map(row -> row.replaceAll(",\"code_version\":\"[^\"]*\"", ""))
                          .toList()));
      contents.put(
          "alerts.csv",
          Files.readString(home.resolve("alerts.csv"))
              .lines()
              .map(line -> line.replaceAll(",[^,]*(,[^,]*)$", "$1"))
              .toList());
      return contents;
    }
  }
}
