package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.ship.Database;
import dev.nightwarden.ship.TestDatabase;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Shortened;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights in which something is wrong that only shows when Spark is there. */
class BadNightTest {
  private static final String CONFIG =
      """
      warehouse: %1$s/warehouse
      transports:
        logins: {type: files, path: "%1$s/logs/*.json", format: json, time: time, id: id}
      profiles:
        logins:
          actor: user
          fields: {city: {type: single}}
      """;

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void sqlThatCannotBeEvaluatedIsRefusedBeforeAnythingIsWritten() throws IOException {
    assertAll(
        () -> refusesMatches("nope(user)", "cannot be evaluated: [UNRESOLVED_ROUTINE]", "`nope`"),
        () -> refusesMatches("upper(user)", "gives a string, but must give a boolean"),
        () -> refusesMatches("upper(a) = 1", "takes the text upper(a) for a bigint", "try_cast"),
        () -> refusesMatches("count(user) > 1", "must be computed from one message alone"));
    assertFalse(Files.exists(folder.resolve("warehouse")));
  }

  @Test
  void aPathThatMatchesNoFileFailsTheRunWhichLeavesItsRow() throws IOException {
    Ended ended = run("ingest", CONFIG.formatted(folder), "--date", "2025-03-01");

    String problem = "transports.logins.path: no file matches " + folder + "/logs/*.json";
    assertEquals(1, ended.code());
    assertEquals("nightwarden: " + problem + "\n", ended.errors());
    Row row = lastRun();
    assertEquals("failed", row.getAs("status"));
    assertEquals(problem, row.getAs("error"));
    assertEquals("ingest", row.getAs("command"));
    String log = Commands.log(folder);
    assertTrue(log.contains("ingest: reads all new records, whatever their dates"), log);
  }

