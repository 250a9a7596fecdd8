package dev.nightwarden.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which alerts hang together. */
class CampaignsTest {
  @TempDir Path folder;

  /** Rows of the parts, with null for the table's other columns. */
  private static Dataset<Row> rows(Table table, List<String> lines, String... columns) {
    Dataset<Row> rows =
        SharedSpark.session()
            .createDataset(lines, Encoders.STRING())
            .selectExpr("split(value, ' ') AS part")
            .selectExpr(columns);
    for (String column : table.schema().fieldNames()) {
      if (!List.of(rows.columns()).contains(column)) {
        rows = rows.withColumn(column, lit(null));
      }
    }
    return rows.select(table.columns());
  }

  private Warehouse warehouse() {
    Warehouse warehouse = new Warehouse(SharedSpark.session(), folder.toString());
    List<String> shown = new ArrayList<>();
    List<String> known = new ArrayList<>();
    // Who is alerted when, and what the event shows; a dash: it is excused.
    for (String alert :
        List.of(
            "ann 2025-03-10 city Lima",
            "bob 2025-03-12 city Lima",
            "ann 2025-03-10 device mac",
            "bob 2025-03-12 device mac",
            "cid 2025-03-10 city Kyiv",
            "dee 2025-03-20 city Kyiv",
            "eve 2025-03-10 agent curl",
            "fay 2025-03-10 agent curl-")) {
      shown.add(alert);
      known.add(alert);
    }
    // Sixty others have the same device as Ann and Bob; one more was in Lima.
    for (int i = 0; i < 60; i++) {
      known.add("u%d 2025-03-09 device mac".formatted(i));
    }
    known.add("u1 2025-03-01 city Lima");
    String event = "concat_ws('-', part[0], part[2]) AS event_id";
    warehouse.append(
        Table.ANOMALIES,
        rows(
            Table.ANOMALIES,
            shown,
            "'logins' AS profile",
            "part[0] AS actor",
            "CAST(part[1] AS DATE) AS event_date",
            "part[2] AS field",
            "to_json(named_struct('v', part[3])) AS value",
            event,
            "concat_ws('-', part[0], part[2], part[3]) AS anomaly_id",
            "'reporter' AS detector",
            "1D AS score"));
    warehouse.append(
        Table.EXCUSED,
        rows(
            Table.EXCUSED,
            List.of("fay-agent-curl- 2025-03-10"),
            "part[0] AS anomaly_id",
            "CAST(part[1] AS DATE) AS event_date"));
    warehouse.append(
        Table.FEATURE_COUNTS,
        rows(
            Table.FEATURE_COUNTS,
            known,
            "'logins' AS profile",
            "part[0] AS actor",
            "CAST(part[1] AS DATE) AS event_date",
            "part[2] AS field",
            "to_json(named_struct('v', part[3])) AS value",
            "1L AS count"));
    warehouse.append(
        Table.RISKS,
        rows(
            Table.RISKS,
            shown,
            "part[0] AS actor",
            "CAST(part[1] AS DATE) AS event_date",
            "concat('alert-', part[0]) AS alert_id",
            "array(named_struct('event_date', CAST(part[1] AS DATE), 'profile', 'logins', 'detector',"
                + " 'evidence', 'field', CAST(null AS STRING), 'points', 1D, 'event_id',"
                + " concat_ws('-', part[0], part[2]), 'reason', 'r', 'attack',"
                + " CAST(null AS ARRAY<STRING>))) AS contributions"));
    return warehouse;
  }

  @Test
  void areAlertsOfSeveralCloseInTimeThatShowWhatIsRare() {
    Warehouse warehouse = warehouse();
    Column isAlerted = col("alert_id").isNotNull();

    List<Campaign> found =
        Campaigns.of(warehouse, warehouse.read(Table.RISKS).where(isAlerted), lit(true));

    assertEquals(
        List.of(
            new Campaign(
                List.of("ann", "bob"),
                2,
                List.of("alert-ann", "alert-bob"),
                "logins",
                "city",
                "{\"v\":\"Lima\"}",
                3)),
        found);
    assertEquals(
        "Maybe one campaign: ann, bob have city {\"v\":\"Lima\"} in common, which 1 other actor of"
            + " logins showed in 28 days.",
        Words.campaign(found.get(0)));
    assertEquals(
        List.of(),
        Campaigns.of(warehouse, warehouse.read(Table.RISKS).where("actor = 'ann'"), lit(true)));
  }
}
