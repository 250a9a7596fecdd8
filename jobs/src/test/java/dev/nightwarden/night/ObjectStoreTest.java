package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.TestObjectStore;
import dev.nightwarden.cli.Started;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.ConditionalLogStore;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights whose logs, warehouse, alerts and page are objects of S3. */
@Tag("long")
class ObjectStoreTest {
  private static final String BUCKET = "nightwarden";
  private static final String STORE = "s3a://" + BUCKET;

  @TempDir java.nio.file.Path folder;
  private static Configuration settings;
  private static java.nio.file.Path bucket;

  @BeforeAll
  static void open() throws Exception {
    bucket = TestObjectStore.bucket(BUCKET);
    settings = TestObjectStore.configure();
    // Hadoop keeps the first that is opened, whatever settings are asked for later.
    new Path(STORE).getFileSystem(settings);
  }

  @Test
  void aNightIsTheSameInAnObjectStoreAsInAFolder() throws Exception {
    Deployment here = new Deployment(folder.toString());
    Deployment there = new Deployment(STORE + "/whole");
    for (Deployment each : List.of(here, there)) {
      each.writeLogs(1, 6);
      each.run();
      each.writeLogs(7, 8);
      each.run();
    }
    assertSame(here, there);
    assertTrue(here.contents().get("malicious_events").size() > 3);
    assertTrue(
        there.read("report/report-2025-03-07--2025-03-08.html").contains("<html"),
        () -> there.list("report"));
    assertFalse(there.list("").contains(".tmp"), () -> there.list(""));
  }

  @Test
  void aRunThatIsKilledBetweenCommitsIsFinishedByTheNext() throws Exception {
    Deployment here = new Deployment(folder.toString());
    here.writeLogs(1, 8);
    here.run();

    Deployment there = new Deployment(STORE + "/killed");
    there.writeLogs(1, 8);
    Process first = there.start("first.log");
    java.nio.file.Path commit =
        bucket.resolve("killed/warehouse/anomalies/_delta_log/%020d.json".formatted(0));
    while (first.isAlive() && !Files.exists(commit)) {
      Thread.sleep(5);
    }
    first.destroyForcibly();
    assertEquals(137, first.waitFor(), () -> log("first.log"));
    assertFalse(Files.exists(bucket.resolve("killed/alerts.csv")), "nothing is shipped yet");
    there.run();

    assertEquals(List.of("died", "succeeded"), there.runs());
    assertSame(here, there);
  }

  @Test
  void theSecondOfTwoRunsIsToldWhoHoldsTheWarehouse() throws Exception {
    Deployment there = new Deployment(STORE + "/held");
    there.writeLogs(1, 1);
    try (Lease lease = Lease.take(there.warehouse(), "the-first", Clock.systemUTC())) {
      Process second = there.start("second.log");
      assertEquals(3, second.waitFor(), () -> log("second.log"));
      assertTrue(
          log("second.log").contains("/held/warehouse is in use by run the-first (process "),
          () -> log("second.log"));
      lease.check();
    }
    assertEquals(0, there.start("third.log").waitFor(), () -> log("third.log"));
  }

