package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.ship.Database;
import dev.nightwarden.ship.TestDatabase;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A warehouse, a CSV file and a PostgreSQL table of the first format, as the program of then wrote
 * them ({@code warehouses/format-1} among the test resources), in the hands of this one.
 */
class UpgradeTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final LocalDate NEW_DAY = LocalDate.parse("2025-03-04");

  @TempDir Path folder;

  @BeforeEach
  void unpack() throws IOException, URISyntaxException {
    Path kept = Path.of(UpgradeTest.class.getResource("/warehouses/format-1").toURI());
    try (Stream<Path> files = Files.walk(kept)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path to = folder.resolve(kept.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }

  @Test
  void aNightGoesOnWhereTheProgramOfThenLeftOff() throws Exception {
    Database database = TestDatabase.fresh();
    TestDatabase.execute(database, Files.readString(folder.resolve("malicious_events.sql")));
    Map<String, List<String>> before = contents();
    List<String> alerts = Files.readAllLines(folder.resolve("alerts.csv"));
    List<String> stored = stored(database);
    assertEquals(alerts.size() - 1, stored.size());
    Files.writeString(
        folder.resolve("logs/2025-03-04.json"),
        """
        {"time": "2025-03-04T08:00:00Z", "user": "ann", "city": "Oslo", "device": "phone", "bytes": 1000}
        {"time": "2025-03-04T08:30:00Z", "user": "bob", "city": "Oslo", "device": "laptop", "bytes": 1000}
        """);

    RunRecord run = night(database).execute(new Request(Job.RUN, null, null));

    assertEquals(Set.of(NEW_DAY), run.dates());
    assertEquals(2, run.counts().get("ingest.messages"), run.counts()::toString);
    assertEquals(1, run.counts().get("score.anomalies"), run.counts()::toString);
    Row row = warehouse().read(Table.RUNS).where("run_id = '" + run.runId() + "'").first();
    assertEquals("succeeded", row.<String>getAs("status"));
    assertEquals(List.of(), row.getList(row.fieldIndex("stale")));

    // The file that was read then is another one by its path; all it holds is known.
    Map<String, List<String>> after = contents();
    before.forEach((table, rows) -> assertTrue(after.get(table).containsAll(rows), table));
    for (Table table : Table.values()) {
      List<String> added = new ArrayList<>(after.getOrDefault(table.tableName(), List.of()));
      added.removeAll(before.getOrDefault(table.tableName(), List.of()));
      if (table != Table.FILES) {
        added.removeIf(text -> text.contains("2025-03-04"));
        assertEquals(List.of(), added, table.tableName());
      }
    }
    assertEquals(
        List.of("2025-03-01.json 20 1 read", "2025-03-04.json 2 0 read"),
        texts(
            Table.FILES,
            "path LIKE '%" + folder.getFileName() + "%'",
            "concat_ws(' ', element_at(split(path, '/'), -1), messages, rejects, status)"));
    assertEquals(
        List.of("city \"Oslo\" never seen for ann in 7 earlier messages"),
        texts(Table.MALICIOUS_EVENTS, "event_date = '" + NEW_DAY + "'", "reason"));

    List<String> alertsNow = Files.readAllLines(folder.resolve("alerts.csv"));
    assertEquals(
        alerts.stream()
            .map(line -> line + (line.startsWith("event_id,") ? ",attack" : ","))
            .toList(),
        alertsNow.subList(0, alerts.size()));
    assertEquals(alerts.size() + 1, alertsNow.size());
    assertTrue(alertsNow.get(alerts.size()).contains("Oslo"));
    List<String> storedNow = stored(database);
    assertEquals(
        stored.stream().map(one -> one.replaceFirst("\\)$", ",)")).toList(),
        storedNow.subList(0, stored.size()));
    assertEquals(stored.size() + 1, storedNow.size());
    assertUpgraded();
  }

  @Test
  void anUpgradeThatDiedHalfWayIsCompleted() {
    SPARK.sql("ALTER TABLE " + lease() + " ADD COLUMNS (number BIGINT)");

    assertDoesNotThrow(warehouse()::check);
    warehouse().upgrade();

    assertUpgraded();
    assertDoesNotThrow(warehouse()::check);
  }

  @Test
  void whatARiskIsMadeOfGrowsATechnique() {
    String risks = "delta.`" + folder + "/warehouse/risks`";
    SPARK.sql(
        "CREATE TABLE "
            + risks
            + " (actor STRING, event_date DATE, points DOUBLE, carried DOUBLE, risk DOUBLE,"
            + " contributions ARRAY<STRUCT<event_date: DATE, profile: STRING, detector: STRING,"
            + " field: STRING, points: DOUBLE, event_id: STRING, reason: STRING>>, alert_id STRING)"
            + " USING delta PARTITIONED BY (event_date)");
    SPARK.sql(
        "INSERT INTO "
            + risks
            + " SELECT 'ann', DATE'2025-03-03', 2, 0, 20.6, array(named_struct('event_date',"
            + " DATE'2025-03-03', 'profile', 'logins', 'detector', 'reporter', 'field', 'city',"
            + " 'points', 2D, 'event_id', 'e1', 'reason', 'why')), 'a1'");

    assertDoesNotThrow(warehouse()::check);
    warehouse().upgrade();
    warehouse().upgrade();

    assertDoesNotThrow(warehouse()::check);
    assertEquals(
        List.of("city why null"),
        texts(
            Table.RISKS,
            "true",
            "concat_ws(' ', contributions[0].field, contributions[0].reason,"
                + " coalesce(array_join(contributions[0].attack, ','), 'null'))"));
  }

  @Test
  void aNewerOrAnAlteredWarehouseIsRefused() {
    SPARK.sql("ALTER TABLE " + lease() + " SET TBLPROPERTIES ('nightwarden.format' = '99')");
    Exception newer = assertThrows(IllegalStateException.class, warehouse()::check);
    assertTrue(newer.getMessage().contains("written by a newer Nightwarden (format 99"));

    SPARK.sql("ALTER TABLE " + lease() + " UNSET TBLPROPERTIES ('nightwarden.format')");
    SPARK.sql("ALTER TABLE " + lease() + " ADD COLUMNS (note STRING)");
    Exception altered = assertThrows(IllegalStateException.class, warehouse()::check);
    assertTrue(
        altered.getMessage().contains("was altered (column note is none of Nightwarden's)"),
        altered::getMessage);
  }

  private void assertUpgraded() {
    List<String> columns =
        List.of(SPARK.read().format("delta").load(folder + "/warehouse/lease").columns());
    assertEquals(List.of("number", "from_date", "to_date"), columns.subList(6, 9));
    assertEquals(
        "9",
        SPARK
            .sql("SHOW TBLPROPERTIES " + lease())
            .where("key = 'nightwarden.format'")
            .first()
            .getString(1));
  }

  private Nights night(Database database) throws IOException {
    String config =
        Files.readString(folder.resolve("nightwarden.yml"))
            .replace("warehouse: warehouse", "warehouse: " + folder + "/warehouse")
            .replace("logs/*.json", folder + "/logs/*.json")
            .replace("alerts.csv", folder + "/alerts.csv");
    return Nights.of(
        config
            + "  db: {type: postgres}\n"
            + "database: {port: %d, name: %s, user: postgres}\n"
                .formatted(database.port(), database.name()));
  }

  private Warehouse warehouse() {
    return new Warehouse(SPARK, folder + "/warehouse");
  }

  private String lease() {
    return "delta.`" + folder + "/warehouse/lease`";
  }

  private Map<String, List<String>> contents() {
    return Tables.contents(warehouse(), folder.toString());
  }

  private List<String> texts(Table table, String where, String text) {
    return warehouse()
        .read(table)
        .where(where)
        .selectExpr(text)
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private static List<String> stored(Database database) throws SQLException {
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
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
