package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;

/** What tables hold, in a form that two warehouses can be compared by. */
final class Tables {
  /** Run ids and wall-clock columns, which the laws leave aside. */
  private static final Set<String> OF_THE_RUN =
      Set.of("ingested_at", "run_id", "delivered_at", "modified");

  private Tables() {}

  /**
   * The rows of every table but {@code runs}, each as JSON, in order, without the folder's name.
   */
  static Map<String, List<String>> contents(Warehouse warehouse, String folder) {
    Map<String, List<String>> contents = new TreeMap<>();
    for (Table table : Table.values()) {
      if (table != Table.RUNS) {
        contents.put(
            table.tableName(),
            rows(warehouse, table).stream().map(row -> row.replace(folder, "")).toList());
      }
    }
    return contents;
  }

  private static List<String> rows(Warehouse warehouse, Table table) {
    Column[] columns =
        Arrays.stream(table.schema().fieldNames())
            .filter(Predicate.not(OF_THE_RUN::contains))
            .map(name -> col(name))
            .toArray(Column[]::new);
    return warehouse
        .read(table)
        .select(to_json(struct(columns)))
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }
}
