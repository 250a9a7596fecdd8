package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Slices;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A data set that stores are asked to hold: the rows of one table of the warehouse, in columns that
 * last. A new version of it adds columns at the end and changes none.
 *
 * @param name the table's: {@code malicious_events}
 * @param table its rows of all dates, as the warehouse has them, {@code event_date} among the
 *     columns
 * @param dates the event dates to replace; a date without rows is to be empty
 * @param columns in their order, by version
 * @param key the columns that tell a row from all others
 * @param order the columns that rows are sorted by, as far as stores keep an order: first a
 *     timestamp whose UTC date is the event date
 */
public record StoredTable(
    String name,
    Dataset<Row> table,
    SortedSet<LocalDate> dates,
    List<StoredColumn> columns,
    List<String> key,
    List<String> order) {

  public StoredTable {
    dates = Collections.unmodifiableSortedSet(new TreeSet<>(dates));
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    order = List.copyOf(order);
    int version = 1;
    for (StoredColumn column : columns) {
      if (column.since() < version || column.since() > version + 1) {
        throw new IllegalArgumentException(
            "column %s of version %d comes after one of version %d"
                .formatted(column.name(), column.since(), version));
      }
      version = column.since();
    }
    List<String> names = columns.stream().map(StoredColumn::name).toList();
    if (new HashSet<>(names).size() < names.size()
        || !names.containsAll(key)
        || !names.containsAll(order)
        || key.isEmpty()
        || order.isEmpty()) {
      throw new IllegalArgumentException(
          "columns %s do not go with the key %s and the order %s".formatted(names, key, order));
    }
  }

  /** How many versions there were, this one included. */
  public int version() {
    return columns.get(columns.size() - 1).since();
  }

  /** The names of the columns. */
  public List<String> names() {
    return names(version());
  }

  /** The names of the columns that a version had. */
  public List<String> names(int version) {
    return columns.stream()
        .filter(column -> column.since() <= version)
        .map(StoredColumn::name)
        .toList();
  }

  /** The column of a row's time, a timestamp whose UTC date is the event date. */
  public String time() {
    return order.get(0);
  }

  /** The same with other dates to replace. */
  public StoredTable of(SortedSet<LocalDate> otherDates) {
    return new StoredTable(name, table, otherDates, columns, key, order);
  }

  /** The rows of the dates, with the columns of the table. */
  public Dataset<Row> found() {
    return table.filter(Slices.of(dates));
  }

  /** The rows of the dates as stores hold them, in no particular order. Texts hold no NUL. */
  public Dataset<Row> rows() {
    return stored(found());
  }

  /** The rows of all dates as stores hold them. */
  public Dataset<Row> allRows() {
    return stored(table);
  }

  /** The dates that have rows. */
  SortedSet<LocalDate> present() {
    SortedSet<LocalDate> present = new TreeSet<>();
    for (Row row :
        table.select(col(Columns.EVENT_DATE).cast("string")).distinct().collectAsList()) {
      present.add(LocalDate.parse(row.getString(0)));
    }
    return present;
  }

  private Dataset<Row> stored(Dataset<Row> rows) {
    Dataset<Row> values =
        rows.select(
            columns.stream()
                .map(column -> column.value().as(column.name()))
                .toArray(Column[]::new));
    List<Column> clean = new ArrayList<>();
    for (StructField field : values.schema().fields()) {
      Column value = col(field.name());
      // PostgreSQL cannot hold a NUL.
      boolean isText = field.dataType().equals(DataTypes.StringType);
      clean.add(isText ? replace(value, lit("\0"), lit("\uFFFD")).as(field.name()) : value);
    }
    return values.select(clean.toArray(Column[]::new));
  }
}
