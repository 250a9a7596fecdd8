package dev.nightwarden.table;

import dev.nightwarden.plugin.IllegalKeyException;
import io.delta.tables.DeltaTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The format of a warehouse: which columns its tables have. An older warehouse is brought up to
 * this code's by adding columns, and fields to what they hold, each table in one commit, its number
 * last: so that an upgrade that died is done again. A newer one is refused, and one that somebody
 * altered.
 */
record Format(Warehouse warehouse) {
  /** The property of the table {@link Table#LEASE}, the first to be made, that holds the number. */
  static final String PROPERTY = "nightwarden.format";

  /** Warehouses before the number was written. */
  private static final int FIRST = 1;

  /** From which on {@code feature_totals} has the times of what it adds up. */
  private static final int WITH_TIMES = 5;

  /** To make a table, and the time between them. */
  private static final int MAX_ATTEMPTS = 10;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(Format.class);

  /** How Delta says that a table asks for more than it knows. */
  private static final List<String> TOO_NEW =
      List.of("DELTA_UNSUPPORTED_FEATURES", "DELTA_INVALID_PROTOCOL_VERSION");

  /** How Delta says that a table of a catalog is none of its own. */
  private static final List<String> NO_DELTA =
      List.of("DELTA_MISSING_DELTA_TABLE", "DELTA_TABLE_ONLY_OPERATION", "EXPECT_TABLE_NOT_VIEW");

  /** See {@link Warehouse#check}. */
  void check() {
    if (!warehouse.inCatalog()) {
      Layout.check(warehouse.spark(), warehouse.location());
    }
    int format = number();
    if (format > Warehouse.FORMAT) {
      throw new IllegalStateException(
          ("the warehouse %s was written by a newer Nightwarden (format %d; this one knows %d):"
                  + " upgrade this one, or set warehouse to another place")
              .formatted(warehouse.location(), format, Warehouse.FORMAT));
    }
    for (Table table : Table.values()) {
      schema(table).ifPresent(found -> checkColumns(table, found, format));
    }
  }

