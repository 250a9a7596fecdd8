package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.delta.tables.DeltaTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of a Delta table as JSON objects. The table counts as one file, whose length is its
 * version: with each new version it is read again, and known rows fall out.
 */
final class DeltaRecords {
  private static final Map<String, String> AS_THEY_ARE =
      Map.of(
          "ignoreNullFields", "false",
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

  private DeltaRecords() {}

  /** Reads a table, where it is wanted. */
  static RawRecords read(Reading reading, String path, int maxBytes) {
    SparkSession spark = reading.spark();
    if (!DeltaTable.isDeltaTable(spark, path)) {
      throw new IngestException(
          "transports.%s.path: %s is not a Delta table".formatted(reading.transport(), path));
    }
    Row last =
        DeltaTable.forPath(spark, path)
            .history(1)
            .selectExpr("version", "unix_millis(timestamp)")
            .first();
    SourceFile table = new SourceFile(path, last.getLong(0), last.getLong(1));
    if (!reading.wanted().test(table)) {
      return new RawRecords(spark.createDataFrame(List.of(), RawRecords.SCHEMA), List.of());
    }
    Dataset<Row> rows =
        spark.read().format("delta").option("versionAsOf", table.length()).load(path);
    return new RawRecords(
        rows.select(to_json(struct("*"), AS_THEY_ARE))
            .map(
                (MapFunction<Row, Row>)
                    row -> {
                      String record = row.getString(0);
                      return record.length() > maxBytes
                          ? RawRecords.refused(table, record, "longer than max_bytes")
                          : RawRecords.record(table, record, null);
                    },
                Encoders.row(RawRecords.SCHEMA)),
        List.of(table));
  }
}
