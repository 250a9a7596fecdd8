package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.score.Reference;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightTest {
  /** Three days of logins, and what one night made of them. */
  private static final TreeMap<LocalDate, List<Reference.Message>> days = new TreeMap<>();

  @TempDir static Path together;
  @TempDir Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    days.clear();
    Logins.random(new Random(11), 200, 3)
        .forEach(m -> days.computeIfAbsent(m.date(), d -> new ArrayList<>()).add(m));
    for (LocalDate date : days.keySet()) {
      deliver(together, date);
    }
    Nights.of(Logins.config(together)).execute(request(Job.RUN));
  }

  @Test
  void theHeartbeatOfANewWarehouseGivesThreeMaliciousRows() throws IOException {
    Nights night =
        Nights.of(
            """
            warehouse: %1$s/warehouse
            transports: {heartbeat: {type: heartbeat, beats: 2, interval: 5}}
            profiles: {greetings: {actor: name, fields: {greeting: {type: single}}}}
            shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
            """
                .formatted(folder));

    RunRecord run = night.execute(request(Job.RUN));

    List<String> alerts = Files.readAllLines(folder.resolve("alerts.csv"));
    assertEquals(4, alerts.size(), alerts::toString);
    assertTrue(
        alerts
            .get(0)
            .startsWith("event_id,message_id,actor_id,created_at,anomaly_id,field_id,score"));
    for (String name : List.of("George", "Ben", "Susan")) {
      List<String> rows = alerts.stream().filter(row -> row.contains(name)).toList();
      assertEquals(1, rows.size(), name);
      assertTrue(rows.get(0).contains(",1.0,"), rows.get(0));
    }
    assertEquals(6, run.counts().get("observe.messages"));
    assertEquals(3, run.counts().get("score.anomalies"));
  }

  /** The first of the runs fails, and the second does what it left. */
  @Test
  void oneRunADayGivesWhatOneRunGivesAlsoIfOneFailed() throws IOException {
    Path apart = folder.resolve("apart");
    Path alerts = apart.resolve("alerts.csv");
    List<LocalDate> dates = List.copyOf(days.keySet());
    deliver(apart, dates.get(0));
    Files.writeString(alerts, "not,ours\n");
    Nights night = Nights.of(Logins.config(apart));

    Exception failure = assertThrows(Exception.class, () -> night.execute(request(Job.RUN)));

    assertTrue(failure.getMessage().contains("alerts.csv"), failure::getMessage);
    Row row = warehouse(apart).read(Table.RUNS).select("status", "error", "pending").first();
    assertEquals("failed", row.getString(0));
    assertTrue(row.getString(1).contains("alerts.csv"), row.getString(1));
    assertEquals(List.of("ship"), List.copyOf(row.<String, Object>getJavaMap(2).keySet()));

    Files.delete(alerts);
    for (LocalDate date : dates.subList(1, dates.size())) {
      deliver(apart, date);
      Nights.of(Logins.config(apart)).execute(request(Job.RUN));
    }
    assertEquals(contents(together), contents(apart));
    assertEquals(alertsWithoutRun(together), alertsWithoutRun(apart));
  }

  @Test
  @Tag("long")
  void aDateAskedForFirstStillSeesTheDatesBeforeIt() throws IOException {
    for (LocalDate date : days.keySet()) {
      deliver(folder, date);
    }
    LocalDate last = days.lastKey();
    Nights.of(Logins.config(folder)).execute(new Request(Job.RUN, last, last));
    assertEquals(scores(together, " AND event_date = DATE'" + last + "'"), scores(folder, ""));

    Nights.of(Logins.config(folder)).execute(request(Job.RUN));

    assertEquals(contents(together), contents(folder));
  }

  @Test
  void datesDoneInPartsGiveWhatTheyGiveTogether() throws IOException {
    for (LocalDate date : days.keySet()) {
      deliver(folder, date);
    }
    SharedSpark.session().conf().set(Parts.MOST_BYTES, "1");
    try {
      Nights.of(Logins.config(folder)).execute(request(Job.RUN));
    } finally {
      SharedSpark.session().conf().unset(Parts.MOST_BYTES);
    }

    assertEquals(3, commits(folder, Table.ANOMALIES));
    assertEquals(contents(together), contents(folder));
    assertEquals(alertsWithoutRun(together), alertsWithoutRun(folder));
  }

  @Test
  void scoresAsTheReferenceDoes() {
    List<Reference.Message> messages = days.values().stream().flatMap(List::stream).toList();
    List<String> expected =
        Reference.score(messages, List.of("city", "device"), OptionalInt.of(3)).stream()
            .filter(known -> score(known) > 0)
            .map(known -> known.id() + "|" + known.field() + "|" + score(known))
            .sorted()
            .toList();
    assertEquals(expected, scores(together, ""));
  }

  private static void deliver(Path folder, LocalDate date) throws IOException {
    Logins.write(folder.resolve("logs/" + date + ".json"), days.get(date));
  }

  private static List<String> scores(Path folder, String and) {
    return warehouse(folder)
        .read(Table.ANOMALIES)
        .where("score > 0" + and)
        .selectExpr("concat_ws('|', message_id, field, score)")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private static long commits(Path folder, Table table) {
    return warehouse(folder).deltaTable(table).history().count();
  }

  private static double score(Reference.Known known) {
    return known.field().equals("city") ? known.mandatory() : known.optional();
  }

  private static Request request(Job command) {
    return new Request(command, null, null);
  }

  private static Warehouse warehouse(Path folder) {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse");
  }

  private static Map<String, List<String>> contents(Path folder) {
    return Tables.contents(warehouse(folder), folder.toString());
  }

  private static List<String> alertsWithoutRun(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("alerts.csv")).stream()
        .map(row -> row.replaceAll(",[^,]*(,[^,]*)$", "$1"))
        .toList();
  }
}