  /**
   * Makes a table, empty, unless it is there. Runs that make it at once disturb each other in many
   * ways, of which none lasts.
   */
  void make(Table table) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS && !warehouse.exists(table); attempt++) {
      try {
        create(table);
      } catch (Exception e) {
        // Spark's own exceptions are checked, though no method of its Java API declares them.
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void create(Table table) {
    if (!warehouse.inCatalog()) {
      Layout.dropEmptyLog(warehouse.spark(), warehouse.name(table));
    }
    String partitions =
        table.partitions().isEmpty()
            ? ""
            : "PARTITIONED BY (%s)".formatted(String.join(", ", table.partitions()));
    warehouse
        .spark()
        .sql(
            "CREATE TABLE IF NOT EXISTS %s (%s) USING delta %s TBLPROPERTIES ('%s' = '%d')"
                .formatted(
                    warehouse.sqlName(table),
                    table.schema().toDDL(),
                    partitions,
                    PROPERTY,
                    Warehouse.FORMAT));
  }

  /** See {@link Warehouse#upgrade()}. */
  void upgrade() {
    int format = number();
    if (format == Warehouse.FORMAT) {
      return;
    }
    log.info(
        "Upgrading the warehouse from format {} to {}: {}",
        format,
        Warehouse.FORMAT,
        warehouse.location());
    Arrays.stream(Table.values()).forEach(this::upgrade);
    if (format < WITH_TIMES && warehouse.exists(Table.FEATURE_TOTALS)) {
      // Sums that do not say when values were seen; they are made again where they are missing.
      warehouse.delete(Table.FEATURE_TOTALS, Columns.FIRST_SEEN + " IS NULL");
    }
    property().set(String.valueOf(Warehouse.FORMAT));
  }

  /** See {@link Warehouse#upgrade(Table)}. */
  void upgrade(Table table) {
    Optional<StructType> found = schema(table);
    if (found.isEmpty()) {
      return;
    }
    List<String> missing = missing("", found.get(), table.schema());
    if (missing.isEmpty()) {
      return;
    }
    try {
      warehouse
          .spark()
          .sql(
              "ALTER TABLE %s ADD COLUMNS (%s)"
                  .formatted(warehouse.sqlName(table), String.join(", ", missing)));
    } catch (Exception e) {
      // Another run may have been first.
      boolean isDone =
          schema(table).filter(now -> missing("", now, table.schema()).isEmpty()).isPresent();
      if (!isDone) {
        throw e;
      }
    }
  }

  /** What columns, and structs in arrays, lack, as SQL. */
  private static List<String> missing(String within, StructType found, StructType wanted) {
    List<String> missing = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      String name = within + field.name();
      if (!List.of(found.fieldNames()).contains(field.name())) {
        missing.add(name + " " + field.dataType().sql());
      } else if (field.dataType() instanceof ArrayType array
          && array.elementType() instanceof StructType struct
          && found.apply(field.name()).dataType() instanceof ArrayType there) {
        missing.addAll(missing(name + ".element.", (StructType) there.elementType(), struct));
      }
    }
    return missing;
  }

  private int number() {
    if (schema(Table.LEASE).isEmpty()) {
      return Warehouse.FORMAT;
    }
    return property().value().map(Integer::parseInt).orElse(FIRST);
  }

  private TableProperty property() {
    return new TableProperty(warehouse, Table.LEASE, PROPERTY);
  }

  /** The columns that a table has in fact, if it is there. */
  private Optional<StructType> schema(Table table) {
    try {
      if (!warehouse.exists(table)) {
        return Optional.empty();
      }
      if (warehouse.inCatalog()) {
        DeltaTable unused = DeltaTable.forName(warehouse.spark(), warehouse.name(table));
      }
      return Optional.of(warehouse.rows(table).schema());
    } catch (Exception e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      String condition = String.valueOf(e.getMessage()).replaceFirst("^\\[", "");
      if (TOO_NEW.stream().anyMatch(condition::startsWith)) {
        throw new IllegalStateException(
            ("%s was written by a newer Delta Lake than this one can read: run Nightwarden"
                    + " with that"
                    + " Delta Lake, or set warehouse to another place")
                .formatted(warehouse.name(table)),
            e);
      }
      if (NO_DELTA.stream().anyMatch(condition::startsWith)) {
        throw new IllegalKeyException(
            "warehouse",
            ("is %s, but %s there is no Delta table; name a schema of Nightwarden's own, or drop"
                    + " that")
                .formatted(warehouse.location(), table.tableName()));
      }
      throw e;
    }
  }

  private void checkColumns(Table table, StructType found, int format) {
    Map<String, String> declared = types(table.schema(format));
    Map<String, String> later = types(table.schema());
    Map<String, String> there = types(found);
    List<String> problems = new ArrayList<>();
    declared.forEach(
        (column, type) -> {
          String other = there.get(column);
          if (other == null) {
            problems.add("column %s is missing".formatted(column));
          } else if (!other.equals(type) && !other.equals(later.get(column))) {
            problems.add("column %s is %s, not %s".formatted(column, other, type));
          }
        });
    // Of an upgrade that died a table may have columns that its warehouse's format lacks.
    there.forEach(
        (column, type) -> {
          if (!declared.containsKey(column) && !type.equals(later.get(column))) {
            problems.add("column %s is none of Nightwarden's".formatted(column));
          }
        });
    if (problems.isEmpty()) {
      return;
    }
    throw new IllegalStateException(
        "the table %s was altered (%s): undo that, or set warehouse to another place"
            .formatted(warehouse.name(table), String.join("; ", problems)));
  }

  private static Map<String, String> types(StructType schema) {
    Map<String, String> types = new TreeMap<>();
    for (StructField field : schema.fields()) {
      types.put(field.name(), field.dataType().simpleString());
    }
    return types;
  }
}
