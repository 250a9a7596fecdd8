package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.night.Tables;
import dev.nightwarden.ship.CsvText;
import dev.nightwarden.ship.Database;
import dev.nightwarden.ship.TestDatabase;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night over a few files, into a warehouse, a CSV file and a real PostgreSQL. */
class WholeRunTest {
  /** As JSON writes them. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "=HYPERLINK(\\\"http://x\\\",\\\"y\\\")",
          "@SUM(A1)",
          " +1+1",
          "-2+3",
          "two\\nlines\\r\\nand, a comma",
          "nul\\u0000here",
          "\\u202egnp.exe",
          "\\u001b[2Jgone",
          "\\\\N",
          "\\\\.",
          "'; drop table malicious_events; --",
          "${jndi:ldap://x/y} %s {}",
          "\uD83D\uDE80 Łódź");

  private static final String BROKEN = "{\"id\":\"broken\",\"time\":\"2025-03-02T";

  private static final List<String> COLUMNS =
      List.of(
          "event_id",
          "message_id",
          "created_at",
          "anomaly_id",
          "score",
          "profile",
          "actor",
          "detector",
          "field",
          "value",
          "reason",
          "severity",
          "investigation_id",
          "run_id");

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void whatIsFoundIsTheSameWhereverItIsKeptAndHoweverItIsRun() throws Exception {
    int messages = writeLogs();
    Database database = TestDatabase.fresh();
    String config = writeConfig(database);

    assertSucceeds("run", config, folder.resolve("whole"));

    List<List<String>> expected = rows("whole");
    assertTrue(expected.size() > HOSTILE.size(), () -> expected.size() + " rows");
    assertCsvHolds(expected, folder.resolve("whole/alerts.csv"));
    assertEquals(expected, rows(database));
    assertRun(lastRun("whole"), messages, expected.size());
    Row reject = warehouse("whole").read(Table.REJECTS).first();
    assertEquals(BROKEN, reject.getAs("raw"));
    assertTrue(reject.<String>getAs("reason").startsWith("broken JSON"), reject.toString());
    assertTrue(reject.<String>getAs("source_file").endsWith("logs/2025-03-02.json"));

    // A notebook may be in any time zone.
    SharedSpark.session().conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
    try {
      for (String step : List.of("ingest", "collect", "investigate", "ship")) {
        assertSucceeds(step, config, folder.resolve("steps"), "--set", "shippers.postgres=null");
      }
    } finally {
      SharedSpark.session().conf().set("spark.sql.session.timeZone", "UTC");
    }
    Map<String, List<String>> contents = contents("whole");
    assertEquals(contents, contents("steps"));
    assertEquals(csv("whole", true), csv("steps", true));
    assertEquals(
        List.of("ingest", "collect", "investigate", "ship"),
        runs("steps").stream().map(run -> run.<String>getAs("command")).toList());

    List<String> before = csv("whole", false);
    assertSucceeds("run", config, folder.resolve("whole"), "--date", "2025-03-02");
    assertEquals(contents, contents("whole"));
    assertEquals(withoutRun(before), csv("whole", true));
    assertEquals(
        ofOtherDates(before, "2025-03-02"), ofOtherDates(csv("whole", false), "2025-03-02"));
    assertEquals(rows("whole"), rows(database));
    assertEquals(2, runs("whole").size());
    assertExplains(config);
  }

  private void assertExplains(String config) {
    String warehouse = "warehouse=" + folder.resolve("whole/warehouse");
    List<String> hostile =
        rows("whole").stream()
            .filter(row -> row.get(COLUMNS.indexOf("reason")).contains("[2Jgone"))
            .findFirst()
            .orElseThrow();
    String event = hostile.get(COLUMNS.indexOf("event_id"));

    Ended told =
        Commands.runJob(
            folder, "explain", "--config", config, "--set", warehouse, "--event", event);

    assertEquals(0, told.code(), told.errors());
    for (String line :
        List.of(
            "event " + event + ": ",
            "message m",
            "  reporter both: score 1.0, high, malicious\n    both [",
            "\"reporter\":\"mandatory\"")) {
      assertTrue(told.out().contains(line), () -> line + " in " + told.out());
    }
    assertFalse(told.out().contains("\u001b"), told.out());

    String unknown = "0123456789abcdef0123456789abcdef";
    Ended none =
        Commands.runJob(
            folder, "explain", "--config", config, "--set", warehouse, "--event", unknown);
    assertEquals(1, none.code());
    assertTrue(
        none.errors().contains("there is no anomaly of event " + unknown + " in "), none.errors());
    assertTrue(none.errors().contains("; give --date to search all messages"), none.errors());
  }

  private static void assertRun(Row run, int messages, int found) {
    assertEquals("run", run.getAs("command"));
    assertEquals("succeeded", run.getAs("status"));
    Map<String, Long> counts = run.getJavaMap(run.fieldIndex("counts"));
    assertEquals(messages, counts.get("ingest.messages"), counts::toString);
    assertEquals(1, counts.get("ingest.rejects"), counts::toString);
    assertEquals(3, counts.get("ingest.files"), counts::toString);
    assertEquals(messages, counts.get("observe.messages"), counts::toString);
    assertEquals(found, counts.get("investigate.malicious_events"), counts::toString);
    assertEquals(found, counts.get("ship.csv.rows"), counts::toString);
    assertEquals(found, counts.get("ship.postgres.rows"), counts::toString);
    Map<String, Double> seconds = run.getJavaMap(run.fieldIndex("step_seconds"));
    assertEquals(
        Set.of("ingest", "observe", "score", "verdicts", "excuse", "investigate", "assess", "ship"),
        seconds.keySet());
    assertTrue(seconds.values().stream().allMatch(s -> s > 0), seconds::toString);
    double all = seconds.values().stream().mapToDouble(s -> s).sum();
    assertTrue(run.<Double>getAs("seconds") >= all - 0.1, run::toString);
  }

  /** Each cell is the table's, but for the apostrophe in front of what a spreadsheet would run. */
  private static void assertCsvHolds(List<List<String>> expected, Path file) throws IOException {
    List<List<String>> found = CsvText.parse(Files.readString(file));
    assertEquals(expected.size(), found.size() - 1);
    for (int i = 0; i < expected.size(); i++) {
      for (String column : COLUMNS) {
        String wanted = expected.get(i).get(COLUMNS.indexOf(column));
        String cell = found.get(i + 1).get(found.get(0).indexOf(column));
        if (cell != null && cell.startsWith("'") && !cell.equals(wanted)) {
          cell = cell.substring(1);
        } else {
          assertFalse(cell != null && cell.matches("(?s)\\s*[=+@-].*"), cell);
        }
        assertEquals(wanted, cell, column + " of row " + i);
      }
    }
  }

