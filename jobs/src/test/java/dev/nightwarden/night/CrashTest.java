package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.ship.Database;
import dev.nightwarden.ship.TestDatabase;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nights in processes of their own that die, and what the next run makes of what they leave,
 * against nights that nothing broke.
 *
 * <p>A night that dies costs the start of a process. So by default one dies. Among the long proofs
 * one warehouse dies again and again, each time a little later; {@code -Dcrash.all=true} halts a
 * fresh copy at every single point of a first and of a second night (or at those that a pattern
 * matches: {@code -Dcrash.points="second send.*"}), and kills others at random moments ({@code
 * -Dcrash.kills=10}, {@code -Dcrash.seed=1}); on two free cores this takes about half an hour.
 */
class CrashTest {
  @TempDir Path folder;
  private Processes processes;
  private int copies;

  @BeforeEach
  void addTypes() throws IOException {
    processes = Processes.in(folder);
  }

  @AfterEach
  void removeTypes() throws IOException {
    processes.close();
  }

  @Test
  void aNightThatDiesIsCompletedByTheNext() throws Exception {
    writeFirstLogs();
    writeMoreLogs();
    Deployment whole = new Deployment("whole", TestDatabase.fresh());
    whole.run(true);

    Deployment broken = new Deployment("broken", TestDatabase.fresh());
    broken.runUntil("send#2+", "run", "--notify");
    broken.run(true);

    assertSame(whole, broken, "a first night");
    assertEquals(6, whole.sent().size(), whole.sent()::toString);
    assertEquals(7, broken.sent().size(), broken.sent()::toString);
  }

  @Test
  @Tag("long")
  void aNightThatDiesAgainAndAgainIsCompletedByTheNext() throws Exception {
    writeFirstLogs();
    writeMoreLogs();
    Deployment whole = new Deployment("whole", TestDatabase.fresh());
    whole.run(true);

    Deployment broken = new Deployment("broken", TestDatabase.fresh());
    broken.runUntil("messages#1+", "run", "--notify");
    broken.runOnFullDisk("anomalies");
    broken.runUntil("send#2+", "run", "--notify");
    // The third wrote that it runs only if it had done half a minute's work before it died.
    assertEquals(
        List.of("died", "failed"), broken.runs().stream().map(r -> r.get(0)).limit(2).toList());
    assertEquals(broken.fullDisk("anomalies"), broken.runs().get(1).get(1));
    broken.run(true);

    assertSame(whole, broken, "a first night");
    assertEquals(6, whole.sent().size(), whole.sent()::toString);
    assertEquals(7, broken.sent().size(), broken.sent()::toString);
  }

  /** Each date is a part of its own, as one of five million messages is. */
  @Test
  @Tag("long")
  void aBackfillThatDiesBetweenTwoPartsGoesOnWithTheSecond() throws Exception {
    writeFirstLogs();
    Deployment whole = new Deployment("whole", TestDatabase.fresh());
    whole.run(new Request(Job.BACKFILL, LocalDate.parse("2025-03-01"), null));

    Deployment broken = new Deployment("broken", TestDatabase.fresh());
    String parts = "-D" + Parts.MOST_BYTES + "=1";
    Process process =
        broken.start(
            List.of(parts, "-D" + Halts.AT + "=anomalies#3~"), "backfill", "--from", "2025-03-01");
    assertEquals(Halts.KILLED, process.waitFor(), broken::log);
    assertTrue(
        broken.log().contains("score: 2 of 3 dates done, up to 2025-03-02; about"), broken::log);
    assertTrue(
        broken.leftToDo(broken.warehouse()).get(0).contains("\"score\":[\"2025-03-03\"]"),
        () -> broken.leftToDo(broken.warehouse()).toString());

    broken.run(false);
    assertSame(whole, broken, "a backfill in parts");
  }

