package dev.nightwarden.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdsTest {
  @TempDir private java.nio.file.Path folder;

  @Test
  void parquetLooksForRepetitionsInAllButIds() throws IOException {
    SparkSession spark = SharedSpark.session();
    String table = folder.resolve("t").toString();
    spark
        .range(0, 1000, 1, 1)
        .selectExpr(
            "CAST(id AS STRING) AS message_id",
            "CAST(id AS STRING) AS event_id",
            "'t' AS transport")
        .write()
        .format("delta")
        .save(table);

    String file = spark.read().format("delta").load(table).inputFiles()[0];
    Map<String, Boolean> dictionaries = new TreeMap<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file), new Configuration(false)))) {
      for (ColumnChunkMetaData column : reader.getFooter().getBlocks().get(0).getColumns()) {
        dictionaries.put(
            column.getPath().toDotString(), column.getEncodingStats().hasDictionaryPages());
      }
    }

    assertEquals(Map.of("message_id", false, "event_id", false, "transport", true), dictionaries);
  }
}
