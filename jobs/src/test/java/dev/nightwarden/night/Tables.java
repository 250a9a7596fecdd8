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
public final class Tables {
  /** Run ids and wall-clock columns, which the laws leave aside. */
  private static final Set<String> OF_THE_RUN =
      Set.of("ingested_at", "run_id", "delivered_at", "modified", "forgotten_at", "completed_at");

  /** Which file a message came in first. */
  private static final String SOURCE_FILE = "source_file";

  private Tables() {}

  /**
   * The rows of every table but {@code runs} and {@code lease}, each as JSON, in order, without the
   * folder's name.
   */
  public static Map<String, List<String>> contents(Warehouse warehouse, String folder) {
    Map<String, List<String>> contents = new TreeMap<>();
    for (Table table : Table.values()) {
      if (table != Table.RUNS && table != Table.LEASE) {
        contents.put(
            table.tableName(),
            rows(warehouse, table).stream().map(row -> row.replace(folder, "")).toList());
      }
    }
    return contents;
  }

  /** The same for logs that came in other files: without {@code files} and {@code source_file}. */
  static Map<String, List<String>> whateverTheFiles(Warehouse warehouse, Set<String> butDates) {
    Map<String, List<String>> contents = new TreeMap<>();
    for (Table table :
        List.of(
            Table.MESSAGES,
            Table.REJECTS,
            Table.FEATURE_COUNTS,
            Table.FORESTS,
            Table.ANOMALIES,
            Table.INVESTIGATIONS,
            Table.MALICIOUS_EVENTS,
            Table.RISKS,
            Table.ALERTS,
            Table.ACTOR_DATES,
            Table.AMOUNTS)) {
      boolean scored = table.compareTo(Table.ANOMALIES) >= 0;
      contents.put(
          table.tableName(),
          rows(warehouse, table, SOURCE_FILE).stream()
              .filter(
                  row ->
                      !scored || butDates.stream().noneMatch(d -> row.contains("_date\":\"" + d)))
              .toList());
    }
    return contents;
  }

  private static List<String> rows(Warehouse warehouse, Table table, String... without) {
    Column[] columns =
        Arrays.stream(table.schema().fieldNames())
            .filter(Predicate.not(OF_THE_RUN::contains))
            .filter(Predicate.not(Set.of(without)::contains))
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
