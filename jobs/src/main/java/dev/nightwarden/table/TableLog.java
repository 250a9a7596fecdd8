package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.delta.DeltaHistoryManager;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
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
    if (!warehouse.inCatalog()) {
      return DeltaLog.forTable(warehouse.spark(), name);
    }
    int dot = name.lastIndexOf('.');
    int first = name.indexOf('.');
    return DeltaLog.forTable(
        warehouse.spark(),
        new TableIdentifier(
            name.substring(dot + 1),
            Option.apply(name.substring(first + 1, dot)),
            Option.apply(name.substring(0, first))));
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
