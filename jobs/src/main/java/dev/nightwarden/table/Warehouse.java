package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.delta.tables.DeltaMergeBuilder;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;

/**
 * The tables of one deployment. A table that was never written reads as empty; every write is one
 * Delta commit.
 */
public final class Warehouse {
  private static final Pattern CATALOG_SCHEMA = Pattern.compile("\\w+\\.\\w+");

  private final SparkSession spark;
  private final String location;
  private final Set<Table> known = EnumSet.noneOf(Table.class);

  /**
   * @param location a folder, a URI such as {@code s3a://bucket/nightwarden}, or {@code
   *     catalog.schema}: two plain words and one dot
   */
  public Warehouse(SparkSession spark, String location) {
    this.spark = spark;
    this.location =
        CATALOG_SCHEMA.matcher(location).matches() ? location : absolute(spark, location);
  }

  /** The session that reads and writes the tables. */
  public SparkSession spark() {
    return spark;
  }

  /** Where the tables are; a folder's name is absolute. */
  public String location() {
    return location;
  }

  /** The rows of a table, with its declared columns. */
  public Dataset<Row> read(Table table) {
    if (!exists(table)) {
      return spark.createDataFrame(List.<Row>of(), table.schema());
    }
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
    if (!inCatalog()) {
      writer(table, rows).mode("append").save(name(table));
      return;
    }
    try {
      intoCatalog(table, rows).append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException(name(table) + " was dropped while it was written", e);
    }
  }

  /**
   * Replaces the rows for which an SQL condition holds by these rows, in one commit. The condition
   * must hold for each row that is written; Delta refuses others.
   */
  public void replace(Table table, Dataset<Row> rows, String where) {
    if (!exists(table)) {
      append(table, rows);
    } else if (inCatalog()) {
      try {
        intoCatalog(table, rows).overwrite(expr(where));
      } catch (NoSuchTableException e) {
        throw new IllegalStateException(name(table) + " was dropped while it was written", e);
      }
    } else {
      writer(table, rows).mode("overwrite").option("replaceWhere", where).save(name(table));
    }
  }

  /** Adds rows whose key is new and overwrites rows whose key is known, in one commit. */
  public void merge(Table table, Dataset<Row> rows, String... keys) {
    if (exists(table)) {
      matched(table, rows, keys).whenMatched().updateAll().whenNotMatched().insertAll().execute();
    } else {
      append(table, rows);
    }
  }

  /** Adds rows whose key is new and leaves known ones as they are, in one commit. */
  public void mergeNew(Table table, Dataset<Row> rows, String... keys) {
    if (exists(table)) {
      matched(table, rows, keys).whenNotMatched().insertAll().execute();
    } else {
      append(table, rows);
    }
  }

  /** The Delta table itself, for its history and its maintenance; made, empty, if need be. */
  public DeltaTable deltaTable(Table table) {
    if (!exists(table)) {
      append(table, read(table));
    }
    return inCatalog()
        ? DeltaTable.forName(spark, name(table))
        : DeltaTable.forPath(spark, name(table));
  }

  private DeltaMergeBuilder matched(Table table, Dataset<Row> rows, String... keys) {
    Column same =
        Arrays.stream(keys)
            .map(key -> col("old." + key).eqNullSafe(col("new." + key)))
            .reduce(functions.lit(true), Column::and);
    return deltaTable(table).as("old").merge(rows.select(columns(table)).as("new"), same);
  }

  /** Whether a table was ever written. */
  public boolean exists(Table table) {
    if (!known.contains(table)
        && (inCatalog()
            ? spark.catalog().tableExists(name(table))
            : DeltaTable.isDeltaTable(spark, name(table)))) {
      known.add(table);
    }
    return known.contains(table);
  }

  private boolean inCatalog() {
    return CATALOG_SCHEMA.matcher(location).matches();
  }

  private String name(Table table) {
    return location + (inCatalog() ? "." : "/") + table.tableName();
  }

  private static DataFrameWriter<Row> writer(Table table, Dataset<Row> rows) {
    return rows.select(columns(table))
        .write()
        .format("delta")
        .partitionBy(table.partitions().toArray(String[]::new));
  }

  /** Spark counts nothing in a write that makes a table of a catalog: it is made before. */
  private DataFrameWriterV2<Row> intoCatalog(Table table, Dataset<Row> rows) {
    if (!exists(table)) {
      Dataset<Row> none = spark.createDataFrame(List.<Row>of(), table.schema());
      writer(table, none).mode("append").saveAsTable(name(table));
    }
    return rows.select(columns(table)).writeTo(name(table));
  }

  private static Column[] columns(Table table) {
    return Arrays.stream(table.schema().fields())
        .map(field -> col(field.name()).cast(field.dataType()).as(field.name()))
        .toArray(Column[]::new);
  }

  private static String absolute(SparkSession spark, String folder) {
    Path path = new Path(folder);
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration())
          .makeQualified(path)
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException("warehouse " + folder + " cannot be reached", e);
    }
  }
}
