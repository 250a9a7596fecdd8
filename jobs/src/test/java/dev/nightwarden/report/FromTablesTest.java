package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.FieldHistory;
import dev.nightwarden.report.Report.Flag;
import dev.nightwarden.report.Report.Totals;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromTablesTest {
  private static final LocalDate DATE = LocalDate.parse("2025-03-14");

  @TempDir Path folder;

  @Test
  void tellsWhatTheTablesSayOfADate() {
    SparkSession spark = SharedSpark.session();
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    warehouse.append(
        Table.MESSAGES,
        spark.sql(
            """
            SELECT 'logins' AS transport, id AS message_id, CAST(time AS TIMESTAMP) AS event_time,
              CAST(time AS DATE) AS event_date, parse_json(data) AS data, 'f' AS source_file,
              TIMESTAMP'2025-03-15 00:00:00' AS ingested_at
            FROM VALUES
              ('m1', '2025-03-14 10:00:00', '{"user":"ann","geo":{"city":"Lima"},"n":null}'),
              ('m2', '2025-03-14 11:00:00', '{"user":"bob"}'),
              ('m1', '2025-03-13 10:00:00', '{"user":"another of that id"}')
              AS messages(id, time, data)
            """));
    String anomalies =
        """
        SELECT id AS anomaly_id, event AS event_id, 'logins' AS profile, actor,
          'logins' AS transport, message AS message_id, CAST(time AS TIMESTAMP) AS event_time,
          CAST(time AS DATE) AS event_date, detector, field, value, score, severity,
          reason, '{}' AS evidence
        FROM VALUES
          ('a1', 'e1', 'ann', 'm1', '2025-03-14 10:00:00', 'reporter', 'city', '"Lima"',
            1.0D, 'high', 'city "Lima" never seen'),
          ('a2', 'e1', 'ann', 'm1', '2025-03-14 10:00:00', 'flag:far', NULL, NULL,
            0.6D, 'medium', 'far away'),
          ('a3', 'e2', 'bob', 'm2', '2025-03-14 11:00:00', 'reporter', 'city', NULL,
            0.3D, 'low', repeat('x', 1000)),
          ('a4', 'e9', 'ann', 'm1', '2025-03-13 10:00:00', 'reporter', 'city', '"Rome"',
            1.0D, 'high', 'of the day before')
          AS found(id, event, actor, message, time, detector, field, value, score, severity, reason)
        """;
    warehouse.append(Table.ANOMALIES, spark.sql(anomalies));
    warehouse.append(
        Table.MALICIOUS_EVENTS,
        spark
            .sql(anomalies)
            .selectExpr(
                "*", "if(detector = 'reporter', 'i1', null) AS investigation_id", "'r' AS run_id"));
    warehouse.append(
        Table.INVESTIGATIONS,
        spark.sql(
            """
            SELECT id AS investigation_id, 'logins' AS profile, 'ann' AS actor,
              DATE'2025-03-14' AS event_date, TIMESTAMP'2025-03-14 10:00:00' AS window_start,
              TIMESTAMP'2025-03-14 10:01:00' AS window_end, 1L AS events, 1L AS anomalies,
              malicious, score
            FROM VALUES ('i1', 1L, 0.9D), ('i2', 0L, 0.1D) AS groups(id, malicious, score)
            """));
    warehouse.append(
        Table.FEATURE_COUNTS,
        spark.sql(
            """
            SELECT 'logins' AS profile, 'city' AS field, actor, value, CAST(day AS DATE) AS event_date,
              n AS count, TIMESTAMP'2025-03-01 00:00:00' AS first_seen,
              TIMESTAMP'2025-03-01 00:00:00' AS last_seen
            FROM VALUES
              ('ann', '"Oslo"', '2025-03-12', 4L), ('ann', '"Oslo"', '2025-03-14', 2L),
              ('ann', '"Lima"', '2025-03-14', 9L), ('ann', '"Bonn"', '2025-01-01', 7L),
              ('ann', '"Oslo"', '2025-03-15', 5L), ('bob', NULL, '2025-03-14', 1L)
              AS counts(actor, value, day, n)
            """));

    FromTables tables = FromTables.of(warehouse, null);
    Report report = tables.report(new TreeSet<>(List.of(DATE)));

    assertEquals(Optional.of(DATE), tables.newestFinding());
    assertEquals(new Totals(2, 2, 3, 2, 1, 2, 2, 1, 0, 1), report.totals());
    assertEquals(List.of("e1", "e2"), report.events().stream().map(Event::eventId).toList());
    Event first = report.events().get(0);
    assertEquals(Instant.parse("2025-03-14T10:00:00Z"), first.eventTime());
    assertEquals("high", first.severity());
    assertEquals("i1", first.investigationId());
    assertEquals(
        List.of("city \"Lima\" never seen", "far away"),
        first.reasons().stream().map(Report.Reason::reason).toList());
    assertEquals(
        "{\"geo\":{\"city\":\"Lima\"},\"n\":null,\"user\":\"ann\"}", first.data().toString());
    String longReason = report.events().get(1).reasons().get(0).reason();
    assertTrue(longReason.endsWith("x… (640 more characters)"), longReason);
    assertEquals(longReason, Bounds.cut(longReason, Bounds.TEXT));
    assertNull(report.events().get(1).reasons().get(0).value());
    assertEquals(1, report.investigations().size());

    ActorHistory ann = report.actors().get(0);
    assertEquals("ann", ann.actor());
    assertEquals(LocalDate.parse("2025-02-13"), ann.firstDay());
    FieldHistory city = ann.fields().get(0);
    assertEquals(List.of("\"Oslo\""), city.usual().stream().map(Report.Usual::value).toList());
    assertEquals(6, city.usual().get(0).count());
    assertEquals(List.of(4L, 0L, 2L), city.usual().get(0).days().subList(27, 30));
    assertEquals(List.of("\"Lima\""), city.odd().stream().map(Report.Odd::value).toList());
    assertEquals(0, city.others());

    Flag flag = report.flags().get(0);
    assertEquals("far", flag.name());
    assertEquals("medium", flag.severity());
    assertEquals(1, flag.hits());
    assertEquals("far away", flag.records().get(0).reason());
    assertEquals("Lima", flag.records().get(0).data().at("/geo/city").asText());

    Report quiet = tables.report(new TreeSet<>(List.of(LocalDate.parse("2025-03-20"))));
    assertEquals(0, quiet.totals().maliciousEvents());
    assertEquals(List.of(), quiet.events());
  }
}
