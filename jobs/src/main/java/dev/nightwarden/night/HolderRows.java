package dev.nightwarden.night;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import io.delta.tables.DeltaTable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The holder as the one row of the table {@code lease}, changed by commits of which Delta lets one
 * through where several come after the same holder.
 */
final class HolderRows implements Holders {
  private final Warehouse warehouse;

  HolderRows(Warehouse warehouse) {
    warehouse.upgrade(Table.LEASE);
    this.warehouse = warehouse.apart();
  }

  @Override
  public Optional<Holder> latest() {
    return warehouse
        .read(Table.LEASE)
        .selectExpr(
            "coalesce(number, 0)",
            "holder",
            "host",
            "pid",
            "unix_seconds(pid_started)",
            "unix_seconds(since)",
            "unix_seconds(renewed_at)",
            "cast(from_date as string)",
            "cast(to_date as string)")
        .collectAsList()
        .stream()
        .findFirst()
        .map(
            row ->
                new Holder(
                    row.getLong(0),
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.isNullAt(4) ? null : row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getString(7),
                    row.getString(8)));
  }

  @Override
  public void succeed(Holder previous, Holder next) {
    if (previous == null) {
      table()
          .as("lease")
          .merge(
              warehouse
                  .spark()
                  .createDataFrame(List.of(row(next)), Table.LEASE.schema())
                  .as("mine"),
              lit(true))
          .whenNotMatched()
          .insertAll()
          .execute();
    } else {
      set(
          col("holder")
              .eqNullSafe(lit(previous.run()))
              .and(coalesce(col("number"), lit(0L)).equalTo(previous.number())),
          next);
    }
  }

  @Override
  public void update(Holder holder) {
    set(col("number").equalTo(holder.number()), holder);
  }

  private void set(Column where, Holder holder) {
    Row row = row(holder);
    String[] names = Table.LEASE.schema().fieldNames();
    Map<String, Column> set = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      set.put(names[i], lit(row.get(i)).cast(Table.LEASE.schema().apply(i).dataType()));
    }
    table().update(where, set);
  }

  private static Row row(Holder holder) {
    return RowFactory.create(
        holder.run(),
        holder.host(),
        holder.pid(),
        holder.pidStarted() == null ? null : Instant.ofEpochSecond(holder.pidStarted()),
        Instant.ofEpochSecond(holder.since()),
        Instant.ofEpochSecond(holder.renewedAt()),
        holder.number(),
        holder.span() == null ? null : holder.span().from(),
        holder.span() == null ? null : holder.span().to());
  }

  private DeltaTable table() {
    return warehouse.deltaTable(Table.LEASE);
  }
}