  @Test
  void ofManyAtOnceOneTakesTheLease() throws Exception {
    for (int round = 0; round < 5; round++) {
      Warehouse warehouse = warehouse(STORE + "/lease-" + round);
      warehouse.make(Table.LEASE);
      List<Lease> taken = Collections.synchronizedList(new ArrayList<>());
      List<Callable<Void>> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String run = "run-" + i;
        takers.add(
            () -> {
              try {
                taken.add(Lease.take(warehouse(warehouse.location()), run, Clock.systemUTC()));
              } catch (HeldException other) {
                // That is what is looked for.
              }
              return null;
            });
      }
      atOnce(takers);
      taken.forEach(Lease::close);
      assertEquals(1, taken.size());
    }
  }

  @Test
  void aCommitIsRefusedWhereAnotherWriterWasFirst() throws Exception {
    Path commit = new Path(STORE + "/race/_delta_log/%020d.json".formatted(7));
    FileSystem files = commit.getFileSystem(settings);
    ConditionalLogStore slow = new ConditionalLogStore(settings);
    ConditionalLogStore quick = new ConditionalLogStore(settings);
    Iterator<String> actions =
        new Iterator<>() {
          private boolean isOver;

          @Override
          public boolean hasNext() {
            return !isOver;
          }

          /** In the midst of the one commit another driver makes its own. */
          @Override
          public String next() {
            isOver = true;
            try {
              quick.write(commit, List.of("the quick one").iterator(), false, settings);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return "the slow one";
          }
        };
    assertThrows(
        FileAlreadyExistsException.class, () -> slow.write(commit, actions, false, settings));
    assertEquals("the quick one", text(files, commit));
    // Sent again, because the answer got lost, it is the same commit.
    quick.write(commit, List.of("the quick one").iterator(), false, settings);
    assertEquals("the quick one", text(files, commit));
  }

  @Test
  void whereTheStoreHeedsNoConditionTheLastOfThoseWhoWroteAtOnceHasIt() throws Exception {
    Configuration without = new Configuration(settings);
    without.setBoolean("fs.s3a.create.conditional.enabled", false);
    Path file = new Path(STORE + "/unsure/%020d.json".formatted(1));
    try (FileSystem files = FileSystem.newInstance(file.toUri(), without)) {
      Claims claims = new Claims(SharedSpark.session(), files, without, Duration.ofSeconds(2));
      List<Callable<String>> claimants = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String text = "claimed by " + i;
        claimants.add(
            () -> {
              claims.claim(file, text);
              return text(files, file);
            });
      }
      List<String> seen = atOnce(claimants);
      assertEquals(1, seen.stream().distinct().count(), seen::toString);
      assertTrue(seen.get(0).startsWith("claimed by "), seen::toString);
    }
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    }
  }

  private static String text(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static Warehouse warehouse(String location) {
    return new Warehouse(SharedSpark.session(), location);
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void assertSame(Deployment here, Deployment there) throws IOException {
    Map<String, List<String>> expected = here.contents();
    Map<String, List<String>> found = there.contents();
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((what, rows) -> assertEquals(rows, found.get(what), what));
  }

  /** All of it below one place: a folder, or a prefix of a bucket. */
  private final class Deployment {
    private final String place;
    private final String yaml;

    Deployment(String place) {
      this.place = place;
      this.yaml =
          """
          warehouse: %1$s/warehouse
          late_days: 1
          transports:
            logins: {type: files, path: "%1$s/logs/*.json", time: time}
          profiles:
            logins:
              actor: user
              fields: {city: {type: single}}
              forest: {min_events: 4, retrain_days: 1, trees: 10, samples: 8}
              collector: {type: day}
              analyzer: {type: threshold, threshold: 0.9}
          features:
            actor: user
            features:
              - {type: field, name: city, data_needed: city}
              - {type: field, name: hour, data_needed: hour}
            flags:
              - {type: sql, name: far, expression: "city = 'Kyiv'", severity: high, message: "{actor} is far", data_needed: city, description: far}
            clusters: {engine: {type: gower}}
          shippers:
            csv: {type: csv, filename: "%1$s/alerts.csv"}
            days: {type: csv, folder: "%1$s/alerts"}
            table: {type: delta, path: "%1$s/alerts-delta"}
            lines: {type: jsonl, filename: "%1$s/alerts.jsonl"}
          report: {path: "%1$s/report"}
          """
              .formatted(place);
    }

    /** A file for each day, in which some are where they never were. */
    void writeLogs(int from, int to) throws IOException {
      for (int day = from; day <= to; day++) {
        StringBuilder lines = new StringBuilder();
        for (String user : List.of("ann", "bob", "cid")) {
          for (int hour = 8; hour < 12; hour++) {
            String city = day == 6 && user.equals("bob") && hour == 11 ? "Kyiv" : "Lima";
            lines.append(
                "{\"time\":\"2025-03-%02dT%02d:00:00Z\",\"user\":\"%s\",\"city\":\"%s\",\"hour\":%d}\n"
                    .formatted(day, hour, user, city, hour));
          }
        }
        Path file = new Path(place, "logs/day-%02d.json".formatted(day));
        try (FSDataOutputStream out = file.getFileSystem(settings).create(file)) {
          out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    /** A night in this process. */
    void run() {
      Nights.of(yaml).execute(new Request(Job.RUN, null, null, false, false));
    }

    /** A night in a process of its own. */
    Process start(String log) throws Exception {
      java.nio.file.Path config = Files.writeString(folder.resolve("nightwarden.yml"), yaml);
      List<String> options = new ArrayList<>(Started.INTERPRETED);
      TestObjectStore.settings()
          .forEach((key, value) -> options.add("-Dspark.hadoop.%s=%s".formatted(key, value)));
      return Started.process(
          folder.resolve(log), Map.of(), options, List.of("run", "--config", config.toString()));
    }

    Warehouse warehouse() {
      return ObjectStoreTest.warehouse(place + "/warehouse");
    }

    List<String> runs() {
      return warehouse()
          .read(Table.RUNS)
          .orderBy("started_at")
          .select("status")
          .as(Encoders.STRING())
          .collectAsList();
    }

    /** Everything but ids and times of runs. */
    Map<String, List<String>> contents() throws IOException {
      Map<String, List<String>> contents = new TreeMap<>();
      Tables.contents(warehouse(), place)
          .forEach(
              (table, rows) ->
                  contents.put(
                      table,
                      rows.stream()
                          .map(row -> row.replaceAll(",\"code_version\":\"[^\"]*\"", ""))
                          .toList()));
      for (String file : List.of("alerts.csv", "alerts/2025-03-06.csv", "alerts.jsonl")) {
        contents.put(
            file,
            read(file).lines().map(line -> line.replaceAll(",[^,]*(,[^,]*)$", "$1")).toList());
      }
      return contents;
    }

    String read(String name) throws IOException {
      Path file = new Path(place, name);
      return text(file.getFileSystem(settings), file);
    }

    String list(String name) {
      try {
        Path inside = name.isEmpty() ? new Path(place) : new Path(place, name);
        StringBuilder names = new StringBuilder();
        for (FileStatus status : inside.getFileSystem(settings).listStatus(inside)) {
          names.append(status.getPath()).append('\n');
        }
        return names.toString();
      } catch (IOException e) {
        return e.toString();
      }
    }
  }
}
