package dev.nightwarden.feature;

import dev.nightwarden.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of {@code messages} for tests, without a table. */
final class Messages {
  private final List<Row> rows = new ArrayList<>();

  /**
   * Adds a message of the transport dns, its id being its number.
   *
   * @param json its data, with ' for "
   */
  Messages add(String time, String json) {
    rows.add(
        RowFactory.create("dns", "m%05d".formatted(rows.size()), time, json.replace('\'', '"')));
    return this;
  }

  Dataset<Row> rows() {
    return SharedSpark.session()
        .createDataFrame(
            rows,
            StructType.fromDDL("transport STRING, message_id STRING, time STRING, json STRING"))
        .selectExpr(
            "transport",
            "message_id",
            "cast(time as timestamp) as event_time",
            "cast(cast(time as timestamp) as date) as event_date",
            "parse_json(json) as data");
  }
}
