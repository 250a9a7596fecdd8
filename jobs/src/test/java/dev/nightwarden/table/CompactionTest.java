package dev.nightwarden.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that pass after pass adds to a date, with the settings of a watch. */
class CompactionTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.databricks.delta.autoCompact.enabled", "true",
          "spark.databricks.delta.autoCompact.minNumFiles", "4");

  @TempDir Path folder;

  @Test
  void theSmallFilesOfADateAreBroughtTogetherAndALaterHolderIsNoneTheWorse() {
    SparkSession spark = SharedSpark.session().newSession();
    SETTINGS.forEach(spark.conf()::set);
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    warehouse.fence(new Fence(folder.toString(), 1, () -> {}), false);
    for (int i = 0; i < 6; i++) {
      warehouse.append(Table.MESSAGES, message(spark, i));
    }

    assertTrue(files(warehouse) < 4, () -> files(warehouse) + " files");
    assertEquals(List.of("0", "1", "2", "3", "4", "5"), ids(warehouse));
    warehouse.fence(new Fence(folder.toString(), 2, () -> {}), true);
    warehouse.replace(Table.MESSAGES, message(spark, 7), "event_date = DATE'2025-03-01'");
    assertEquals(List.of("7"), ids(warehouse));
  }

  private static Dataset<Row> message(SparkSession spark, int number) {
    return spark.sql(
        """
        SELECT 't' transport, '%d' message_id, timestamp'2025-03-01 10:00:00' event_time,
          date'2025-03-01' event_date, parse_json('{}') data, '' source_file,
          timestamp'2025-03-02 10:00:00' ingested_at
        """
            .formatted(number));
  }

  private static int files(Warehouse warehouse) {
    return warehouse.read(Table.MESSAGES).inputFiles().length;
  }

  private static List<String> ids(Warehouse warehouse) {
    return warehouse
        .read(Table.MESSAGES)
        .select("message_id")
        .orderBy("message_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
