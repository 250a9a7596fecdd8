package dev.nightwarden.ship;

import static dev.nightwarden.ship.PostgresSchema.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.nightwarden.table.Columns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The table of one store, within one transaction of a connection. */
final class PostgresTable {
  /** The table that remembers which versions of tables were made, one in each schema. */
  static final String VERSIONS = "nightwarden_schema";

  private static final int COPY_BYTES = 1 << 16;

  private final PostgresSchema schema;
  private final String table;
  private final StoredTable rows;
  private boolean isBroughtUp;

  /**
   * @param table the name of the table
   * @param rows the data set that it holds
   */
  PostgresTable(PostgresSchema schema, String table, StoredTable rows) {
    this.schema = schema;
    this.table = table;
    this.rows = rows;
  }

  /**
   * Makes the table, or brings it to this version by adding columns.
   *
   * @throws SQLException for a table that is not ours, was altered, or is of a newer version
   */
  void migrate() throws SQLException {
    if (!schema.exists(VERSIONS)) {
      schema.execute(
          """
          create table %s (
            table_name text not null,
            version integer not null,
            applied_at timestamptz not null default now(),
            primary key (table_name, version))
          """
              .formatted(schema.qualified(VERSIONS)));
    }
    int version = version();
    boolean exists = schema.exists(table);
    if (exists && version == 0) {
      throw new SQLException(
          "the table %s.%s was not made by Nightwarden: name another one with the key table, or"
                  .formatted(schema.name(), table)
              + " move it away");
    }
    if (version > rows.version()) {
      throw new SQLException(
          ("the table %s.%s was made by a newer Nightwarden (version %d of the table; this one"
                  + " knows %d): upgrade this one")
              .formatted(schema.name(), table, version, rows.version()));
    }
    if (!exists && version > 0) {
      schema.execute(
          "delete from %s where table_name = ?".formatted(schema.qualified(VERSIONS)), table);
      version = 0;
    }
    isBroughtUp = version > 0 && version < rows.version();
    for (int next = version + 1; next <= rows.version(); next++) {
      if (next == 1) {
        create();
      } else {
        addColumns(next);
      }
      schema.execute(
          "insert into %s (table_name, version) values (?, ?)"
              .formatted(schema.qualified(VERSIONS)),
          table,
          next);
    }
    checkColumns();
  }

  /**
   * Replaces the rows of the dates. A table without any row takes all rows there are; one that was
   * upgraded to this version has all of them written again.
   */
  long replace() throws SQLException {
    String name = schema.qualified(table);
    if (isBroughtUp) {
      schema.execute("delete from " + name);
    }
    if (!schema.holds("select 1 from %s limit 1".formatted(name))) {
      return copy(Cells.of(rows.allRows()));
    }
    delete(rows.dates());
    return rows.dates().isEmpty() ? 0 : copy(Cells.of(rows.rows()));
  }

  private void create() throws SQLException {
    String name = schema.qualified(table);
    List<String> definitions = new ArrayList<>();
    Map<String, String> types = types();
    for (StoredColumn column : rows.columns()) {
      if (column.since() == 1) {
        String required = column.isRequired() ? " not null" : "";
        definitions.add(quoted(column.name()) + " " + types.get(column.name()) + required);
      }
    }
    String key = rows.key().stream().map(PostgresSchema::quoted).collect(joining(", "));
    definitions.add("primary key (" + key + ")");
    schema.execute("create table %s (%s)".formatted(name, String.join(", ", definitions)));
    schema.execute("create index on %s (%s)".formatted(name, quoted(rows.time())));
    if (rows.names(1).contains(Columns.ACTOR)) {
      // By hash: an actor may be longer than an entry of a b-tree.
      schema.execute("create index on %s using hash (%s)".formatted(name, quoted(Columns.ACTOR)));
    }
  }

  private void addColumns(int version) throws SQLException {
    Map<String, String> types = types();
    for (StoredColumn column : rows.columns()) {
      if (column.since() == version) {
        schema.execute(
            "alter table %s add column %s %s"
                .formatted(
                    schema.qualified(table), quoted(column.name()), types.get(column.name())));
      }
    }
  }

