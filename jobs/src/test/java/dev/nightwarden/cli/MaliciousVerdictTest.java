package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are called malicious belong to no history, by whatever is learned from it. */
@Tag("long")
class MaliciousVerdictTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-03");
  private static final int BEFORE = 9;
  private static final int DAYS = 12;

  private static final List<Table> TABLES =
      List.of(
          Table.FEATURE_COUNTS,
          Table.AMOUNTS,
          Table.ACTOR_DATES,
          Table.ANOMALIES,
          Table.EXCUSED,
          Table.WITHHELD,
          Table.INVESTIGATIONS,
          Table.MALICIOUS_EVENTS,
          Table.RISKS,
          Table.ALERTS);

  @TempDir Path folder;

  @AfterEach
  void restoreLogging() {
    Commands.restoreLogging();
  }

  /** Histories with an end and without, compared with others and not, hours, amounts, forests. */
  private String config() throws IOException {
    return Files.writeString(
            folder.resolve("malicious.yml"),
            """
            warehouse: %1$s/warehouse
            transports:
              logins: {type: files, path: "%1$s/logs", time: time, id: id}
            profiles:
              people:
                actor: user
                history: 5d
                fields:
                  city: {type: single, reporter: {type: typical}}
                  hour: {type: hour_of_week}
                learning: {days: 2, actor_days: 1, actor_messages: 3}
                collector: {type: time_range, seconds: 1800}
                analyzer: {type: evidence, threshold: 3}
                amounts: {watch: {moved: {type: sum, value: bytes}, gone: {type: silence}, hours: {type: count, per: hour}}}
              always:
                actor: user
                fields:
                  city: {type: single, reporter: {type: typical}}
                  device: {type: single}
                learning: {days: 2, actor_days: 0, actor_messages: 0}
                forest: {trees: 8, samples: 16, min_events: 12, retrain_days: 2, features: {city: {kind: category}, bytes: {kind: number}}}
            alerts: {min_risk: 1}
            """
                .formatted(folder))
        .toString();
  }

  /**
   * Six people at home; Ann is in Lima, with another device and many bytes, at noon of the tenth
   * day, and again two days later. Bob is there on the eleventh.
   */
  private void deliver(int day) throws IOException {
    List<String> lines = new ArrayList<>();
    LocalDate date = FIRST.plusDays(day);
    for (String user : List.of("ann", "bob", "cid", "dee", "eve", "fay")) {
      for (int hour : new int[] {8, 9, 14}) {
        lines.add(login(date, lines.size(), hour + ":10:00", user, "Oslo", "mac", 100 + day));
      }
    }
    if (day == BEFORE || day == BEFORE + 2) {
      for (String minute : List.of("12:01:00", "12:05:00", "12:20:00")) {
        lines.add(login(date, lines.size(), minute, "ann", "Lima", "linux", 90_000));
      }
      // In the same half hour, and as she always is.
      lines.add(login(date, lines.size(), "12:29:59", "ann", "Oslo", "mac", 5));
    }
    if (day == BEFORE + 1) {
      lines.add(login(date, lines.size(), "12:03:00", "bob", "Lima", "mac", 1));
    }
    Files.createDirectories(folder.resolve("logs"));
    Files.write(folder.resolve("logs").resolve(date + ".json"), lines);
  }

  private static String login(
      LocalDate date, int id, String time, String user, String city, String device, int bytes) {
    return "{\"id\":\"%1$s-%2$d\",\"time\":\"%1$sT%3$8s\",\"user\":\"%4$s\",\"city\":\"%5$s\",\"device\":\"%6$s\",\"bytes\":%7$d}"
        .formatted(date, id, time, user, city, device, bytes)
        .replace("T ", "T0")
        .replaceFirst("(T\\d\\d:\\d\\d:\\d\\d)", "$1Z");
  }

  private Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  private void night(String config) {
    Ended ended = Commands.runJob(folder, "run", "--config", config);
    assertEquals(0, ended.code(), ended.errors());
  }

  private List<String> rows(Dataset<Row> table) {
    return table
        .drop("run_id")
        .selectExpr("to_json(struct(*)) AS row")
        .orderBy("row")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private Map<String, List<String>> tables() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Table table : TABLES) {
      all.put(table.tableName(), rows(warehouse().read(table)));
    }
    all.put(
        "forests", rows(warehouse().read(Table.FORESTS).drop("code_version", "encoder", "usual")));
    return all;
  }

  private void assertSame(Map<String, List<String>> expected, String why) {
    Map<String, List<String>> now = tables();
    expected.forEach(
        (table, rows) ->
            assertEquals(
                String.join("\n", rows), String.join("\n", now.get(table)), why + ": " + table));
  }

  private String reason(String profile, int day, String actor, String field) {
    return warehouse()
        .read(Table.ANOMALIES)
        .where(
            "profile = '%s' AND event_date = DATE'%s' AND actor = '%s' AND field = '%s'"
                .formatted(profile, FIRST.plusDays(day), actor, field))
        .orderBy("event_time")
        .selectExpr("reason")
        .first()
        .getString(0);
  }

  @Test
  void whatIsMaliciousDoesNotBecomeUsual() throws IOException {
    String config = config();
    for (int day = 0; day <= BEFORE; day++) {
      deliver(day);
    }
    night(config);
    Dataset<Row> ofTheDay =
        warehouse().read(Table.ANOMALIES).where("event_date = DATE'" + FIRST.plusDays(9) + "'");
    List<String> before = rows(ofTheDay);
    String window =
        warehouse()
            .read(Table.INVESTIGATIONS)
            .where("profile = 'people' AND actor = 'ann' AND hour(window_start) = 12")
            .first()
            .getAs("investigation_id");

    Ended said = Commands.run("verdict", "--config", config, window, "malicious");
    assertEquals(0, said.code(), said.errors());
    for (int day = BEFORE + 1; day < DAYS; day++) {
      deliver(day);
    }
    night(config);

    assertEquals(
        before,
        rows(
            warehouse()
                .read(Table.ANOMALIES)
                .where("event_date = DATE'" + FIRST.plusDays(9) + "'")),
        "the date itself is scored as it was");
    String again = reason("always", BEFORE + 2, "ann", "city");
    assertTrue(again.startsWith("city \"Lima\" never in 35 messages of ann"), again);
    assertTrue(again.contains("1 of 5 others"), again);
    String bob = reason("people", BEFORE + 1, "bob", "city");
    assertTrue(bob.contains("never in 17 messages of bob"), bob);
    assertTrue(bob.contains("0 of 5 others"), bob);
    assertTrue(
        reason("people", BEFORE + 2, "ann", "moved").contains("most 330"),
        () -> reason("people", BEFORE + 2, "ann", "moved"));
    Map<String, List<String>> nightly = tables();

    night(config);
    assertSame(nightly, "again");

    // The verdict was there from the beginning, and all dates come at once.
    List<Row> verdicts = warehouse().read(Table.VERDICTS).collectAsList();
    Files.move(folder.resolve("warehouse"), folder.resolve("nightly"));
    warehouse()
        .append(
            Table.VERDICTS,
            SharedSpark.session().createDataFrame(verdicts, Table.VERDICTS.schema()));
    night(config);
    assertSame(nightly, "in one batch");

    Ended unsaid = Commands.run("verdict", "--config", config, window, "unsure");
    assertEquals(0, unsaid.code(), unsaid.errors());
    night(config);
    assertEquals(
        0, warehouse().read(Table.FEATURE_COUNTS).where("field LIKE 'withheld:%'").count());
    String usual = reason("always", BEFORE + 2, "ann", "device");
    assertTrue(usual.contains("linux"), usual);
    assertEquals(0, warehouse().read(Table.AMOUNTS).where("kept IS NOT NULL").count());
  }
}
