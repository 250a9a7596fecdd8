package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts in stores, and notifiers that tell of them alone. */
class StoredAlertsTest {
  @TempDir Path folder;

  private Warehouse warehouse() {
    Warehouse warehouse =
        Finding.warehouse(
            folder.resolve("warehouse"),
            Finding.of("1", "2026-11-01T08:00:00Z", "ann"),
            Finding.of("2", "2026-11-02T08:00:00Z", "ann"),
            Finding.of("3", "2026-11-02T09:00:00Z", "bob"),
            Finding.of("4", "2026-11-02T10:00:00Z", null));
    alert(warehouse, "ann", "2026-11-01", "2026-11-02", 3);
    alert(warehouse, "", "2026-11-02", "2026-11-02", 5);
    return warehouse;
  }

  private static void alert(
      Warehouse warehouse, String actor, String first, String last, double points) {
    warehouse.append(
        Table.ALERTS,
        SharedSpark.session()
            .sql(
                """
                SELECT 'id-%1$s' AS alert_id, '%1$s' AS actor, DATE'%2$s' AS event_date,
                  DATE'%3$s' AS last_date, 1 + datediff(DATE'%3$s', DATE'%2$s') AS dates,
                  'open' AS state, %4$sD AS points, 20D AS risk, array('logins') AS profiles,
                  array('evidence', 'forest') AS detectors, array('e1') AS event_ids,
                  '=why' AS reason, array('T1078', 'T1133') AS attack
                """
                    .formatted(actor, first, last, points)));
    warehouse.append(
        Table.RISKS,
        SharedSpark.session()
            .sql(
                """
                SELECT '%1$s' AS actor, explode(sequence(DATE'%2$s', DATE'%3$s')) AS event_date,
                  %4$sD AS points, 0D AS carried, 20D AS risk, 'id-%1$s' AS alert_id,
                  array(named_struct('event_date', DATE'%2$s', 'profile', 'logins',
                    'detector', 'evidence', 'field', CAST(null AS STRING), 'points', %4$sD,
                    'event_id', 'e-2', 'reason', 'why of %1$s', 'attack', array('T1078')),
                  named_struct('event_date', DATE'%2$s', 'profile', 'logins', 'detector',
                    'forest', 'field', CAST(null AS STRING), 'points', 1D, 'event_id', 'e-9',
                    'reason', 'b', 'attack', CAST(null AS ARRAY<STRING>))) AS contributions
                """
                    .formatted(actor, first, last, points))
            .selectExpr(
                "actor", "event_date", "points", "carried", "risk", "contributions", "alert_id"));
  }

  private void ship(Warehouse warehouse, Map<String, Shipper> shippers, AlertShipping alerts) {
    new Ship(warehouse, shippers, null, Clock.systemUTC(), Finding.dates(), true, alerts)
        .run(Finding.dates("2026-11-02"));
  }

  @Test
  void areHeldByStoresByDateAndPlace() throws Exception {
    Warehouse warehouse = warehouse();
    Path dated = folder.resolve("dated");
    Path whole = folder.resolve("alerts.csv");
    AlertShipping alerts =
        new AlertShipping(
            Map.of(
                "whole", new Csv(whole.toString(), null),
                "dated", new JsonLines(null, dated.toString())),
            false,
            3);
    Map<String, Shipper> shippers = Map.of("csv", new Csv(folder + "/events.csv", null));

    ship(warehouse, shippers, alerts);

    assertEquals(
        List.of(
            "alert_id,opened,place,actor,risk,points,last_date,dates,reason,profiles,detectors,event_ids,attack",
            "id-ann,2026-11-01T00:00:00.000000Z,1,ann,20.0,3.0,2026-11-02,2,'=why,logins,evidence forest,e1,T1078 T1133",
            "id-,2026-11-02T00:00:00.000000Z,1,\"\",20.0,5.0,2026-11-02,1,'=why,logins,evidence forest,e1,T1078 T1133"),
        Files.readAllLines(whole));

    // A day later Ann's alert has grown: the file of its first date is of the past, and follows.
    warehouse.delete(Table.ALERTS, "actor = 'ann'");
    alert(warehouse, "ann", "2026-11-01", "2026-11-03", 3);
    ship(warehouse, shippers, alerts);
    String first = Files.readString(dated.resolve("2026-11-01.jsonl"));
    assertEquals(true, first.contains("\"last_date\":\"2026-11-03\",\"dates\":3"), first);
  }