  @Test
  void validateKeepsSecretsToo() throws IOException {
    String yaml = CONFIG.formatted(folder).replace(folder + "/logs/*.json", "${PATH}");

    Ended ended = run("validate", yaml);

    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.out().startsWith("PROBLEM transports.logins.path: no file matches ***\n"),
        ended.out());
    assertFalse(ended.out().contains(System.getenv("PATH")), ended.out());
    Ended broken = run("validate", yaml, "--set", "profiles.logins.matches=user =");
    assertEquals(2, broken.code());
    assertTrue(broken.errors().contains("does not parse as SQL"), broken.errors());
  }

  /** Spark throws checked exceptions that it does not declare. */
  @Test
  @Tag("long")
  void aSparkJobThatFailsLeavesItsRowAndOneLine() throws IOException {
    write("logs/a.json", login(1, "ann"));
    assertEquals(0, run("ingest", CONFIG.formatted(folder)).code());
    List<Path> data;
    try (Stream<Path> files = Files.walk(folder.resolve("warehouse/messages"))) {
      data = files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
    for (Path file : data) {
      Files.write(file, new byte[100]);
    }

    Ended ended = run("run", CONFIG.formatted(folder), "-v");

    assertEquals(1, ended.code(), ended.errors());
    assertTrue(ended.errors().contains(data.get(0).getFileName().toString()), ended.errors());
    assertEquals(1, ended.errors().lines().count(), ended.errors());
    Row row = lastRun();
    assertEquals("failed", row.getAs("status"));
    assertEquals("nightwarden: " + row.getAs("error") + "\n", ended.errors());
    String log = Commands.log(folder);
    assertTrue(log.contains("ERROR") && log.contains("at org.apache.spark."), log);
  }

  /**
   * SQL that fails on hostile text, an actor and a value of a megabyte, a file that was cut off:
   * the night goes on with the rest, and says what was wrong.
   */
  @Test
  @Tag("long")
  void whatIsWrittenToStopTheNightDoesNotStopIt() throws Exception {
    String megabyte = "x".repeat(1_000_000);
    write(
        "logs/a.json",
        login(1, "team/ann")
            + login(2, "raise/\\u001b[2J\\u202eb \\n\\tat here")
            + login(3, "nobody")
            + login(4, "team/" + megabyte).replace("Lima", megabyte)
            + login(5, "team/" + megabyte).replace("Lima", megabyte));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(login(6, "team/bob").getBytes(StandardCharsets.UTF_8));
    }
    Files.write(
        folder.resolve("logs/b.json.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 9));
    Database database = TestDatabase.fresh();
    String yaml =
        CONFIG
                .formatted(folder)
                .replace("/*.json\"", "/*\"")
                .replace("id: id", "id: id, max_bytes: 4194304, max_reject_share: 1.0")
                .replace("    fields:", "    matches: \"%s\"\n    fields:")
                .formatted(
                    "user LIKE 'raise/%' AND raise_error(concat('no ', user)) IS NULL"
                        + " OR split(user, '/')[1] IS NOT NULL")
            + """
            database: {port: %2$d, name: %3$s, user: postgres}
            shippers:
              csv: {type: csv, filename: %1$s/alerts.csv}
              postgres: {type: postgres}
              log: {type: log}
            """
                .formatted(folder, TestDatabase.port(), database.name());

    Ended ended = run("run", yaml);

    assertEquals(1, ended.code(), ended.errors());
    assertEquals(
        "nightwarden: 1 file is truncated or damaged (paths: the log); the records before"
            + " that point"
            + " were ingested, and the rest will be when the file is delivered again\n",
        ended.errors());
    Row row = lastRun();
    Map<String, Long> counts = row.getJavaMap(row.fieldIndex("counts"));
    assertEquals(2L, counts.get("observe.logins.sql_errors"), counts::toString);
    assertEquals(0L, counts.get("observe.logins.without_actor"));
    assertEquals(1L, counts.get("ingest.broken"));
    String log = Commands.log(folder);
    assertTrue(log.contains("/logs/b.json.gz is truncated or damaged"), log);
    assertTrue(
        log.contains(
            "observe: logins: the profile's SQL cannot be evaluated for 2 messages, which were"
                + " skipped; for example: ["),
        log);
    assertFalse(log.contains("\u001b") || log.contains("\u202e"), log);
    assertTrue(log.lines().allMatch(line -> line.length() < 3_000), "a log line is too long");
    assertTrue(log.lines().allMatch(line -> line.matches("\\d{4}-..-..T..:..:..Z .*")), log);

    String csv = Files.readString(folder.resolve("alerts.csv"));
    assertTrue(csv.length() < 10_000, "the CSV holds " + csv.length() + " characters");
    String actor = Shortened.text("team/" + megabyte);
    assertTrue(csv.contains(actor), csv);
    assertEquals(actor, query(database, "select max(actor) from malicious_events"));
    assertEquals(
        '"' + Shortened.text(megabyte) + '"',
        query(database, "select max(value) from malicious_events where length(value) > 100"));
    assertEquals(
        "2",
        new Warehouse(SharedSpark.session(), folder + "/warehouse")
            .read(Table.FEATURE_COUNTS)
            .where("length(actor) > 100")
            .selectExpr("string(sum(count))")
            .first()
            .getString(0),
        "equal actors stay equal");
  }

  @Test
  @Tag("long")
  void aRunWithoutShippersLogsItsFindingsAndAnEmptyFileIsNoTrouble() throws IOException {
    write("logs/empty.json", "");
    String yaml =
        CONFIG.formatted(folder).replace("profiles:", "  beat: {type: heartbeat}\nprofiles:")
            + """
              greetings:
                transports: [beat]
                actor: name
                fields: {greeting: {type: single}}
            """;

    Ended ended = run("run", yaml, "-v");

    assertEquals(0, ended.code(), ended.errors());
    String log = Commands.log(folder);
    assertTrue(log.contains("logins: 1 file with 0 records read: 0 new messages"), log);
    assertTrue(log.contains("3 malicious events on "), log);
    assertTrue(
        log.contains("greetings George: greeting \"hello\" in the first message of George"), log);
    assertTrue(
        log.lines().anyMatch(line -> line.contains("DEBUG") && line.contains("actor: name")));
    assertEquals("succeeded", lastRun().getAs("status"));

    assertEquals(0, run("ship", yaml).code());
    assertTrue(Commands.log(folder).contains("ship: no dates to process"), Commands.log(folder));

    assertEquals(0, run("run", yaml, "--from", "2100-01-01").code());
    log = Commands.log(folder);
    assertEquals(1, log.lines().filter(line -> line.contains("No messages")).count(), log);
    assertTrue(log.contains("No messages from 2100-01-01 on"), log);
  }

  @Test
  @Tag("long")
  void shippersThatFailAreNamedAndTheOthersAreTried() throws Exception {
    write("logs/a.json", login(1, "ann\\u0000 \\u202e<script>"));
    write("theirs.csv", "mine,alone\n1,2\n");
    int noServer;
    try (ServerSocket socket = new ServerSocket(0)) {
      noServer = socket.getLocalPort();
    }
    Database good = TestDatabase.fresh();
    String yaml =
        CONFIG.formatted(folder)
            + """
            database: {port: %2$d, name: %3$s, user: locked, password: "${PATH}"}
            shippers:
              wrong_password: {type: postgres}
              down: {type: postgres, database: {port: %4$d, password: s3cret-one}}
              missing: {type: postgres, database: {port: %2$d, name: nowhere, user: postgres, password: s3cret-two}}
              theirs: {type: csv, filename: %1$s/theirs.csv}
              good: {type: postgres, database: {port: %2$d, name: %3$s, user: postgres}}
              csv: {type: csv, filename: %1$s/alerts.csv}
            """
                .formatted(folder, TestDatabase.port(), good.name(), noServer);

    Ended ended = withPassword(good, () -> run("run", yaml, "-v"));

    assertEquals(1, ended.code());
    List<String> lines = ended.errors().lines().toList();
    assertEquals(4, lines.size(), ended.errors());
    assertTrue(lines.get(0).startsWith("nightwarden: shippers.wrong_password: PostgreSQL at "));
    assertTrue(lines.get(0).contains("as locked: the password is wrong for this user: set"));
    assertTrue(lines.get(1).startsWith("shippers.down: PostgreSQL at localhost:" + noServer));
    assertTrue(lines.get(1).contains("start the server, or set database.host, database.port"));
    assertTrue(lines.get(2).startsWith("shippers.missing: PostgreSQL at "), ended.errors());
    assertTrue(lines.get(2).contains("make it with \"createdb nowhere\", or set database.name"));
    assertTrue(lines.get(3).startsWith("shippers.theirs: " + folder + "/theirs.csv is there"));

    assertEquals("mine,alone\n1,2\n", Files.readString(folder.resolve("theirs.csv")));
    assertEquals("ann\uFFFD \u202e<script>", query(good, "select actor from malicious_events"));
    assertTrue(Files.readString(folder.resolve("alerts.csv")).contains("ann\uFFFD \u202e<script>"));

    Row row = lastRun();
    assertEquals("failed", row.getAs("status"));
    assertEquals(ended.errors().strip(), "nightwarden: " + row.getAs("error"));
    for (String text : List.of(ended.errors(), ended.out(), Commands.log(folder), row.toString())) {
      assertFalse(text.contains(System.getenv("PATH")), text);
      assertFalse(text.contains("s3cret"), text);
    }
    assertTrue(Commands.log(folder).contains("password: '***'"), Commands.log(folder));
  }

  /** The findings are shipped when the page turns out not to be possible. */
  @Test
  @Tag("long")
  void aPageThatCannotBeWrittenTakesNothingBackAndIsMadeByTheNextRun() throws IOException {
    write("logs/a.json", login(1, "ann"));
    write("report", "somebody's file");
    String yaml =
        CONFIG.formatted(folder)
            + """
            shippers: {csv: {type: csv, filename: %1$s/alerts.csv}}
            report: {path: %1$s/report}
            """
                .formatted(folder);

    Ended ended = run("run", yaml);

    assertEquals(1, ended.code(), ended.errors());
    assertTrue(
        ended
            .errors()
            .startsWith(
                "nightwarden: the report page of 2025-03-01 could not be written; all"
                    + " other stages of"
                    + (" this run succeeded; the next run tries again; caused by:"
                            + " %s/report/report.json cannot be")
                        .formatted(folder)
                    + " written: "),
        ended.errors());
    assertEquals("failed", lastRun().getAs("status"));
    assertTrue(Files.readString(folder.resolve("alerts.csv")).contains("ann"));
    assertTrue(Commands.log(folder).contains("WARN  the report page of 2025-03-01 could not"));

    Files.delete(folder.resolve("report"));
    write("logs/b.json", login(2, "bob").replace("03-01", "03-02"));
    Ended next = run("run", yaml);
    assertEquals(0, next.code(), next.errors());
    assertTrue(Files.exists(folder.resolve("report/report-2025-03-01--2025-03-02.html")));
  }

  private interface Attempt {
    Ended run() throws IOException;
  }

  /** Does it while the server wants a password of the user locked. */
  private static Ended withPassword(Database database, Attempt attempt) throws Exception {
    TestDatabase.execute(database, "create role locked login password 'right'");
    Path access = Path.of(query(database, "show hba_file"));
    String rules = Files.readString(access);
    Files.writeString(access, "host all locked all scram-sha-256\n" + rules);
    try {
      TestDatabase.execute(database, "select pg_reload_conf()");
      for (int i = 0; i < 200 && letsIn(database, "locked"); i++) {
        Thread.sleep(50);
      }
      return attempt.run();
    } finally {
      Files.writeString(access, rules);
      TestDatabase.execute(database, "select pg_reload_conf()");
    }
  }

  private static boolean letsIn(Database database, String user) {
    try {
      connect(database, user).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static String query(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database, "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(Database database, String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:%d/%s".formatted(database.port(), database.name()), user, "x");
  }

  private void refusesMatches(String sql, String... parts) throws IOException {
    Ended ended = run("run", CONFIG.formatted(folder), "--set", "profiles.logins.matches=" + sql);
    assertEquals(2, ended.code(), ended.errors());
    assertEquals(1, ended.errors().lines().count(), ended.errors());
    assertTrue(ended.errors().contains(": profiles.logins.matches "), ended.errors());
    for (String part : parts) {
      assertTrue(ended.errors().contains(part), ended.errors());
    }
  }

  private Ended run(String command, String yaml, String... options) throws IOException {
    String[] all = new String[options.length + 2];
    all[0] = "--config";
    all[1] = write("config.yml", yaml);
    System.arraycopy(options, 0, all, 2, options.length);
    return Commands.runJob(folder, command, all);
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static String login(int id, String user) {
    return "{\"id\":\"%d\",\"time\":\"2025-03-01T10:00:00Z\",\"user\":\"%s\",\"city\":\"Lima\"}\n"
        .formatted(id, user);
  }

  private Row lastRun() {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse")
        .read(Table.RUNS)
        .orderBy(col("started_at").desc())
        .select("command", "status", "error", "counts", "step_seconds", "seconds")
        .first();
  }
}