  private static void assertSucceeds(String command, String config, Path out, String... options)
      throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--config",
                config,
                "--set",
                "warehouse=" + out.resolve("warehouse"),
                "--set",
                "shippers.csv.filename=" + out.resolve("alerts.csv")));
    args.addAll(List.of(options));
    Ended ended = Commands.runJob(out.getParent(), command, args.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.errors());
    assertEquals("", ended.errors());
    String log = Commands.log(out.getParent());
    assertFalse(log.contains("\u001b") || log.contains("\u202e"), log);
  }

  /** Three days of five people, one of whom sends something hostile now and then. */
  private int writeLogs() throws IOException {
    Random random = new Random(23);
    int id = 0;
    Files.createDirectories(folder.resolve("logs"));
    for (String date : List.of("2025-03-01", "2025-03-02", "2025-03-03")) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String user = "user" + random.nextInt(5);
        String city = List.of("Lima", "Rome").get(random.nextInt(2));
        if (i < HOSTILE.size()) {
          user = date.endsWith("1") ? HOSTILE.get(i) : user;
          city = date.endsWith("2") ? HOSTILE.get(i) : city;
        }
        lines.add(
            "{\"id\":\"m%d\",\"time\":\"%sT%02d:00:%02dZ\",\"user\":\"%s\",\"city\":\"%s\"}"
                .formatted(id++, date, random.nextInt(24), i, user, city));
      }
      if (date.endsWith("2")) {
        lines.add(BROKEN);
      }
      Files.write(folder.resolve("logs/" + date + ".json"), lines);
    }
    return id;
  }

  private String writeConfig(Database database) throws IOException {
    return Files.writeString(
            folder.resolve("nightwarden.yml"),
            """
            warehouse: set below
            database: {port: %d, name: %s, user: postgres}
            transports:
              logins: {type: files, path: "%s/logs/*.json", format: json, time: time, id: id}
            profiles:
              logins:
                actor: user
                fields:
                  city: {type: single}
                  both: {type: multi, keys: [user, city]}
                collector: {type: day}
                analyzer: {type: threshold, threshold: 0.9}
            shippers:
              csv: {type: csv, filename: set below}
              postgres: {type: postgres}
            """
                .formatted(database.port(), database.name(), folder))
        .toString();
  }

  private Warehouse warehouse(String name) {
    return new Warehouse(SharedSpark.session(), folder.resolve(name + "/warehouse").toString());
  }

  private Map<String, List<String>> contents(String name) {
    return Tables.contents(warehouse(name), folder.resolve(name).toString());
  }

  /** The rows of malicious_events as the stores are to hold them. */
  private List<List<String>> rows(String name) {
    return warehouse(name)
        .read(Table.MALICIOUS_EVENTS)
        .withColumn("created_at", col("event_time"))
        .sort("created_at", "event_id", "anomaly_id")
        .withColumn("created_at", col("created_at").cast("string"))
        .selectExpr(COLUMNS.stream().map(c -> "cast(" + c + " as string)").toArray(String[]::new))
        .collectAsList()
        .stream()
        .map(
            row -> {
              List<String> cells = new ArrayList<>();
              for (int i = 0; i < COLUMNS.size(); i++) {
                cells.add(row.isNullAt(i) ? null : row.getString(i).replace('\0', '\uFFFD'));
              }
              int time = COLUMNS.indexOf("created_at");
              cells.set(time, cells.get(time).replace(' ', 'T') + ".000000Z");
              return cells;
            })
        .toList();
  }

  private static List<List<String>> rows(Database database) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s?user=postgres"
                    .formatted(database.port(), database.name()));
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                select *, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as iso
                from malicious_events
                order by created_at, event_id collate "C", anomaly_id collate "C"
                """)) {
      while (found.next()) {
        List<String> cells = new ArrayList<>();
        for (String column : COLUMNS) {
          cells.add(
              switch (column) {
                case "created_at" -> found.getString("iso");
                case "score" -> Double.toString(found.getDouble(column));
                default -> found.getString(column);
              });
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  private List<Row> runs(String name) {
    return warehouse(name).read(Table.RUNS).sort("started_at").collectAsList();
  }

  private Row lastRun(String name) {
    List<Row> runs = runs(name);
    return runs.get(runs.size() - 1);
  }

  private List<String> csv(String name, boolean withoutRun) throws IOException {
    String text = Files.readString(folder.resolve(name + "/alerts.csv"));
    List<String> records =
        List.of(text.split("(?<=\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{6},|run_id,attack)\r\n"));
    return withoutRun ? withoutRun(records) : records;
  }

  /** Without the last two columns: the run that wrote a row last, and attack, which is empty. */
  private static List<String> withoutRun(List<String> records) {
    return records.stream().map(row -> row.replaceAll(",[^,]*,[^,]*$", "")).toList();
  }

  private static Set<String> ofOtherDates(List<String> records, String date) {
    Set<String> others = new TreeSet<>(records);
    others.removeIf(record -> record.contains("," + date + "T"));
    return others;
  }
}
