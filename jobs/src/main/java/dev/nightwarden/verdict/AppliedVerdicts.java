package dev.nightwarden.verdict;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * By which verdicts dates were looked at, as {@link Verdicts#on} has it: their anomalies, in {@link
 * Table#APPLIED_VERDICTS}, or their messages, in {@link Table#WITHHELD}.
 */
public final class AppliedVerdicts {
  private AppliedVerdicts() {}

  /** Writes down, in one of the tables, by which dates were looked at. */
  public static void note(
      Warehouse warehouse, Table table, Verdicts verdicts, NavigableSet<LocalDate> dates) {
    Map<LocalDate, String> now = verdicts.on(dates);
    if (now.isEmpty() && !warehouse.exists(table)) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    now.forEach((date, hash) -> rows.add(RowFactory.create(date, hash)));
    warehouse.replace(
        table, warehouse.spark().createDataFrame(rows, table.schema()), Slices.sql(dates));
  }

  /** Of these dates those that were looked at by others than these verdicts. */
  static NavigableSet<LocalDate> others(
      Warehouse warehouse, Table table, Verdicts verdicts, NavigableSet<LocalDate> dates) {
    Map<LocalDate, String> now = verdicts.on(dates);
    Map<LocalDate, String> then = new TreeMap<>();
    for (Row row :
        warehouse
            .read(table)
            .select(col(EVENT_DATE).cast("string"), col("verdicts"))
            .collectAsList()) {
      then.put(LocalDate.parse(row.getString(0)), row.getString(1));
    }
    NavigableSet<LocalDate> others = new TreeSet<>(dates);
    others.removeIf(date -> Objects.equals(now.get(date), then.get(date)));
    return others;
  }
}
