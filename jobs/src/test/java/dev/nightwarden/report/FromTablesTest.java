package dev.nightwarden.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.app.Config;
import dev.nightwarden.app.Profiles;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.feature.Features;
import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Clusters;
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
import java.util.Map;
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
    warehouse.append(
        Table.ANOMALIES,
        spark.sql(anomalies).selectExpr("*", "NULL AS ln_tail", "NULL AS learning"));
    warehouse.append(
        Table.MALICIOUS_EVENTS,
        spark
            .sql(anomalies)
            .selectExpr(
                "*",
                "if(detector = 'reporter', 'i1', null) AS investigation_id",
                "'r' AS run_id",
                "CAST(null AS ARRAY<STRING>) AS attack"));
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

    FromTables tables = FromTables.of(warehouse, Optional.empty(), 17);
    Report report = tables.report(new TreeSet<>(List.of(DATE)));

    assertEquals(Optional.of(DATE), tables.newestFinding());
    assertEquals(new Totals(2, 2, 3, 2, 1, 2, 2, 1, 0, 1, 0), report.totals());
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

  @Test
  void tellsOfFlagsAndClustersOfTheConfig() {
    SparkSession spark = SharedSpark.session();
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    warehouse.append(
        Table.MESSAGES,
        spark.sql(
            """
            SELECT 'dns' AS transport, id AS message_id,
              TIMESTAMP'2025-03-14 10:00:00' + make_interval(0, 0, 0, 0, 0, 0, n) AS event_time,
              DATE'2025-03-14' AS event_date, parse_json(data) AS data, 'f' AS source_file,
              TIMESTAMP'2025-03-15 00:00:00' AS ingested_at
            FROM (
              SELECT format_string('m%02d', id) AS id, int(id) AS n, CASE
                WHEN id < 3 THEN '{"host":"10.0.0.9","bytes":' || (900 + id) || ',"type":"TXT"}'
                ELSE '{"host":"10.0.0.' || id % 5 || '","bytes":' || (40 + id % 10) || ',"type":"A"}'
                END AS data FROM range(40))
            """));
    String anomalies =
        """
        SELECT id AS anomaly_id, event AS event_id, 'features' AS profile, '10.0.0.9' AS actor,
          'dns' AS transport, message AS message_id,
          CAST('2025-03-14 10:00:0' || substr(message, 3, 1) AS TIMESTAMP) AS event_time,
          DATE'2025-03-14' AS event_date, detector, field, '{}' AS value, score, severity,
          reason, '{}' AS evidence
        FROM VALUES
          ('a1', 'e1', 'm01', 'clusters', 'clusters', 0.9D, 'high', 'lies apart'),
          ('a2', 'e2', 'm02', 'clusters', 'clusters', 0.8D, 'high', 'lies apart'),
          ('a3', 'e1', 'm01', 'flag:large', 'large', 0.6D, 'medium', '10.0.0.9 got much'),
          ('a4', 'e1', 'm01', 'flag:gone', 'gone', 0.3D, 'low', 'of an older config')
          AS found(id, event, message, detector, field, score, severity, reason)
        """;
    warehouse.append(
        Table.ANOMALIES,
        spark.sql(anomalies).selectExpr("*", "NULL AS ln_tail", "NULL AS learning"));
    warehouse.append(
        Table.MALICIOUS_EVENTS,
        spark
            .sql(anomalies)
            .selectExpr(
                "*",
                "null AS investigation_id",
                "'r' AS run_id",
                "CAST(null AS ARRAY<STRING>) AS attack"));

    Report report = FromTables.of(warehouse, features(), 17).report(new TreeSet<>(List.of(DATE)));

    assertEquals(
        List.of("large", "gone", "never"), report.flags().stream().map(Flag::name).toList());
    Flag large = report.flags().get(0);
    assertEquals("More than usual", large.description());
    assertEquals("{actor} got much", large.message());
    assertEquals("{\"bytes\":901,\"host\":\"10.0.0.9\",\"type\":\"TXT\"}", data(large));
    assertEquals("{size=901, kind=TXT}", large.records().get(0).features().toString());
    Flag never = report.flags().get(2);
    assertEquals(0, never.hits());
    assertEquals("high", never.severity());
    assertEquals(List.of(), never.records());

    Clusters clusters = report.clusters().get(0);
    assertEquals(40, clusters.records());
    assertEquals(13, clusters.distinct());
    assertEquals(13, clusters.points().size());
    assertTrue(clusters.points().stream().allMatch(point -> point.example().data() != null));
    assertEquals(2, clusters.suspectRecords());
    assertEquals(
        List.of("m01", "m02"),
        clusters.suspects().stream().map(suspect -> suspect.record().messageId()).toList());
    assertEquals(1, clusters.suspects().get(0).cluster());

    FieldHistory size = report.actors().get(0).fields().get(1);
    assertEquals("size", size.field());
    assertEquals(List.of("900"), size.usual().stream().map(Report.Usual::value).toList());
    assertEquals(List.of("901", "902"), size.odd().stream().map(Report.Odd::value).toList());
    assertEquals(
        List.of(),
        FromTables.of(warehouse, features(), 17).findings(new TreeSet<>(List.of(DATE))).clusters());
  }

  /** Two dates half a year apart, and two that are centuries apart. */
  @Test
  void aReportOfManyMonthsTellsOfTheWholeAndDrawsTheLast() {
    SparkSession spark = SharedSpark.session();
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    List<LocalDate> dates =
        List.of(
            LocalDate.parse("1601-01-01"),
            LocalDate.parse("2024-01-01"),
            LocalDate.parse("2024-06-01"));
    warehouse.append(
        Table.MESSAGES,
        spark.sql(
            """
            SELECT 'dns' AS transport, concat('m', day) AS message_id,
              CAST(concat(day, ' 10:00:00') AS TIMESTAMP) AS event_time,
              CAST(day AS DATE) AS event_date,
              parse_json('{"host":"10.0.0.9","bytes":900,"type":"TXT"}') AS data,
              'f' AS source_file, TIMESTAMP'2025-03-15 00:00:00' AS ingested_at
            FROM VALUES ('1601-01-01'), ('2024-01-01'), ('2024-06-01') AS days(day)
            """));
    String anomalies =
        """
        SELECT concat(profile, day) AS anomaly_id, concat(profile, day) AS event_id, profile,
          '10.0.0.9' AS actor, 'dns' AS transport, concat('m', day) AS message_id,
          CAST(concat(day, ' 10:00:00') AS TIMESTAMP) AS event_time,
          CAST(day AS DATE) AS event_date, detector, 'type' AS field, '"TXT"' AS value,
          1.0D AS score, 'high' AS severity, 'odd' AS reason, '{}' AS evidence
        FROM VALUES ('1601-01-01'), ('2024-01-01'), ('2024-06-01') AS days(day),
          VALUES ('hosts', 'reporter'), ('features', 'flag:large') AS found(profile, detector)
        """;
    warehouse.append(
        Table.ANOMALIES,
        spark.sql(anomalies).selectExpr("*", "NULL AS ln_tail", "NULL AS learning"));
    warehouse.append(
        Table.MALICIOUS_EVENTS,
        spark
            .sql(anomalies)
            .selectExpr(
                "*",
                "null AS investigation_id",
                "'r' AS run_id",
                "CAST(null AS ARRAY<STRING>) AS attack"));
    warehouse.append(
        Table.FEATURE_COUNTS,
        spark.sql(
            """
            SELECT 'hosts' AS profile, 'type' AS field, '10.0.0.9' AS actor, '"TXT"' AS value,
              CAST(day AS DATE) AS event_date, 1L AS count,
              TIMESTAMP'2024-01-01 10:00:00' AS first_seen,
              TIMESTAMP'2024-01-01 10:00:00' AS last_seen
            FROM VALUES ('1601-01-01'), ('2024-01-01'), ('2024-06-01') AS days(day)
            """));
    FromTables tables = FromTables.of(warehouse, features(), 17);

    for (List<LocalDate> some : List.of(dates.subList(1, 3), dates)) {
      Report report = tables.report(new TreeSet<>(some));

      assertEquals(some.get(0), report.from());
      assertEquals(2 * some.size(), report.events().size());
      assertEquals(2L * some.size(), report.totals().maliciousEvents());
      assertEquals(2, report.actors().size());
      for (ActorHistory actor : report.actors()) {
        assertEquals(LocalDate.parse("2024-03-02"), actor.firstDay(), actor.profile());
        for (FieldHistory field : actor.fields()) {
          field.usual().forEach(value -> assertEquals(92, value.days().size()));
        }
      }
      FieldHistory type =
          report.actors().stream()
              .filter(actor -> actor.profile().equals("hosts"))
              .findFirst()
              .orElseThrow()
              .fields()
              .get(0);
      assertEquals(
          List.of(Instant.parse("2024-06-01T10:00:00Z")),
          type.odd().stream().map(Report.Odd::eventTime).toList());
    }
  }

  private static Optional<Features> features() {
    String config =
        """
        transports: {dns: {type: files, path: x, format: json, time: t}}
        features:
          actor: host
          features:
            - {type: field, name: size, data_needed: [bytes]}
            - {type: field, name: kind, data_needed: [type]}
          flags:
            - {type: sql, name: large, data_needed: [bytes], expression: "double(bytes) > 900",
               message: "{actor} got much", description: More than usual}
            - {type: sql, name: never, data_needed: [bytes], expression: "false", severity: high}
          clusters: {}
        """;
    return Profiles.features(
        new ConfigReader(Registry.load(), Map.of())
            .read("test.yml", config.getBytes(UTF_8), List.of(), Config.class)
            .config());
  }

  private static String data(Flag flag) {
    return flag.records().get(0).data().toString();
  }
}
