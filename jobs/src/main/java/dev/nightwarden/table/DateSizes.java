package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import scala.Option;

/** How large the dates of a table are, by Delta's log alone. */
public final class DateSizes {
  private DateSizes() {}

  /** Bytes of data files by date of a table that is partitioned by date; empty before its first. */
  public static SortedMap<LocalDate, Long> of(Warehouse warehouse, Table table) {
    SortedMap<LocalDate, Long> sizes = new TreeMap<>();
    if (warehouse.exists(table)) {
      TableLog.log(warehouse, table)
          .update(false, Option.empty(), Option.empty())
          .allFiles()
          .toDF()
          .groupBy(col("partitionValues").getItem(table.partitions().get(0)))
          .agg(sum("size"))
          .collectAsList()
          .forEach(row -> sizes.put(LocalDate.parse(row.getString(0)), row.getLong(1)));
    }
    return sizes;
  }

  /** Whether a table may be larger than this, by the sum that Spark plans with. */
  public static boolean mayExceed(Warehouse warehouse, Table table, long bytes) {
    return warehouse.exists(table)
        && warehouse.rows(table).queryExecution().analyzed().stats().sizeInBytes().toLong() > bytes;
  }
}
