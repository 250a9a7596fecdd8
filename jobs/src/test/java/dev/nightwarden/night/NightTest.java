package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightTest {
  @TempDir Path folder;

  @Test
  void theHeartbeatOfANewWarehouseGivesThreeMaliciousRows() throws IOException {
    Night night =
        Nights.of(
            """
            warehouse: %1$s/warehouse
            transports: {heartbeat: {type: heartbeat, beats: 2, interval: 5}}
            profiles: {greetings: {actor: name, fields: {greeting: {type: single}}}}
            shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
            """
                .formatted(folder));

    RunRecord run = night.execute(request(Command.RUN));

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

  @Test
  void oneRunADayGivesWhatOneRunGives() throws IOException {
    List<Reference.Message> messages = Logins.random(new Random(11), 200, 3);
    Map<LocalDate, List<Reference.Message>> days = new TreeMap<>();
    messages.forEach(m -> days.computeIfAbsent(m.date(), d -> new ArrayList<>()).add(m));

    Path together = folder.resolve("together");
    for (var day : days.entrySet()) {
      Logins.write(together.resolve("logs/" + day.getKey() + ".json"), day.getValue());
    }
    Night once = Nights.of(Logins.config(together));
    once.execute(request(Command.RUN));

    Path apart = folder.resolve("apart");
    for (var day : days.entrySet()) {
      Logins.write(apart.resolve("logs/" + day.getKey() + ".json"), day.getValue());
      Nights.of(Logins.config(apart)).execute(request(Command.RUN));
    }

    Map<String, List<String>> expected = contents(together);
    assertEquals(expected, contents(apart));
    assertEquals(alertsWithoutRun(together), alertsWithoutRun(apart));
    assertScoresOfReference(messages, warehouse(together));

    once.execute(new Request(Command.RUN, List.copyOf(days.keySet()).get(0), null));
    assertEquals(expected, contents(together));
    LocalDate someDay = List.copyOf(days.keySet()).get(1);
    once.execute(new Request(Command.RUN, someDay, someDay));
    assertEquals(expected, contents(together));
  }

  @Test
  void aDateAskedForFirstStillSeesTheDatesBeforeIt() throws IOException {
    List<Reference.Message> messages = Logins.random(new Random(17), 60, 4);
    Logins.write(folder.resolve("logs/a.json"), messages);
    LocalDate third = LocalDate.parse("2025-03-03");
    Nights.of(Logins.config(folder)).execute(new Request(Command.RUN, third, third));

    Nights.of(Logins.config(folder)).execute(request(Command.RUN));

    assertScoresOfReference(messages, warehouse(folder));
  }

  @Test
  void aRunThatFailsLeavesItsRowAndItsDates() throws IOException {
    Logins.write(folder.resolve("logs/a.json"), Logins.random(new Random(3), 20, 2));
    Files.writeString(folder.resolve("alerts.csv"), "not,ours\n");
    Night night = Nights.of(Logins.config(folder));

    Exception failure = assertThrows(Exception.class, () -> night.execute(request(Command.RUN)));

    assertTrue(failure.getMessage().contains("alerts.csv"), failure::getMessage);
    Row row = warehouse(folder).read(Table.RUNS).select("status", "error", "pending").first();
    assertEquals("failed", row.getString(0));
    assertTrue(row.getString(1).contains("alerts.csv"), row.getString(1));
    assertEquals(List.of("ship"), List.copyOf(row.<String, Object>getJavaMap(2).keySet()));

    Files.delete(folder.resolve("alerts.csv"));
    RunRecord next = Nights.of(Logins.config(folder)).execute(request(Command.RUN));
    assertTrue(next.counts().get("ship.csv.rows") > 0, next.counts()::toString);
  }

  private static void assertScoresOfReference(
      List<Reference.Message> messages, Warehouse warehouse) {
    List<String> expected =
        Reference.score(messages, List.of("city", "device"), OptionalInt.of(3)).stream()
            .filter(known -> score(known) > 0)
            .map(known -> known.id() + "|" + known.field() + "|" + score(known))
            .sorted()
            .toList();
    List<String> found =
        warehouse
            .read(Table.ANOMALIES)
            .selectExpr("concat_ws('|', message_id, field, score)")
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .sorted()
            .toList();
    assertEquals(expected, found);
  }

  private static double score(Reference.Known known) {
    return known.field().equals("city") ? known.mandatory() : known.optional();
  }

  private static Request request(Command command) {
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
        .map(row -> row.replaceAll(",[^,]*$", ""))
        .toList();
  }
}
