package dev.nightwarden.table;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
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

  @Test
  void aPlaceThatIsNotItsOwnIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    refuses("warehouse is file:%1$s, a file; name a folder".formatted(file), file);
    refuses(
        "warehouse is file:%1$s/in, but file:%1$s is a file; name a folder".formatted(file),
        file.resolve("in"));

    Path theirs = folder.resolve("theirs");
    write(theirs.resolve("messages/2025.txt"));
    String noTable =
        "warehouse is file:%s, but messages there is no Delta table; name a folder of Nightwarden's"
            + " own, or move that away";
    refuses(noTable.formatted(theirs), theirs);

    Path parquet = folder.resolve("parquet");
    write(parquet.resolve("messages/event_date=2025-03-01/part-0.parquet"));
    refuses(noTable.formatted(parquet), parquet);
    new Warehouse(SPARK, parquet.toString()).deltaTable(Table.LEASE);
    new Warehouse(SPARK, parquet.toString()).check();
    write(parquet.resolve("messages/notes.txt"));
    refuses(noTable.formatted(parquet), parquet);

    Path table = parquet.resolve("lease");
    refuses(
        "warehouse is file:%s, which is one Delta table; name a folder of Nightwarden's own"
            .formatted(table),
        table);
    new Warehouse(SPARK, folder.resolve("new/one").toString()).check();
  }

  /** As a run leaves it that dies right before the first commit to a table. */
  @Test
  void aLogWithoutACommitIsATableToBeMade() throws IOException {
    for (String table : List.of("lease", "messages", "feature_counts")) {
      write(folder.resolve(table).resolve("_delta_log/.00000000000000000000.json.tmp"));
    }
    Warehouse warehouse = new Warehouse(SPARK, folder.toString());

    warehouse.check();

    assertEquals(0, warehouse.read(Table.MESSAGES).count());
    assertEquals(0, warehouse.deltaTable(Table.LEASE).toDF().count());
    warehouse.append(Table.FEATURE_COUNTS, rows("2025-03-01", "ann"));
    warehouse.check();
    assertEquals(List.of("2025-03-01 ann"), actors(warehouse));
  }

  @Test
  void aNewerOrAlteredWarehouseIsLeftAlone() throws IOException {
    Warehouse warehouse = new Warehouse(SPARK, folder.toString());
    warehouse.deltaTable(Table.LEASE);
    warehouse.deltaTable(Table.REJECTS);
    warehouse.check();
    String rejects = "delta.`" + folder + "/rejects`";
    SPARK.sql("ALTER TABLE " + rejects + " ADD COLUMNS (note STRING)");
    String altered =
        "the table file:%s/rejects was altered (%s): undo that, or set warehouse to another place";
    refuses(altered.formatted(folder, "column note is none of Nightwarden's"), folder);
    SPARK
        .sql("SELECT 1 AS reject_id, 'x' AS transport, 'x' AS source_file, 'x' AS raw")
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(folder + "/rejects");
    refuses(
        altered.formatted(
            folder,
            "column ingested_at is missing; column reason is missing; column reject_id is int, not"
                + " string"),
        folder);

    String lease = "delta.`" + folder + "/lease`";
    SPARK.sql("ALTER TABLE " + lease + " SET TBLPROPERTIES ('nightwarden.format' = '99')");
    refuses(
        "the warehouse file:%s was written by a newer Nightwarden (format 99; this one knows 9): upgrade this one, or set warehouse to another place"
            .formatted(folder),
        folder);
  }

  @Test
  void aTableOfANewerDeltaIsLeftAlone() throws IOException {
    Path log = folder.resolve("runs/_delta_log/00000000000000000000.json");
    Files.createDirectories(log.getParent());
    Files.writeString(
        log,
        """
        {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timeTravelToTomorrow"],"writerFeatures":["timeTravelToTomorrow"]}}
        {"metaData":{"id":"1","format":{"provider":"parquet","options":{}},"schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[]}","partitionColumns":[],"configuration":{}}}
        """);

    refuses(
        "file:%s/runs was written by a newer Delta Lake than this one can read: run Nightwarden with that Delta Lake, or set warehouse to another place"
            .formatted(folder),
        folder);
  }

  @Test
  void aTableOfACatalogThatIsNotDeltaIsRefused() {
    SPARK.sql("CREATE SCHEMA theirs LOCATION '%s'".formatted(folder));
    try {
      SPARK.sql("CREATE TABLE theirs.runs (a INT) USING parquet");
      assertEquals(
          "warehouse is spark_catalog.theirs, but runs there is no Delta table; name a schema of Nightwarden's own, or drop that",
          problem("spark_catalog.theirs"));
    } finally {
      SPARK.sql("DROP SCHEMA theirs CASCADE");
    }
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }

  private static void refuses(String problem, Path place) {
    assertEquals(problem, problem(place.toString()));
  }

  private static String problem(String place) {
    return assertThrows(
            RuntimeException.class, () -> new Warehouse(SPARK, place).check(), "takes " + place)
        .getMessage();
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
