package dev.nightwarden.verdict;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** By which verdicts the anomalies of each date were looked at, as {@link Verdicts#on} has it. */
public final class AppliedVerdicts {
  private AppliedVerdicts() {}

  /** Writes down by which the anomalies of dates were looked at. */
  public static void note(Warehouse warehouse, Verdicts verdicts, NavigableSet<LocalDate> dates) {
    Map<LocalDate, String> now = verdicts.on(dates);
    if (now.isEmpty() && !warehouse.exists(Table.APPLIED_VERDICTS)) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    now.forEach((date, hash) -> rows.add(RowFactory.create(date, hash)));
    warehouse.replace(
        Table.APPLIED_VERDICTS,
        warehouse.spark().createDataFrame(rows, Table.APPLIED_VERDICTS.schema()),
        Slices.sql(dates));
  }

  /** By date, what was written down; dates without verdicts are left out. */
  static Map<LocalDate, String> on(Warehouse warehouse, Collection<LocalDate> dates) {
    Map<LocalDate, String> hashes = new TreeMap<>();
    for (Row row :
        warehouse
            .read(Table.APPLIED_VERDICTS)
            .select(col(EVENT_DATE).cast("string"), col("verdicts"))
            .collectAsList()) {
      LocalDate date = LocalDate.parse(row.getString(0));
      if (dates.contains(date)) {
        hashes.put(date, row.getString(1));
      }
    }
    return hashes;
  }
}