  @Test
  @Tag("long")
  @EnabledIfSystemProperty(named = "crash.all", matches = "true")
  void wheneverANightDiesTheNextCompletesIt() throws Exception {
    List<String> problems = new ArrayList<>();
    writeFirstLogs();
    Deployment empty = new Deployment("empty", TestDatabase.fresh());
    Deployment first = new Deployment("first", TestDatabase.fresh());
    breakEverywhere(empty, first, problems);

    writeMoreLogs();
    Deployment second = first.copy("second");
    breakEverywhere(first, second, problems);
    assertEquals(List.of(), problems);
  }

  @Test
  @Tag("long")
  @EnabledIfSystemProperty(named = "crash.all", matches = "true")
  void aRunOverDatesThatDiesIsCompletedByANightThatNamesNone() throws Exception {
    writeFirstLogs();
    Deployment first = new Deployment("first", TestDatabase.fresh());
    first.run(false);
    writeMoreLogs();
    LocalDate start = LocalDate.parse("2025-03-01");

    Deployment filled = first.copy("filled");
    filled.run(new Request(Job.BACKFILL, start, null));
    for (String point : List.of("messages#1+", "malicious_events#1+")) {
      copies++;
      Deployment broken = first.copy("copy-" + copies);
      broken.runUntil(point, "backfill", "--from", "2025-03-01");
      broken.run(false);
      assertSame(filled, broken, "a backfill, " + point);
      assertEquals(List.of(), broken.sent());
    }

    first.run(false);
    Deployment right = first.copy("right");
    right.run(new Request(Job.RUN, start.plusDays(2), null));
    Deployment broken = first.copy("broken");
    broken.runUntil("anomalies#1+", "run", "--from", "2025-03-03");
    broken.run(false);
    assertSame(right, broken, "stale dates");
  }

  @Test
  @Tag("long")
  void aForgettingThatDiesIsCompletedWhenItIsAskedForAgain() throws Exception {
    writeFirstLogs();
    writeMoreLogs();
    Deployment start = new Deployment("start", TestDatabase.fresh());
    start.run(true);
    Deployment whole = start.copy("forgotten");
    whole.forget("ann");
    assertFalse(whole.contents().toString().contains("ann"), () -> "ann is there");
    for (String point :
        List.of("messages#1+", "malicious_events#1~", "anomalies#1+", "csv+", "anomalies#2+")) {
      copies++;
      Deployment broken = start.copy("copy-" + copies);
      broken.runUntil(point, "forget", "--actor", "ann", "--yes");
      broken.forget("ann");
      assertSame(whole, broken, point);
      assertEquals(start.sent(), broken.sent(), point);
    }
  }

  /** Runs a night in {@code whole}, then in many copies of what it began from. */
  private void breakEverywhere(Deployment start, Deployment whole, List<String> problems)
      throws Exception {
    Path trace = folder.resolve(whole.name + ".trace");
    long started = System.nanoTime();
    Process process = whole.start(List.of("-D" + Halts.TRACE + "=" + trace), "run");
    assertEquals(0, process.waitFor(), whole::log);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    Set<String> points = new LinkedHashSet<>(Files.readAllLines(trace));
    System.err.printf("%s: %d points in %s: %s%n", whole.name, points.size(), took, points);
    Pattern wanted = Pattern.compile(System.getProperty("crash.points", ".*"));
    for (String point : points) {
      if (wanted.matcher(whole.name + " " + point).matches()) {
        breakOnce(start, whole, point, problems);
      }
    }
    Random random = new Random(Long.getLong("crash.seed", 1));
    for (int kill = 0; kill < Integer.getInteger("crash.kills", 10); kill++) {
      // The first third is Java and Spark getting up.
      long millis = (long) (took.toMillis() * (0.35 + 0.65 * random.nextDouble()));
      breakOnce(start, whole, "after " + millis + " ms", problems);
    }
  }

