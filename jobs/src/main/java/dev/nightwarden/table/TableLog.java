package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.delta.DeltaHistoryManager;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import scala.Option;

/** What Delta's log says of a table, without a look at its data. */
public final class TableLog {
  private final DeltaLog log;

  private TableLog(DeltaLog log) {
    this.log = log;
  }

  /** The log of a table; empty where the table was never written. */
  public static Optional<TableLog> of(Warehouse warehouse, Table table) {
    if (!warehouse.exists(table)) {
      return Optional.empty();
    }
    return Optional.of(new TableLog(log(warehouse, table)));
  }

  static DeltaLog log(Warehouse warehouse, Table table) {
    String name = warehouse.name(table);
    return warehouse.inCatalog()
        ? log(warehouse.spark(), name)
        : DeltaLog.forTable(warehouse.spark(), name);
  }

  /**
   * The log of a table of any catalog.
   *
   * @param name one to three plain words with dots between
   */
  static DeltaLog log(SparkSession spark, String name) {
    List<String> path = new ArrayList<>(List.of(name.split("\\.", -1)));
    if (path.size() < 2) {
      path.add(0, spark.catalog().currentDatabase());
    }
    if (path.size() < 3) {
      path.add(0, spark.catalog().currentCatalog());
    }
    TableCatalog catalog =
        (TableCatalog) spark.sessionState().catalogManager().catalog(path.get(0));
    try {
      if (catalog.loadTable(Identifier.of(new String[] {path.get(1)}, path.get(2)))
          instanceof DeltaTableV2 table) {
        return table.deltaLog();
      }
    } catch (NoSuchTableException e) {
      throw new IllegalStateException(name + " was dropped while it was looked at", e);
    }
    throw new IllegalStateException(
        "the catalog %s does not say where the log of %s is: look after that table with the catalog's own means"
            .formatted(path.get(0), name));
  }

  /** How large the table is now. */
  public TableSize size() {
    return size(latest());
  }

  /** Bytes of data files by date; the table is partitioned by date. */
  public SortedMap<LocalDate, Long> bytesByDate(Table table) {
    SortedMap<LocalDate, Long> bytes = new TreeMap<>();
    latest()
        .allFiles()
        .toDF()
        .groupBy(col("partitionValues").getItem(table.partitions().get(0)))
        .agg(sum("size"))
        .collectAsList()
        .forEach(row -> bytes.put(LocalDate.parse(row.getString(0)), row.getLong(1)));
    return bytes;
  }

  /** A size at some time. */
  public record Earlier(TableSize size, Instant at) {}

  /**
   * How large the table was.
   *
   * @return the size at that time; of a younger table nothing; where the log does not reach so far
   *     back, the oldest size that it knows
   */
  public Earlier sizeAt(Instant time) {
    latest();
    DeltaHistoryManager.Commit commit =
        log.history().getActiveCommitAtTime(Timestamp.from(time), Option.empty(), true, true, true);
    Instant at = Instant.ofEpochMilli(commit.timestamp());
    if (!at.isAfter(time)) {
      return new Earlier(size(snapshot(commit.version())), time);
    }
    return new Earlier(
        commit.version() == 0 ? TableSize.NONE : size(snapshot(commit.version())), at);
  }

  private Snapshot latest() {
    return log.update(false, Option.empty(), Option.empty());
  }

  private Snapshot snapshot(long version) {
    return log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
  }

  private static TableSize size(Snapshot snapshot) {
    Column rows = get_json_object(col("stats"), "$.numRecords").cast("bigint");
    Row all =
        snapshot
            .allFiles()
            .toDF()
            .agg(sum(rows), sum(col("size")), count(lit(1)), count(rows))
            .first();
    long files = all.getLong(2);
    if (files == 0) {
      return TableSize.NONE;
    }
    return new TableSize(
        all.getLong(3) == files ? Long.valueOf(all.getLong(0)) : null, all.getLong(1), files);
  }
}
