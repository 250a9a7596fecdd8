package dev.nightwarden.table;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir Path folder;

  @Test
  void aFolderHoldsTables() {
    replacesSlicesAndCountsWhatItWrites(new Warehouse(SPARK, folder.toString()));
  }

  @Test
  void aSchemaOfACatalogHoldsTables() {
    SPARK.sql("CREATE SCHEMA nights LOCATION '%s'".formatted(folder));
    try {
      replacesSlicesAndCountsWhatItWrites(new Warehouse(SPARK, "spark_catalog.nights"));
    } finally {
      SPARK.sql("DROP SCHEMA nights CASCADE");
    }
  }

  private static void replacesSlicesAndCountsWhatItWrites(Warehouse warehouse) {
    assertEquals(List.of(), actors(warehouse));
    assertEquals(3, replace(warehouse, "2025-03-01", "ann", "bob", "cy"));
    assertEquals(2, replace(warehouse, "2025-03-02", "ann", "dan"));
    assertEquals(1, replace(warehouse, "2025-03-01", "eve"));
    assertEquals(List.of("2025-03-01 eve", "2025-03-02 ann", "2025-03-02 dan"), actors(warehouse));
    assertEquals(0, replace(warehouse, "2025-03-02"));
    assertEquals(List.of("2025-03-01 eve"), actors(warehouse));

    warehouse.mergeNew(Table.FEATURE_COUNTS, rows("2025-03-01", "eve", "fay"), Columns.ACTOR);
    warehouse.append(Table.FEATURE_COUNTS, rows("2025-03-03", "o'hara"));
    assertEquals(
        List.of("2025-03-01 eve", "2025-03-01 fay", "2025-03-03 o'hara"), actors(warehouse));
    assertEquals(
        List.of(LocalDate.parse("2025-03-01"), LocalDate.parse("2025-03-03")),
        List.copyOf(warehouse.dates(Table.FEATURE_COUNTS)));
  }

  private static long replace(Warehouse warehouse, String date, String... actors) {
    Counted counted = new Counted(rows(date, actors), count(lit(1)).as("rows"));
    warehouse.replace(
        Table.FEATURE_COUNTS,
        counted.rows(),
        Slices.sql(new TreeSet<>(List.of(LocalDate.parse(date)))) + " AND field = 'city'");
    return counted.get("rows");
  }

  private static Dataset<Row> rows(String date, String... actors) {
    return SPARK
        .createDataset(List.of(actors), Encoders.STRING())
        .selectExpr(
            "'p' AS profile",
            "'city' AS field",
            "value AS actor",
            "'x' AS value",
            "DATE'" + date + "' AS event_date",
            "1L AS count",
            "TIMESTAMP'2025-03-01 00:00:00' AS first_seen",
            "TIMESTAMP'2025-03-01 00:00:00' AS last_seen");
  }

  private static List<String> actors(Warehouse warehouse) {
    return warehouse
        .read(Table.FEATURE_COUNTS)
        .selectExpr("concat(event_date, ' ', actor) AS row")
        .sort("row")
        .as(Encoders.STRING())
        .collectAsList();
  }
}