  @Test
  void areAllThatNotifiersTellOfWhereTheyAreAskedTo() throws Exception {
    Warehouse warehouse = warehouse();
    // Not malicious, but it weighs in Ann's risk; nothing known of the third may count.
    anomaly(warehouse, "9", "2026-11-02T11:00:00Z", false);
    anomaly(warehouse, "9b", "2026-11-02T11:00:00Z", false);
    anomaly(warehouse, "10", "2026-11-02T12:00:00Z", true);
    List<String> told = new ArrayList<>();
    Notifier chat = event -> told.add(event.eventId());
    Recorder mail = new Recorder();
    AlertShipping alerts = new AlertShipping(Map.of(), true, 3);

    ship(warehouse, Map.of("chat", chat, "mail", mail), alerts);
    ship(warehouse, Map.of("chat", chat, "mail", mail), alerts);

    assertEquals(List.of("e-2", "e-4", "e-9"), told);
    assertEquals(
        List.of("risk 20: no actor on 2026-11-02 e-4", "risk 20: ann on 2026-11-02 e-2 e-9"),
        mail.told);
    Digest ann = mail.digests.get(1);
    assertEquals("3.0 points, 2 events between 08:00:00 and 11:00:00 UTC", EventWords.weight(ann));
    assertEquals("why of ann (T1078)", EventWords.reason(ann.alert()));
    EmailText text = EmailText.of(ann, new Link(null));
    assertTrue(text.plain().contains("scripts/nightwarden verdict id-ann benign"), text::plain);
    assertTrue(text.html().contains("why of ann (T1078)"), text::html);
    String slack = SlackBlocks.first(ann, new Link(null)).toString();
    assertTrue(slack.contains("*risk 20*: `ann` on 2026-11-02, 3.0 points, 2 events"), slack);
    assertTrue(slack.contains("it was fine: `scripts/nightwarden verdict id-ann benign`"), slack);
    String json = WebhookSender.body(ann.events().get(0));
    assertTrue(
        json.contains("\"alert\":{\"alert_id\":\"id-ann\",\"risk\":20.0,\"points\":3.0"), json);
  }

  /** Keeps what it is told. */
  private static final class Recorder implements DigestNotifier {
    final List<String> told = new ArrayList<>();
    final List<Digest> digests = new ArrayList<>();

    @Override
    public void send(Digest digest) {
      digests.add(digest);
      told.add(
          EventWords.title(digest)
              + digest.events().stream()
                  .map(event -> " " + event.eventId())
                  .collect(Collectors.joining()));
    }
  }

  private static void anomaly(Warehouse warehouse, String id, String time, boolean isLearning) {
    String event = id.startsWith("9") ? "e-9" : "e-2";
    warehouse.append(
        Table.ANOMALIES,
        Finding.table(Finding.of(id, time, "ann"))
            .drop("investigation_id", "run_id", "attack")
            .withColumn("event_id", lit(event))
            .withColumn("ln_tail", lit(null).cast("double"))
            .withColumn("learning", lit(isLearning)));
  }

  @Test
  void areHeldByDatabasesAndTablesAlike() throws Exception {
    Database database = TestDatabase.fresh();
    Map<String, Store> stores =
        Map.of(
            "db", new Postgres("alerts", "public", null),
            "parquet", new Parquet(folder.resolve("parquet").toString()),
            "delta", new Delta(folder.resolve("delta").toString(), null));
    Warehouse warehouse = warehouse();

    for (int again = 0; again < 2; again++) {
      new Ship(
              warehouse,
              Map.of("csv", new Csv(folder + "/events.csv", null)),
              database,
              Clock.systemUTC(),
              Finding.dates(),
              true,
              new AlertShipping(stores, false, 3))
          .run(Finding.dates("2026-11-02"));
    }

    List<String> expected = List.of("id-ann 2026-11-01 1 3.0 2", "id- 2026-11-02 1 5.0 1");
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select alert_id, (opened at time zone 'UTC')::date, place, points, dates"
                    + " from alerts order by opened, place")) {
      while (found.next()) {
        rows.add(
            "%s %s %d %s %d"
                .formatted(
                    found.getString(1),
                    found.getString(2),
                    found.getLong(3),
                    found.getDouble(4),
                    found.getLong(5)));
      }
    }
    assertEquals(expected, rows);
    for (Dataset<Row> table :
        List.of(
            SharedSpark.session().read().parquet(folder + "/parquet"),
            SharedSpark.session().read().format("delta").load(folder + "/delta"))) {
      assertEquals(
          expected,
          table
              .orderBy("opened", "place")
              .selectExpr(
                  "concat_ws(' ', alert_id, CAST(opened AS DATE), place, points, dates) AS row")
              .as(Encoders.STRING())
              .collectAsList());
    }
  }
}
