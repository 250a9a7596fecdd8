package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.nightwarden.plugin.IllegalKeyException;
import io.delta.tables.DeltaMergeBuilder;
import io.delta.tables.DeltaTable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

/**
 * The tables of one deployment. A table that was never written reads as empty; every write is one
 * Delta commit.
 */
public final class Warehouse {
  private static final Pattern CATALOG_SCHEMA = Pattern.compile("\\w+\\.\\w+");

  /** How this code lays out a warehouse: the next number with every change of a table. */
  static final int FORMAT = 9;

  /** Where Delta's statements find the version of their commit. */
  private static final String STATEMENT_VERSION = "spark.databricks.delta.write.";

  private final SparkSession spark;
  private final String location;
  private final String landing;
  private final Set<Table> known = Collections.synchronizedSet(EnumSet.noneOf(Table.class));
  private volatile Fence fence;

  /**
   * @param location a folder, a URI such as {@code s3a://bucket/nightwarden}, or {@code
   *     catalog.schema}: two plain words and one dot
   */
  public Warehouse(SparkSession spark, String location) {
    this(spark, location, null);
  }

  /**
   * @param landing where transports put what they fetch; null: under the warehouse's own folder
   */
  public Warehouse(SparkSession spark, String location, String landing) {
    this.spark = spark;
    this.location = isCatalog(location) ? location : Layout.absolute(spark, location);
    String own = isCatalog(location) ? null : this.location + "/landing";
    this.landing = landing == null ? own : Layout.absolute(spark, landing);
  }

  /** Whether a warehouse of this name is a catalog's schema, which has no folder of its own. */
  public static boolean isCatalog(String location) {
    return CATALOG_SCHEMA.matcher(location).matches();
  }