  private void delete(SortedSet<LocalDate> dates) throws SQLException {
    String sql =
        "delete from %1$s where %2$s >= ? and %2$s < ?"
            .formatted(schema.qualified(table), quoted(rows.time()));
    try (PreparedStatement delete = schema.prepare(sql)) {
      for (LocalDate date : dates) {
        delete.setObject(1, midnight(date));
        delete.setObject(2, midnight(date.plusDays(1)));
        delete.addBatch();
      }
      delete.executeBatch();
    }
  }

  private long copy(Iterator<String[]> cells) throws SQLException {
    String columns = rows.names().stream().map(PostgresSchema::quoted).collect(joining(", "));
    String sql =
        "copy %s (%s) from stdin with (format text, encoding 'UTF8')"
            .formatted(schema.qualified(table), columns);
    CopyIn copy = schema.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      StringBuilder lines = new StringBuilder();
      while (cells.hasNext()) {
        appendLine(lines, cells.next());
        if (lines.length() >= COPY_BYTES) {
          send(copy, lines);
        }
      }
      send(copy, lines);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void send(CopyIn copy, StringBuilder lines) throws SQLException {
    byte[] bytes = lines.toString().getBytes(UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    lines.setLength(0);
  }

  /** One row in COPY's text format, which unlike CSV has no text that ends the data early. */
  static void appendLine(StringBuilder line, String[] cells) {
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        line.append('\t');
      }
      if (cells[i] == null) {
        line.append("\\N");
        continue;
      }
      for (int at = 0; at < cells[i].length(); at++) {
        char character = cells[i].charAt(at);
        switch (character) {
          case '\\' -> line.append("\\\\");
          case '\n' -> line.append("\\n");
          case '\r' -> line.append("\\r");
          case '\t' -> line.append("\\t");
          default -> line.append(character);
        }
      }
    }
    line.append('\n');
  }

  private void checkColumns() throws SQLException {
    Map<String, String> found = new HashMap<>();
    String sql =
        """
        select attname, format_type(atttypid, atttypmod) from pg_attribute
        where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
        """;
    try (PreparedStatement query = schema.prepare(sql, schema.qualified(table));
        ResultSet columns = query.executeQuery()) {
      while (columns.next()) {
        found.put(columns.getString(1), columns.getString(2));
      }
    }
    List<String> differences = new ArrayList<>();
    types()
        .forEach(
            (column, expected) -> {
              String type = found.get(column);
              if (type == null) {
                differences.add("column %s is missing".formatted(column));
              } else if (!type.equals(expected)) {
                differences.add("column %s is %s, not %s".formatted(column, type, expected));
              }
            });
    if (!differences.isEmpty()) {
      throw new SQLException(
          ("the table %s.%s was altered (%s): undo that, or drop the table, and the next"
                  + " run creates it again with all rows")
              .formatted(schema.name(), table, String.join("; ", differences)));
    }
  }

  /** The type of each column, in PostgreSQL's words, in their order. */
  private Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    for (StructField field : rows.allRows().schema().fields()) {
      types.put(field.name(), type(field.dataType()));
    }
    return types;
  }

  private static String type(DataType type) {
    return switch (type.typeName()) {
      case "string" -> "text";
      case "double" -> "double precision";
      case "long" -> "bigint";
      case "timestamp" -> "timestamp with time zone";
      default -> throw new IllegalArgumentException("no store holds a " + type.typeName());
    };
  }

  private int version() throws SQLException {
    String sql =
        "select coalesce(max(version), 0) from %s where table_name = ?"
            .formatted(schema.qualified(VERSIONS));
    try (PreparedStatement query = schema.prepare(sql, table);
        ResultSet found = query.executeQuery()) {
      found.next();
      return found.getInt(1);
    }
  }

  private static OffsetDateTime midnight(LocalDate date) {
    return date.atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