  private void breakOnce(Deployment start, Deployment whole, String point, List<String> problems)
      throws Exception {
    copies++;
    Deployment broken = start.copy("copy-" + copies);
    try {
      if (point.startsWith("after ")) {
        broken.runFor(Long.parseLong(point.replaceAll("\\D", "")));
      } else {
        broken.runUntil(point, "run");
      }
      broken.run(false);
      assertSame(whole, broken, whole.name + " night, " + point);
      System.err.println(whole.name + ", " + point + ": fine");
    } catch (Exception | AssertionError e) {
      System.err.println(whole.name + ", " + point + ": " + e);
      problems.add(whole.name + ", " + point + ": " + e);
    }
  }

  private static void assertSame(Deployment whole, Deployment broken, String when)
      throws Exception {
    Map<String, List<String>> expected = whole.contents();
    Map<String, List<String>> found = broken.contents();
    assertEquals(expected.keySet(), found.keySet(), when);
    expected.forEach((what, rows) -> assertEquals(rows, found.get(what), () -> when + ": " + what));
    Set<String> sent = new TreeSet<>(broken.sent());
    assertEquals(new TreeSet<>(whole.sent()), sent, when + ": sent");
    assertTrue(broken.sent().size() <= sent.size() + 1, when + ": sent twice");
  }

