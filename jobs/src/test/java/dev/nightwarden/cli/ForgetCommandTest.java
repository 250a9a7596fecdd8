package dev.nightwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forget}: what is left of a person is nothing, wherever one looks. */
class ForgetCommandTest {
  private static final String NAME = "george@example.com";
  private static final String ALIAS = "geo@home.example";
  private static final String KEY = "forget.key=0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config(Database database) throws IOException {
    return Files.writeString(
            folder.resolve("forget.yml"),
            """
            warehouse: %1$s/warehouse
            database: {port: %2$d, name: %3$s, user: postgres}
            poll: false
            transports:
              logins:
                type: files
                path: "%1$s/logs"
                time: time
                id: id
                identity: {field: user, user_domain: example.com, user_map: {%4$s: %5$s}}
              api: {type: http_json, url: "http://127.0.0.1:9/events", time: time, id: id}
            profiles:
              logins:
                actor_sql: "lower(coalesce(user, who))"
                fields: {city: {type: single}, note: {type: single, reporter: {type: optional}}}
                forest: {min_events: 3, in_sample: true}
            shippers:
              csv: {type: csv, filename: "%1$s/alerts.csv"}
              files: {type: csv, folder: "%1$s/alerts"}
              delta: {type: delta, path: "%1$s/alerts-delta"}
              postgres: {type: postgres}
            report: {path: "%1$s/report"}
            """
                .formatted(folder, database.port(), database.name(), ALIAS, NAME))
        .toString();
  }

  private static String login(String id, int day, String user, String city, String note) {
    return "{\"id\":\"%s\",\"time\":\"2025-03-%02dT09:00:00Z\",\"user\":\"%s\",\"city\":\"%s\",\"note\":\"%s\"}"
        .formatted(id, day, user, city, note);
  }

  private void writeLogs() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    List<String> first = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      first.add(login("g" + i, 1, i % 2 == 0 ? "george" : ALIAS, "Lima" + i, "mine"));
      first.add(login("a" + i, 1, "ann", "Rome" + i, "asked by " + NAME + ", twice"));
      first.add(login("o" + i, 1, "george", "Oslo", "x"));
    }
    first.add("{\"id\":\"r\",\"time\":\"never\",\"user\":\"" + NAME + "\"}");
    Files.write(logs.resolve("1.json"), first);
    try (var out = new GZIPOutputStream(Files.newOutputStream(logs.resolve("2.json.gz")))) {
      out.write(
          (login("g9", 2, "george", "Bern", "gone")
                  + "\n"
                  + login("a9", 2, "ann", "Bern", "by not-" + NAME)
                  + "\n")
              .getBytes(UTF_8));
    }
  }

  /** As a poll lands them, one of them packed. */
  private void writeLanded() throws IOException {
    Path landed = Files.createDirectories(folder.resolve("warehouse/landing/api/2025-03-02"));
    String theirs =
        "{\"id\":\"l1\",\"time\":\"2025-03-02T10:00:00Z\",\"who\":\""
            + NAME
            + "\",\"city\":\"Ulm\"}\n";
    String others =
        "{\"id\":\"l2\",\"time\":\"2025-03-02T10:00:00Z\",\"who\":\"bob@example.com\",\"city\":\"Ulm\"}\n";
    Files.writeString(landed.resolve("a.jsonl"), theirs + others);
    try (var out = new GZIPOutputStream(Files.newOutputStream(landed.resolve("b.jsonl.gz")))) {
      out.write(theirs.replace("l1", "l3").getBytes(UTF_8));
      out.write(others.replace("l2", "l4").getBytes(UTF_8));
    }
  }

  private Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  private Ended run(String command, String config, String... more) {
    List<String> args = new ArrayList<>(List.of("--config", config));
    args.addAll(List.of(more));
    return Commands.runJob(folder, command, args.toArray(String[]::new));
  }

  /** Every file that holds a name: as bytes, unpacked, and each column of Parquet files. */
  private List<String> holding(String... names) throws IOException {
    List<String> holding = new ArrayList<>();
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String path = folder.relativize(file).toString();
        if (path.startsWith("logs/") || path.endsWith(".yml") || path.endsWith(".log")) {
          continue;
        }
        // The one of another, whose name ends alike.
        SearchedFile searched = SearchedFile.of(file).without("not-" + NAME);
        for (String name : names) {
          if (searched.holds(name)) {
            holding.add(path + ": " + name);
          }
        }
      }
    }
    return holding;
  }

  private static List<String> postgres(Database database) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s".formatted(database.port(), database.name()),
                "postgres",
                "");
        Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("select t::text from malicious_events t")) {
      while (all.next()) {
        rows.add(all.getString(1));
      }
    }
    return rows;
  }

  /** Anomalies of others, as JSON. */
  private List<String> others() {
    return warehouse()
        .read(Table.ANOMALIES)
        .where(col("actor").notEqual(NAME))
        .select("anomaly_id", "actor", "field", "score", "severity")
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private long count(String name) {
    Row last = warehouse().read(Table.RUNS).orderBy(col("started_at").desc()).first();
    return last.<String, Long>getJavaMap(last.fieldIndex("counts")).getOrDefault(name, 0L);
  }

  @Test
  @Tag("long")
  void nothingIsLeftOfThemAndNothingBringsThemBack() throws Exception {
    Database database = TestDatabase.fresh();
    String config = config(database);
    writeLogs();
    writeLanded();
    Ended ended = run("run", config);
    assertEquals(0, ended.code(), ended.errors());
    List<String> others = others();
    assertTrue(others.size() > 4, others.toString());
    List<String> held = holding(NAME, ALIAS);
    for (String place :
        List.of(
            "warehouse/messages/",
            "warehouse/feature_counts/_delta_log/",
            "warehouse/rejects/",
            "warehouse/feature_counts/",
            "warehouse/forests/",
            "warehouse/anomalies/",
            "warehouse/investigations/",
            "warehouse/malicious_events/",
            "warehouse/landing/api/2025-03-02/a.jsonl",
            "warehouse/landing/api/2025-03-02/b.jsonl.gz",
            "alerts.csv",
            "alerts/2025-03-01.csv",
            "alerts-delta/",
            "report/")) {
      assertTrue(held.stream().anyMatch(path -> path.startsWith(place)), () -> place + held);
    }
    assertTrue(postgres(database).toString().contains(NAME));

    // It says what there is, and asks for what it needs, before it removes anything.
    Ended refused = run("forget", config, "--actor", NAME, "--yes");
    assertEquals(2, refused.code());
    assertTrue(refused.errors().contains("forget is missing; set forget: {key:"), refused.errors());
    refused = run("forget", config, "--actor", NAME, "--set", KEY);
    assertEquals(2, refused.code());
    assertTrue(refused.errors().contains("give --yes, or --dry-run"), refused.errors());
    Ended plan = run("forget", config, "--actor", NAME, "--set", KEY, "--dry-run");
    assertEquals(0, plan.code(), plan.errors());
    for (String line :
        List.of(
            "  messages: 11 rows removed, 4 others freed of the name",
            "  rejects: 1 row removed, 0 others freed of the name",
            "  landing/api: 2 lines in 2 files removed")) {
      assertTrue(plan.out().contains(line), () -> line + " in " + plan.out());
    }
    assertEquals(held, holding(NAME, ALIAS));

    // It dies half done: a store is not there.
    Ended died =
        run(
            "forget",
            config,
            "--actor",
            NAME,
            "--yes",
            "--set",
            KEY,
            "--set",
            "shippers.files.folder=" + folder.resolve("alerts.csv") + "/no");
    assertEquals(1, died.code(), died.errors());
    assertFalse(holding(NAME).isEmpty(), "it is done");
    Ended status = Commands.run("status", "--config", config);
    assertTrue(status.out().contains("forget: of 2 names something may be left"), status.out());

    ended = run("forget", config, "--actor", NAME, "--yes", "--set", KEY);
    assertEquals(0, ended.code(), ended.errors());

    assertEquals(List.of(), holding(NAME, ALIAS));
    assertFalse(postgres(database).toString().contains("\"" + NAME), "in PostgreSQL");
    assertTrue(postgres(database).toString().contains("ann@example.com"));
    assertEquals(others, others());
    assertFalse(Commands.log(folder).contains(NAME), Commands.log(folder));
    Row hash = warehouse().read(Table.FORGOTTEN).first();
    assertEquals(2, warehouse().read(Table.FORGOTTEN).count());
    assertTrue(hash.getAs("completed_at") != null);

    // The logs are read again, as files that changed are; another key would not know them.
    writeLogs();
    Files.writeString(
        folder.resolve("logs/1.json"),
        login("n", 1, "cem", "Rome", "new") + "\n",
        StandardOpenOption.APPEND);
    refused = run("run", config);
    assertEquals(2, refused.code(), refused.errors());
    assertTrue(
        refused.errors().contains("forget is missing: 2 names were forgotten in "),
        refused.errors());
    refused = run("run", config, "--set", "forget.key=another key of 16 bytes");
    assertEquals(2, refused.code(), refused.errors());
    assertTrue(refused.errors().contains("forget.key is not the key with which"), refused.errors());
    ended = run("run", config, "--set", KEY);
    assertEquals(0, ended.code(), ended.errors());
    assertEquals(8 + 1 + 1, count("ingest.forgotten"));
    assertEquals(1, count("ingest.messages"));
    assertEquals(List.of(), holding(NAME, ALIAS));

    // Scored again, the dates are as they were for those who stay.
    ended = run("run", config, "--set", KEY, "--from", "2025-03-01");
    assertEquals(0, ended.code(), ended.errors());
    assertEquals(
        others, others().stream().filter(row -> !row.contains("cem@example.com")).toList());
    assertEquals(
        new TreeSet<>(List.of("ann@example.com", "bob@example.com", "cem@example.com")),
        new TreeSet<>(
            warehouse()
                .read(Table.FEATURE_COUNTS)
                .select("actor")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList()));
  }
}