  /** The same tables through a session of its own, whose settings nobody else changes. */
  public Warehouse apart() {
    SparkSession own = spark.newSession();
    scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (spark.conf().isModifiable(key)) {
                own.conf().set(key, value);
              }
            });
    return new Warehouse(own, location, landing);
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
   * The folder of the records that transports fetch, as a URI; none in a catalog that names none.
   */
  public Optional<String> landing() {
    return Optional.ofNullable(landing);
  }

  /**
   * Looks whether this code can work here, before anything is written: once for each execution.
   *
   * @throws IllegalKeyException for the key {@code warehouse}, if the place is a file, a Delta
   *     table itself, or holds under a table's name what is no Delta table
   * @throws IllegalStateException if it was written by a newer Nightwarden or a newer Delta, or a
   *     table has other columns than code of its format would give it
   */
  public void check() {
    new Format(this).check();
  }

  /**
   * Brings one table of an older warehouse up to this code's columns. It may be called again, and
   * by several at once.
   */
  public void upgrade(Table table) {
    new Format(this).upgrade(table);
  }

  /**
   * Brings an older warehouse up to this code's format, table by table, the format's number last.
   */
  public void upgrade() {
    new Format(this).upgrade();
  }

  /**
   * Lets only the holder of a lease write from now on.
   *
   * @param tookOver whether its last holder may still be at work: it is shut out of every table
   */
  public void fence(Fence holder, boolean tookOver) {
    this.fence = holder;
    if (tookOver) {
      // One after the other: threads of the common pool do not see the jars of spark-submit.
      Arrays.stream(Table.values())
          .filter(this::isFenced)
          .forEach(table -> append(table, none(table)));
    }
  }

  /** Who may write; null where nobody asked for the lease. */
  public Fence fence() {
    return fence;
  }

  /**
   * Makes sure that no other run has taken over, before something is changed outside the tables.
   *
   * @throws FencedException if one has
   */
  public void confirm() {
    if (fence != null) {
      fence.confirm();
    }
  }

  /** The rows of a table, with its declared columns; one that an older warehouse lacks is null. */
  public Dataset<Row> read(Table table) {
    if (!exists(table)) {
      return none(table);
    }
    Dataset<Row> rows = rows(table);
    Set<String> there = Set.of(rows.columns());
    for (StructField field : table.schema().fields()) {
      if (!there.contains(field.name())) {
        rows = rows.withColumn(field.name(), functions.lit(null).cast(field.dataType()));
      }
    }
    return rows.select(table.columns());
  }

  Dataset<Row> rows(Table table) {
    return inCatalog()
        ? spark.read().table(name(table))
        : spark.read().format("delta").load(name(table));
  }

  /** How large a table is, as Spark plans with it; 0 for one that was never written. */
  public long bytes(Table table) {
    return exists(table)
        ? rows(table).queryExecution().analyzed().stats().sizeInBytes().toLong()
        : 0;
  }

  /** The folder of a table; none in a catalog, which keeps its tables to itself. */
  public Optional<String> folder(Table table) {
    return inCatalog() ? Optional.empty() : Optional.of(name(table));
  }

  /** The dates that a table partitioned by date has rows of. */
  public NavigableSet<LocalDate> dates(Table table) {
    return dates(table, functions.lit(true));
  }

  /** The dates of those rows for which a condition holds. */
  public NavigableSet<LocalDate> dates(Table table, Column where) {
    return read(table)
        .where(where)
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
    commit(table, version -> insert(table, rows, version));
  }

  private void insert(Table table, Dataset<Row> rows, Map<String, String> version) {
    if (!inCatalog()) {
      writer(table, rows).options(version).mode("append").save(name(table));
      return;
    }
    try {
      intoCatalog(table, rows).options(version).append();
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
      return;
    }
    commit(
        table,
        version -> {
          if (!inCatalog()) {
            writer(table, rows)
                .options(version)
                .mode("overwrite")
                .option("replaceWhere", where)
                .save(name(table));
            return;
          }
          try {
            intoCatalog(table, rows).options(version).overwrite(expr(where));
          } catch (NoSuchTableException e) {
            throw new IllegalStateException(name(table) + " was dropped while it was written", e);
          }
        });
  }

  /** Adds rows whose key is new and overwrites rows whose key is known, in one commit. */
  public void merge(Table table, Dataset<Row> rows, String... keys) {
    if (exists(table)) {
      change(
          table,
          () ->
              matched(table, rows, keys)
                  .whenMatched()
                  .updateAll()
                  .whenNotMatched()
                  .insertAll()
                  .execute());
    } else {
      append(table, rows);
    }
  }

  /** Adds rows whose key is new and leaves known ones as they are, in one commit. */
  public void mergeNew(Table table, Dataset<Row> rows, String... keys) {
    if (exists(table)) {
      change(table, () -> matched(table, rows, keys).whenNotMatched().insertAll().execute());
    } else {
      append(table, rows);
    }
  }

  /** Removes the rows for which an SQL condition holds, in one commit. */
  public void delete(Table table, String where) {
    delete(table, expr(where));
  }

  /** The same for a condition that is no text. */
  public void delete(Table table, Column where) {
    if (exists(table)) {
      change(table, () -> deltaTable(table).delete(where));
    }
  }

  /** Removes the rows whose key is that of one of these, in one commit. */
  public void deleteMatching(Table table, Dataset<Row> rows, String... keys) {
    if (exists(table)) {
      change(table, () -> matched(table, rows, keys).whenMatched().delete().execute());
    }
  }

  /** Changes columns of the rows for which a condition holds, in one commit. */
  public void update(Table table, Column where, Map<String, Column> set) {
    change(table, () -> deltaTable(table).update(where, set));
  }

  /** Makes one commit of a Delta statement, which takes its version from the session. */
  private void change(Table table, Runnable statement) {
    commit(
        table,
        version -> {
          version.forEach((key, value) -> spark.conf().set(STATEMENT_VERSION + key, value));
          try {
            statement.run();
          } finally {
            version.keySet().forEach(key -> spark.conf().unset(STATEMENT_VERSION + key));
          }
        });
  }

  private void commit(Table table, Consumer<Map<String, String>> write) {
    if (fence == null || !isFenced(table)) {
      write.accept(Map.of());
    } else if (!fence.commit(spark, Fence.APPLICATION, write)) {
      fence.confirm();
    }
  }

  /** The lease itself is fought for; a table that is not there is made without a version. */
  private boolean isFenced(Table table) {
    return table != Table.LEASE && exists(table);
  }

  /** Makes a table, empty, unless it is there. Several may at once. */
  public void make(Table table) {
    new Format(this).make(table);
  }

  /** The Delta table itself, for its history and its maintenance; made, empty, if need be. */
  public DeltaTable deltaTable(Table table) {
    make(table);
    return inCatalog()
        ? DeltaTable.forName(spark, name(table))
        : DeltaTable.forPath(spark, name(table));
  }

  private DeltaMergeBuilder matched(Table table, Dataset<Row> rows, String... keys) {
    Column same =
        Arrays.stream(keys)
            .map(key -> col("old." + key).eqNullSafe(col("new." + key)))
            .reduce(functions.lit(true), Column::and);
    return deltaTable(table).as("old").merge(rows.select(table.columns()).as("new"), same);
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

  boolean inCatalog() {
    return isCatalog(location);
  }

  String sqlName(Table table) {
    return inCatalog() ? name(table) : "delta.`" + name(table).replace("`", "``") + "`";
  }

  String name(Table table) {
    return location + (inCatalog() ? "." : "/") + table.tableName();
  }

  private static DataFrameWriter<Row> writer(Table table, Dataset<Row> rows) {
    return rows.select(table.columns())
        .write()
        .format("delta")
        .partitionBy(table.partitions().toArray(String[]::new));
  }

  /** Spark counts nothing in a write that makes a table of a catalog: it is made before. */
  private DataFrameWriterV2<Row> intoCatalog(Table table, Dataset<Row> rows) {
    if (!exists(table)) {
      writer(table, none(table)).mode("append").saveAsTable(name(table));
    }
    return rows.select(table.columns()).writeTo(name(table));
  }

  private Dataset<Row> none(Table table) {
    return spark.createDataFrame(List.<Row>of(), table.schema());
  }
}