  /** Three days of three people, and a record that is refused. */
  private void writeFirstLogs() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String date : List.of("2025-03-01", "2025-03-02", "2025-03-03")) {
      for (String user : List.of("ann", "bob", "cid")) {
        lines.add(login(date + "T08:00:00Z", user, "Lima"));
        lines.add(login(date + "T09:00:00Z", user, "Lima"));
      }
    }
    lines.add("{\"broken");
    Files.createDirectories(folder.resolve("logs"));
    Files.write(folder.resolve("logs/a.json"), lines);
  }

  /** A new day in a new file, and a late message in the file that was read. */
  private void writeMoreLogs() throws IOException {
    Files.writeString(
        folder.resolve("logs/a.json"),
        login("2025-03-01T20:00:00Z", "cid", "Kyiv") + "\n",
        StandardOpenOption.APPEND);
    Files.write(
        folder.resolve("logs/b.json"),
        List.of(
            login("2025-03-04T08:00:00Z", "ann", "Rome"),
            login("2025-03-04T08:30:00Z", "bob", "Oslo"),
            login("2025-03-04T09:00:00Z", "cid", "Lima"),
            "also broken"));
  }

  private static String login(String time, String user, String city) {
    return "{\"time\":\"%s\",\"user\":\"%s\",\"city\":\"%s\"}".formatted(time, user, city);
  }

  /** A warehouse, and all that is shipped from it. */
  private final class Deployment {
    private final String name;
    private final Path home;
    private final Database database;

    Deployment(String name, Database database) throws IOException {
      this.name = name;
      this.home = Files.createDirectories(folder.resolve(name));
      this.database = database;
      Files.writeString(
          home.resolve("nightwarden.yml"),
          """
          warehouse: %1$s/warehouse
          database: {port: %3$d, name: %4$s, user: postgres}
          late_days: 1
          forget: {key: 0123456789abcdef}
          transports:
            logins: {type: files, path: "%2$s/*.json", format: json, time: time}
          profiles:
            logins:
              actor: user
              fields: {city: {type: single}}
              collector: {type: day}
              analyzer: {type: threshold, threshold: 0.9}
          shippers:
            csv: {type: csv, filename: "%1$s/alerts.csv"}
            csv_done: {type: passage, after: csv}
            days: {type: csv, folder: "%1$s/alerts"}
            days_done: {type: passage, after: days}
            postgres: {type: postgres}
            postgres_done: {type: passage, after: postgres}
            spool: {type: spool, file: "%1$s/sent.txt"}
          """
              .formatted(home, folder.resolve("logs"), database.port(), database.name()));
    }

    Deployment copy(String copyName) throws IOException {
      Deployment copy = new Deployment(copyName, TestDatabase.copy(database));
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path to = copy.home.resolve(home.relativize(file).toString());
          if (!Files.exists(to)) {
            Files.copy(file, to);
          }
        }
      }
      return copy;
    }

    /** A night in this process. */
    void run(boolean notifies) throws IOException {
      run(new Request(Job.RUN, null, null, notifies, false));
    }

    void run(Request request) throws IOException {
      Nights.of(Files.readString(home.resolve("nightwarden.yml"))).execute(request);
    }

    void forget(String actor) throws IOException {
      Nights.of(Files.readString(home.resolve("nightwarden.yml"))).forget(actor);
    }

    /** A night that ends at a point. */
    void runUntil(String point, String... words) throws Exception {
      Process process = start(List.of("-D" + Halts.AT + "=" + point), words);
      assertEquals(Halts.KILLED, process.waitFor(), () -> point + ": " + log());
    }

    /** A night that has no space for a table. */
    void runOnFullDisk(String table) throws Exception {
      Process process =
          start(
              List.of(
                  "-D" + Halts.FULL + "=" + table,
                  "-Dspark.hadoop.fs.file.impl=" + Halts.FullDisk.class.getName()),
              "run");
      assertEquals(1, process.waitFor(), this::log);
      assertTrue(log().endsWith("\nnightwarden: " + fullDisk(table) + "\n"), this::log);
      assertFalse(log().contains("\tat "), this::log);
    }

    String fullDisk(String table) {
      return "no space left on a device: %s/warehouse/%s cannot be written; free some space and run"
              .formatted(home, table)
          + " again; the next run continues where this one stopped";
    }

    /** A night that is killed. */
    void runFor(long millis) throws Exception {
      Process process = start(List.of(), "run");
      if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }

    /** A night in a process of its own. */
    Process start(List<String> properties, String... words) throws IOException {
      return processes.start(
          home.resolve("nightwarden.yml"), home.resolve("log.txt"), properties, words);
    }

    String log() {
      try {
        return Files.readString(home.resolve("log.txt"));
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** What was sent, in order. */
    List<String> sent() throws IOException {
      Path file = home.resolve("sent.txt");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Everything but ids and times of runs. */
    Map<String, List<String>> contents() throws IOException, SQLException {
      Warehouse warehouse = warehouse();
      Map<String, List<String>> contents =
          new TreeMap<>(Tables.contents(warehouse, home.toString()));
      contents.put("left to do", leftToDo(warehouse));
      contents.put("postgres", rows());
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.getParent().endsWith("alerts") || file.getParent().equals(home)) {
            boolean isRows = file.toString().endsWith(".csv");
            if (isRows || file.toString().endsWith(".tmp")) {
              contents.put(
                  home.relativize(file).toString(),
                  Files.readString(file).lines().map(CrashTest::withoutRun).toList());
            }
          }
        }
      }
      return contents;
    }

    Warehouse warehouse() {
      return new Warehouse(SharedSpark.session(), home + "/warehouse");
    }

    /** Status and error of each run, in order. */
    List<Row> runs() {
      return warehouse()
          .read(Table.RUNS)
          .orderBy("started_at")
          .select("status", "error")
          .collectAsList();
    }

    List<String> leftToDo(Warehouse warehouse) {
      return warehouse
          .read(Table.RUNS)
          .orderBy(col("started_at").desc())
          .limit(1)
          .selectExpr("to_json(struct(status, pending, stale, newest_scored, error))")
          .as(Encoders.STRING())
          .collectAsList();
    }

    private List<String> rows() throws SQLException {
      List<String> rows = new ArrayList<>();
      try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:postgresql://localhost:%d/%s?user=postgres"
                      .formatted(database.port(), database.name()));
          Statement statement = connection.createStatement();
          ResultSet found =
              statement.executeQuery(
                  "select m::text from malicious_events m order by created_at, anomaly_id")) {
        while (found.next()) {
          rows.add(withoutRun(found.getString(1).replaceAll("\\)$", "")));
        }
      }
      return rows;
    }
  }

  private static String withoutRun(String row) {
    return row.replaceAll(",[^,]*(,[^,]*)$", "$1");
  }
}
