package dev.nightwarden.assess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.investigate.Attack;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three laws of risks and alerts: batches, again, the future; and late data. */
class AssessStageTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-02-20");
  private static final int DAYS = 8;

  @TempDir Path folder;

  private final AssessStage stage =
      new AssessStage(
          new AlertSettings(2, 20, 2, "events"), List.of(), List.of(), Attack.NONE, "investigate");

  /** Flags of eight dates; nobody counts who was active, so that they have points by severity. */
  private static Dataset<Row> anomalies() {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int i = 0; i < 2 + random.nextInt(4); i++) {
        lines.add(
            "%s a%d flag:f%d %s"
                .formatted(
                    FIRST.plusDays(day),
                    random.nextInt(6),
                    random.nextInt(3),
                    List.of("low", "medium", "high").get(random.nextInt(3))));
      }
    }
    Dataset<Row> rows =
        SharedSpark.session()
            .createDataset(lines, Encoders.STRING())
            .selectExpr("split(value, ' ') AS part")
            .selectExpr(
                "sha2(to_json(part), 256) AS anomaly_id",
                "sha2(to_json(part), 256) AS event_id",
                "'features' AS profile",
                "part[1] AS actor",
                "CAST(part[0] AS DATE) AS event_date",
                "part[2] AS detector",
                "1D AS score",
                "part[3] AS severity",
                "concat(part[2], ' of ', part[1]) AS reason")
            .distinct();
    for (String column : Table.ANOMALIES.schema().fieldNames()) {
      if (!List.of(rows.columns()).contains(column)) {
        rows = rows.withColumn(column, lit(null));
      }
    }
    return rows.select(Table.ANOMALIES.columns());
  }

  private Warehouse warehouse(String name, Dataset<Row> anomalies) {
    Warehouse warehouse = new Warehouse(SharedSpark.session(), folder.resolve(name).toString());
    warehouse.append(Table.ANOMALIES, anomalies);
    return warehouse;
  }

  private void assess(Warehouse warehouse, int from, int to) {
    StageContext night =
        (StageContext)
            Proxy.newProxyInstance(
                StageContext.class.getClassLoader(),
                new Class<?>[] {StageContext.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "warehouse" -> warehouse;
                      case "newest" -> FIRST.plusDays(to);
                      case "elapsed" -> "0.01";
                      case "count", "done" -> null;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (int day = from; day <= to; day++) {
      dates.add(FIRST.plusDays(day));
    }
    stage.run(night, dates);
  }

  private static List<String> rows(Warehouse warehouse, Column where) {
    List<String> rows = new ArrayList<>();
    for (Table table : List.of(Table.RISKS, Table.ALERTS)) {
      rows.addAll(
          warehouse
              .read(table)
              .where(where)
              .selectExpr("to_json(struct(*)) AS row")
              .orderBy("row")
              .as(Encoders.STRING())
              .collectAsList());
    }
    return rows;
  }

  @Test
  void nightsGiveWhatOneRangeGivesAndKnowNothingOfLaterDates() {
    Dataset<Row> anomalies = anomalies().persist();
    Warehouse whole = warehouse("whole", anomalies);
    assess(whole, 0, DAYS - 1);
    List<String> expected = rows(whole, lit(true));
    assertTrue(
        whole.read(Table.ALERTS).where("dates > 1").count() > 2, "alerts that go on are in it");
    assertTrue(
        whole.read(Table.RISKS).where("alert_id IS NULL AND risk >= 20").count() > 0,
        "so are such as found no place");

    // A night at a time, each with no anomaly of a later date.
    Warehouse nightly = warehouse("nightly", anomalies.where(lit(false)));
    for (int day = 0; day < DAYS; day++) {
      nightly.append(
          Table.ANOMALIES, anomalies.where(col("event_date").equalTo(FIRST.plusDays(day))));
      assess(nightly, day, day);
      if (day == DAYS / 2) {
        assess(nightly, day, day);
      }
    }
    assertEquals(String.join("\n", expected), String.join("\n", rows(nightly, lit(true))));

    // In batches, the last of which comes for a date in the middle.
    LocalDate late = FIRST.plusDays(4);
    Warehouse batches = warehouse("batches", anomalies.where(col("event_date").notEqual(late)));
    assess(batches, 0, 2);
    assess(batches, 3, DAYS - 1);
    batches.append(Table.ANOMALIES, anomalies.where(col("event_date").equalTo(late)));
    assess(batches, 4, 4);
    assess(batches, DAYS - 1, DAYS - 1);
    assertEquals(String.join("\n", expected), String.join("\n", rows(batches, lit(true))));
    anomalies.unpersist();
  }

  @Test
  void whatLostItsReasonIsGone() {
    Dataset<Row> anomalies = anomalies();
    Warehouse warehouse = warehouse("gone", anomalies);
    assess(warehouse, 0, DAYS - 1);
    LocalDate date =
        LocalDate.parse(
            warehouse
                .read(Table.ALERTS)
                .selectExpr("CAST(max(event_date) AS STRING)")
                .first()
                .getString(0));

    warehouse.delete(Table.ANOMALIES, col("event_date").geq(lit(date)));
    assess(warehouse, (int) (date.toEpochDay() - FIRST.toEpochDay()), DAYS - 1);

    assertEquals(List.of(), rows(warehouse, col("event_date").geq(lit(date))));
    assertTrue(warehouse.read(Table.ALERTS).count() > 0, "earlier ones are left");
  }

  @Test
  void whatIsExcusedHasNoPoints() {
    Warehouse whole = warehouse("counted", anomalies());
    assess(whole, 0, DAYS - 1);
    Column isExcused = col("actor").equalTo("a1").and(col("detector").equalTo("flag:f1"));
    assertTrue(
        whole.read(Table.ANOMALIES).where(isExcused).count() > 1, "there is something to excuse");

    Warehouse excused = warehouse("excused", anomalies());
    Dataset<Row> rows = anomalies().where(isExcused).withColumn("rule", lit("r"));
    excused.append(
        Table.EXCUSED,
        rows.withColumn("verdict_id", lit(null).cast("string")).select(Table.EXCUSED.columns()));
    assess(excused, 0, DAYS - 1);
    Warehouse without = warehouse("without", anomalies().where(not(isExcused)));
    assess(without, 0, DAYS - 1);

    assertEquals(rows(without, lit(true)), rows(excused, lit(true)));
    assertTrue(!rows(whole, lit(true)).equals(rows(excused, lit(true))), "it makes a difference");
  }
}
