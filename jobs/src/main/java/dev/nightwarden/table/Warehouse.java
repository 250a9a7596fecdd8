package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.nightwarden.plugin.IllegalKeyException;
import io.delta.tables.DeltaMergeBuilder;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of one deployment. A table that was never written reads as empty; every write is one
 * Delta commit.
 */
public final class Warehouse {
  private static final Pattern CATALOG_SCHEMA = Pattern.compile("\\w+\\.\\w+");

  /** How this code lays out a warehouse: the next number, once older code must not touch it. */
  static final int FORMAT = 1;

  /** The property of the table {@link Table#LEASE}, the first to be made, that holds the format. */
  static final String FORMAT_PROPERTY = "nightwarden.format";

  /** How Delta says that a table asks for more than it knows. */
  private static final List<String> TOO_NEW =
      List.of("DELTA_UNSUPPORTED_FEATURES", "DELTA_INVALID_PROTOCOL_VERSION");

  /** How Delta says that a table of a catalog is none of its own. */
  private static final List<String> NO_DELTA =
      List.of("DELTA_MISSING_DELTA_TABLE", "DELTA_TABLE_ONLY_OPERATION", "EXPECT_TABLE_NOT_VIEW");

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

  /**
   * Looks whether this code can work here, before anything is written: once for each execution.
   *
   * @throws IllegalKeyException for the key {@code warehouse}, if the place is a file, a Delta
   *     table itself, or holds under a table's name what is no Delta table
   * @throws IllegalStateException if it was written by a newer Nightwarden or a newer Delta, or a
   *     table has other columns than this code would give it
   */
  public void check() {
    if (!inCatalog()) {
      Layout.check(spark, location);
    }
    if (schema(Table.LEASE).isPresent()) {
      checkFormat();
    }
    for (Table table : Table.values()) {
      schema(table).ifPresent(found -> checkColumns(table, found));
    }
  }

  private void checkFormat() {
    String table = inCatalog() ? name(Table.LEASE) : "delta.`" + name(Table.LEASE) + "`";
    int format =
        spark.sql("SHOW TBLPROPERTIES " + table).collectAsList().stream()
            .filter(row -> row.getString(0).equals(FORMAT_PROPERTY))
            .mapToInt(row -> Integer.parseInt(row.getString(1)))
            .findFirst()
            .orElse(FORMAT);
    if (format > FORMAT) {
      throw new IllegalStateException(
          ("the warehouse %s was written by a newer Nightwarden (format %d; this one knows %d):"
                  + " upgrade this one, or set warehouse to another place")
              .formatted(location, format, FORMAT));
    }
  }

  /** The columns that a table has in fact, if it is there. */
  private Optional<StructType> schema(Table table) {
    try {
      if (!exists(table)) {
        return Optional.empty();
      }
      if (inCatalog()) {
        DeltaTable unused = DeltaTable.forName(spark, name(table));
      }
      return Optional.of(rows(table).schema());
    } catch (Exception e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      String condition = String.valueOf(e.getMessage()).replaceFirst("^\\[", "");
      if (TOO_NEW.stream().anyMatch(condition::startsWith)) {
        throw new IllegalStateException(
            ("%s was written by a newer Delta Lake than this one can read: run Nightwarden with that"
                    + " Delta Lake, or set warehouse to another place")
                .formatted(name(table)),
            e);
      }
      if (NO_DELTA.stream().anyMatch(condition::startsWith)) {
        throw new IllegalKeyException(
            "warehouse",
            ("is %s, but %s there is no Delta table; name a schema of Nightwarden's own, or drop"
                    + " that")
                .formatted(location, table.tableName()));
      }
      throw e;
    }
  }

  private void checkColumns(Table table, StructType found) {
    Map<String, String> declared = types(table.schema());
    Map<String, String> there = types(found);
    if (declared.equals(there)) {
      return;
    }
    List<String> problems = new ArrayList<>();
    declared.forEach(
        (column, type) -> {
          String other = there.get(column);
          if (other == null) {
            problems.add("column %s is missing".formatted(column));
          } else if (!other.equals(type)) {
            problems.add("column %s is %s, not %s".formatted(column, other, type));
          }
        });
    there.keySet().stream()
        .filter(column -> !declared.containsKey(column))
        .forEach(column -> problems.add("column %s is none of Nightwarden's".formatted(column)));
    throw new IllegalStateException(
        "the table %s was altered (%s): undo that, or set warehouse to another place"
            .formatted(name(table), String.join("; ", problems)));
  }

  private static Map<String, String> types(StructType schema) {
    Map<String, String> types = new TreeMap<>();
    for (StructField field : schema.fields()) {
      types.put(field.name(), field.dataType().simpleString());
    }
    return types;
  }

  /** The rows of a table, with its declared columns. */
  public Dataset<Row> read(Table table) {
    if (!exists(table)) {
      return spark.createDataFrame(List.<Row>of(), table.schema());
    }
    return rows(table).select(columns(table));
  }

  private Dataset<Row> rows(Table table) {
    return inCatalog()
        ? spark.read().table(name(table))
        : spark.read().format("delta").load(name(table));
  }

  /** The dates that a table partitioned by date has rows of. */
  public NavigableSet<LocalDate> dates(Table table) {
    return read(table)
        .select(col(table.partitions().get(0)).cast("string"))
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
      make(table);
    }
    return inCatalog()
        ? DeltaTable.forName(spark, name(table))
        : DeltaTable.forPath(spark, name(table));
  }

  /** Removes the rows for which an SQL condition holds, in one commit. */
  public void delete(Table table, String where) {
    if (exists(table)) {
      deltaTable(table).delete(where);
    }
  }

  /** Changes columns of the rows for which a condition holds, in one commit. */
  public void update(Table table, Column where, Map<String, Column> set) {
    deltaTable(table).update(where, set);
  }

  /** The row of {@code messages} that is known by this; none if there is none. */
  public Dataset<Row> message(String transport, String messageId, LocalDate date) {
    return read(Table.MESSAGES)
        .where(col(Columns.EVENT_DATE).equalTo(date))
        .where(col(Columns.TRANSPORT).equalTo(transport))
        .where(col(Columns.MESSAGE_ID).equalTo(messageId));
  }

  private void make(Table table) {
    if (!inCatalog()) {
      Layout.dropEmptyLog(spark, name(table));
    }
    DeltaTableBuilder builder = DeltaTable.createIfNotExists(spark);
    DeltaTable unused =
        (inCatalog() ? builder.tableName(name(table)) : builder.location(name(table)))
            .addColumns(table.schema())
            .partitionedBy(table.partitions().toArray(String[]::new))
            .property(FORMAT_PROPERTY, String.valueOf(FORMAT))
            .execute();
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
            : Layout.hasCommit(spark, name(table)))) {
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
