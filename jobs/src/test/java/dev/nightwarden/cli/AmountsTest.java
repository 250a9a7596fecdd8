package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six weeks of thirty people: one takes far more than ever on a day, one is far busier in an hour,
 * and one is back after a month.
 */
class AmountsTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-03");
  private static final int DAYS = 45;

  @TempDir static Path folder;

  private static Path config;

  @BeforeAll
  static void run() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Random random = new Random(11);
    int id = 0;
    for (int day = 0; day < DAYS; day++) {
      LocalDate date = FIRST.plusDays(day);
      List<String> lines = new ArrayList<>();
      for (int person = 0; person < 30; person++) {
        boolean isAway = person == 2 && day > 10 && day < 42;
        boolean isWeekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        boolean isIll = !isAway && random.nextInt(20) == 0;
        int messages = isAway || isIll || isWeekend ? 0 : 6 + random.nextInt(6);
        if (person == 1 && day == 43) {
          messages = 120;
        }
        for (int message = 0; message < messages; message++) {
          int minute = messages == 120 ? 600 + message / 3 : 480 + random.nextInt(540);
          double bytes = 1e6 * Math.exp(random.nextGaussian());
          if (person == 0 && day == 43 && message == 0) {
            bytes = 4.1e9;
          }
          lines.add(
              "{\"id\":\"%05d\",\"time\":\"%sT%02d:%02d:00Z\",\"user\":\"p%d\",\"team\":\"%s\",\"bytes\":%.0f}"
                  .formatted(
                      id++,
                      date,
                      minute / 60,
                      minute % 60,
                      person,
                      person < 10 ? "sales" : "support",
                      bytes));
        }
      }
      Files.write(logs.resolve(date + ".json"), lines);
    }
    config =
        Files.writeString(
            folder.resolve("amounts.yml"),
            """
            warehouse: %1$s/warehouse
            transports: {logs: {type: files, path: "%1$s/logs/*.json", time: time, id: id}}
            profiles:
              people:
                actor: user
                history: 60d
                fields: {team: {type: single}}
                peers: {by: [team]}
                amounts:
                  watch:
                    moved: {type: sum, value: bytes, unit: bytes}
                    busiest: {type: count, per: hour}
                    silence: {type: silence}
            shippers: {csv: {type: csv, filename: %1$s/alerts.csv}}
            """
                .formatted(folder));
    Ended ended = Commands.runJob(folder, "run", "--config=" + config);
    assertEquals(0, ended.code(), ended.errors());
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  private static List<String> malicious(String what) {
    return malicious(warehouse(), what);
  }

  private static List<String> malicious(Warehouse warehouse, String what) {
    return warehouse
        .read(Table.MALICIOUS_EVENTS)
        .where("detector = 'amounts'")
        .orderBy("actor", "event_date", "field")
        .selectExpr(what)
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void whatIsFarBeyondTheUsualIsMaliciousAndNothingElse() {
    assertEquals(
        List.of("p0 2025-04-15 moved", "p1 2025-04-15 busiest", "p2 2025-04-14 silence"),
        malicious("concat_ws(' ', actor, event_date, field)").stream()
            .filter(found -> !found.equals("p1 2025-04-15 moved")) // Of 120 messages, or not.
            .toList());
  }

  @Test
  void reasonsSayWhatWasUsual() {
    List<String> reasons = malicious("reason");

    String moved = reasons.get(0);
    assertTrue(
        moved.matches(
            "moved: 4\\.1 GB on 2025-04-15; 31 earlier weekdays of p0: median 1\\d\\.\\d MB, most"
                + " \\d\\d\\.\\d MB; 9 peers \\(team=sales\\): at most \\d\\d\\.\\d MB"),
        moved);
    assertTrue(
        reasons.contains(
            "silence: p2 is back on 2025-04-14 after 31 days without a message; before, at most 2"
                + " days in 8 returns; 9 peers (team=sales): at most "
                + greatestSilence()),
        reasons.toString());
  }

  private static String greatestSilence() {
    String reason =
        malicious("reason").stream().filter(one -> one.startsWith("silence")).findFirst().get();
    return reason.substring(reason.lastIndexOf(' ', reason.lastIndexOf(' ') - 1) + 1);
  }

  @Test
  void anAnomalyIsOfTheLastMessageThatAddsToIt() {
    String last =
        warehouse()
            .read(Table.MESSAGES)
            .where("data:user::string = 'p0' AND event_date = '2025-04-15'")
            .orderBy(col("event_time").desc(), col("message_id").desc())
            .select("message_id")
            .as(Encoders.STRING())
            .first();

    assertEquals(last, malicious("message_id").get(0));
    Ended explained =
        Commands.runJob(
            folder, "explain", "--config=" + config, "--event=" + malicious("event_id").get(0));
    assertEquals(0, explained.code(), explained.errors());
    assertTrue(explained.out().contains("  amounts moved: score "), explained.out());
    assertTrue(explained.out().contains("\"peers_most\":"), explained.out());
  }

  @Test
  @Tag("long")
  void amountsThatComeLaterAreMeasuredOfEarlierDatesToo() throws IOException {
    Path other = folder.resolve("later");
    String with =
        Files.readString(config)
            .replace(folder + "/warehouse", other + "/warehouse")
            .replace(folder + "/alerts.csv", other + "/alerts.csv");
    String without = with.replaceAll("(?s)    amounts:.*(?=shippers)", "");
    Path file = folder.resolve("later.yml");
    Files.writeString(file, without);
    Ended ended =
        Commands.runJob(
            folder, "backfill", "--config=" + file, "--from=2025-03-03", "--to=2025-04-14");
    assertEquals(0, ended.code(), ended.errors());

    Files.writeString(file, with);
    ended = Commands.runJob(folder, "run", "--config=" + file);

    assertEquals(0, ended.code(), ended.errors());
    // The silence ended on a date that was scored before: it is listed as stale.
    Warehouse later = new Warehouse(SharedSpark.session(), other.resolve("warehouse").toString());
    assertEquals(
        malicious("concat(event_date, anomaly_id, reason)").stream()
            .filter(found -> found.compareTo("2025-04-15") > 0)
            .toList(),
        malicious(later, "concat(event_date, anomaly_id, reason)"));
  }

  @Test
  void whatCannotBeMeasuredIsSaid() {
    refused("moved.value=null", "value is missing; give the path of what is measured");
    refused("busiest.value=bytes", "value is given, and this type looks at no value");
    refused("silence.per=hour", "per does not go with silence");
    refused("moved.matches=team +", "matches does not parse as SQL");
    refused("moved.matches=nosuch(team)", "matches ");
    refused("moved.type=median", "type");
  }

  private static void refused(String setting, String why) {
    Ended ended =
        Commands.run(
            "validate", "--config=" + config, "--set=profiles.people.amounts.watch." + setting);
    assertEquals(2, ended.code(), setting + ended.errors());
    assertTrue(ended.errors().contains(why), ended.errors());
  }
}
