package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * The tables of one deployment. A table is made, empty, when it is first asked for; every write is
 * one Delta commit.
 *
 * @param location a folder, a URI such as {@code s3a://bucket/nightwarden}, or {@code
 *     catalog.schema}: two plain words and one dot
 */
public record Warehouse(SparkSession spark, String location) {
  private static final Pattern CATALOG_SCHEMA = Pattern.compile("\\w+\\.\\w+");

  /** The rows of a table, with its declared columns. */
  public Dataset<Row> read(Table table) {
    ensure(table);
    Dataset<Row> rows =
        inCatalog()
            ? spark.read().table(name(table))
            : spark.read().format("delta").load(name(table));
    return rows.select(columns(table));
  }

  /** The event dates a table has rows of. */
  public NavigableSet<LocalDate> dates(Table table) {
    return read(table)
        .select(col(Columns.EVENT_DATE).cast("string"))
        .distinct()
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .map(LocalDate::parse)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Adds rows. */
  public void append(Table table, Dataset<Row> rows) {
    ensure(table);
    save(table, writer(table, rows).mode("append"));
  }

  /**
   * Replaces the rows for which an SQL condition holds by these rows, in one commit. The condition
   * must hold for each row that is written; Delta refuses others.
   */
  public void replace(Table table, Dataset<Row> rows, String where) {
    ensure(table);
    save(table, writer(table, rows).mode("overwrite").option("replaceWhere", where));
  }

  /** Adds rows whose key is new and overwrites rows whose key is known, in one commit. */
  public void merge(Table table, Dataset<Row> rows, String... keys) {
    matched(table, rows, keys).whenMatched().updateAll().whenNotMatched().insertAll().execute();
  }

  /** Adds rows whose key is new and leaves known ones as they are, in one commit. */
  public void mergeNew(Table table, Dataset<Row> rows, String... keys) {
    matched(table, rows, keys).whenNotMatched().insertAll().execute();
  }

  private io.delta.tables.DeltaMergeBuilder matched(
      Table table, Dataset<Row> rows, String... keys) {
    ensure(table);
    Column same =
        Arrays.stream(keys)
            .map(key -> col("old." + key).eqNullSafe(col("new." + key)))
            .reduce(functions.lit(true), Column::and);
    return deltaTable(table).as("old").merge(rows.select(columns(table)).as("new"), same);
  }

  /** The Delta table itself, for its history and its maintenance. */
  public DeltaTable deltaTable(Table table) {
    return inCatalog()
        ? DeltaTable.forName(spark, name(table))
        : DeltaTable.forPath(spark, name(table));
  }

  private boolean inCatalog() {
    return CATALOG_SCHEMA.matcher(location).matches();
  }

  private String name(Table table) {
    return location + (inCatalog() ? "." : "/") + table.tableName();
  }

  private void ensure(Table table) {
    if (inCatalog()
        ? spark.catalog().tableExists(name(table))
        : DeltaTable.isDeltaTable(spark, name(table))) {
      return;
    }
    DeltaTableBuilder builder = DeltaTable.createIfNotExists(spark);
    builder = inCatalog() ? builder.tableName(name(table)) : builder.location(name(table));
    for (StructField field : table.schema().fields()) {
      builder = builder.addColumn(field);
    }
    builder.partitionedBy(table.partitions().toArray(String[]::new)).execute();
  }

  private static DataFrameWriter<Row> writer(Table table, Dataset<Row> rows) {
    return rows.select(columns(table)).write().format("delta");
  }

  private void save(Table table, DataFrameWriter<Row> writer) {
    if (inCatalog()) {
      writer.saveAsTable(name(table));
    } else {
      writer.save(name(table));
    }
  }

  private static Column[] columns(Table table) {
    return List.of(table.schema().fieldNames()).stream().map(functions::col).toArray(Column[]::new);
  }
}
