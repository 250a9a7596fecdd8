package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.TableLog;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code maintain}, by itself and after nights. */
class MaintainCommandTest {
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config() throws IOException {
    return Files.writeString(
            folder.resolve("maintain.yml"),
            """
            warehouse: %1$s/warehouse
            transports: {logins: {type: files, path: "%1$s/logs", time: time, id: id}}
            profiles: {logins: {actor: user, history: 30d, fields: {city: {type: single}}}}
            shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
            """
                .formatted(folder))
        .toString();
  }

  private void write(String file, LocalDate date, String... users) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    List<String> lines = new ArrayList<>();
    for (String user : users) {
      lines.add(
          "{\"id\":\"%1$s-%2$s-%3$s\",\"time\":\"%2$sT09:00:00Z\",\"user\":\"%1$s\",\"city\":\"Lima\"}"
              .formatted(user, date, file));
    }
    Files.write(folder.resolve("logs").resolve(file), lines);
  }

  private Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  private List<String> messages() {
    return warehouse()
        .read(Table.MESSAGES)
        .select("message_id")
        .sort("message_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private void run(String command, String config, String... more) {
    List<String> args = new ArrayList<>(List.of("--config", config));
    args.addAll(List.of(more));
    Ended ended = Commands.runJob(folder, command, args.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.errors());
  }

  private Row lastRun() {
    return warehouse().read(Table.RUNS).orderBy(col("started_at").desc()).first();
  }

  /** A data file that no version has, as a write that died leaves it. */
  private Path orphan(int days) throws IOException {
    Path file = folder.resolve("warehouse/messages/part-%d-days.parquet".formatted(days));
    Files.writeString(file, "left");
    return Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minus(days, ChronoUnit.DAYS)));
  }

  private long parquetFiles(String table) throws IOException {
    try (var all = Files.walk(folder.resolve("warehouse").resolve(table))) {
      return all.filter(
              file -> file.toString().endsWith(".parquet") && !file.toString().contains("_log"))
          .count();
    }
  }

  @Test
  @Tag("long")
  void bringsFilesTogetherRemovesOldOnesAndChangesNoRow() throws IOException {
    String config = config();
    for (String file : List.of("1.json", "2.json", "3.json")) {
      write(file, today.minusDays(1), "ann", "bob");
      run("run", config);
    }
    List<String> before = messages();
    assertEquals(6, before.size());
    assertEquals(3, TableLog.of(warehouse(), Table.MESSAGES).orElseThrow().size().files());

    Path old = orphan(5);
    Path young = orphan(3);
    run("maintain", config, "--set", "maintain.vacuum_days=4");

    assertEquals(before, messages());
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    assertEquals(1, TableLog.of(warehouse(), Table.MESSAGES).orElseThrow().size().files());
    assertEquals(5, parquetFiles("messages"), "files of today's older versions stay a while");
    assertTrue(
        Commands.log(folder).contains("messages: 1 file in place of 3; 1 file, "),
        Commands.log(folder));
    assertEquals("maintain", lastRun().getAs("command"));

    // A night goes on where the last one ended, and is maintained itself when it is time.
    write("4.json", today.minusDays(1), "cem");
    run("run", config, "--set", "maintain.every_nights=2");
    assertFalse(Commands.log(folder).contains("maintain: "), Commands.log(folder));
    assertEquals(2, TableLog.of(warehouse(), Table.MESSAGES).orElseThrow().size().files());
    run("run", config, "--set", "maintain.every_nights=2");
    assertTrue(
        Commands.log(folder).contains("messages: 1 file in place of 2"), Commands.log(folder));
  }

  @Test
  @Tag("long")
  void removesWhatIsNotToBeKeptAndDoesNotTakeItInAgain() throws IOException {
    String config = config();
    LocalDate old = today.minusDays(80);
    LocalDate young = today.minusDays(2);
    write("old.json", old, "ann", "bob");
    write("young.json", young, "ann", "bob");
    run("run", config);
    assertEquals(4, messages().size());
    List<String> csv = Files.readAllLines(folder.resolve("alerts.csv"));
    assertTrue(csv.toString().contains("ann-" + old), csv.toString());

    List<String> kept =
        List.of(
            "--set",
            "maintain.retention_days.messages=10",
            "--set",
            "maintain.retention_days.feature_counts=41",
            "--set",
            "maintain.retention_days.anomalies=10",
            "--set",
            "maintain.retention_days.investigations=10",
            "--set",
            "maintain.retention_days.malicious_events=10");
    run("maintain", config, kept.toArray(String[]::new));

    assertEquals(2, messages().size());
    for (Table table : List.of(Table.FEATURE_COUNTS, Table.ANOMALIES, Table.MALICIOUS_EVENTS)) {
      assertEquals(List.of(young), List.copyOf(warehouse().dates(table)), () -> table.tableName());
    }
    csv = Files.readAllLines(folder.resolve("alerts.csv"));
    assertTrue(csv.toString().contains("ann-" + young), csv.toString());
    assertFalse(csv.toString().contains("ann-" + old), csv.toString());

    // The old file is read again, as it grew.
    write("old.json", old, "ann", "bob", "cem");
    run("run", config, kept.toArray(String[]::new));
    assertEquals(2, messages().size());
    assertEquals(
        3L,
        lastRun().<String, Long>getJavaMap(lastRun().fieldIndex("counts")).get("ingest.expired"));
    assertEquals(0, lastRun().getList(lastRun().fieldIndex("stale")).size());
  }

  @Test
  void refusesWhatWouldChangeScores() throws IOException {
    String config = config();
    refused(
        config,
        "maintain.retention_days.feature_counts is 35, which would change the scores of dates that"
            + " are done again: allowed: at least 41",
        "maintain.retention_days.messages=10",
        "maintain.retention_days.feature_counts=35");
    refused(
        config,
        "maintain.retention_days.feature_counts would change scores: a history has no end",
        "profiles.logins.history=null",
        "maintain.retention_days.messages=10",
        "maintain.retention_days.feature_counts=35");
    refused(
        config,
        "maintain.retention_days.feature_counts needs messages beside it",
        "maintain.retention_days.feature_counts=35");
    refused(
        config,
        "maintain.retention_days.messages is 20, which would change what forest finds",
        "profiles.logins.forest.min_events=50",
        "maintain.retention_days.messages=20");
    refused(
        config,
        "maintain.retention_days.messages is 3, not more than late_days (3)",
        "maintain.retention_days.messages=3");
    refused(
        config,
        "maintain.retention_days.deliveries is less than malicious_events",
        "maintain.retention_days.deliveries=3");
  }

  private static void refused(String config, String message, String... settings) {
    List<String> args = new ArrayList<>(List.of("maintain", "--config", config));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    Ended ended = Commands.run(args.toArray(String[]::new));
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains(message), ended.errors());
  }
}
