package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The table of one store, within one transaction of a connection. */
final class PostgresTable {
  /** The table that remembers which migrations were applied, one in each schema. */
  static final String VERSIONS = "nightwarden_schema";

  private static final int COPY_BYTES = 1 << 16;
  private static final List<String> MIGRATIONS = migrations();

  private final Connection connection;
  private final String schema;
  private final String table;

  PostgresTable(Connection connection, String schema, String table) {
    this.connection = connection;
    this.schema = schema;
    this.table = table;
  }

  /**
   * Makes the table, or brings it to this version. From here to the end of the transaction no other
   * run of ours writes in the schema.
   *
   * @throws SQLException for a table that is not ours, was altered, or is of a newer version
   */
  void migrate() throws SQLException {
    execute("set local lock_timeout = '60s'");
    execute("select pg_advisory_xact_lock(hashtext('nightwarden'), hashtext(?))", schema);
    if (!holds("select 1 from pg_namespace where nspname = ?", schema)) {
      execute("create schema " + quoted(schema));
    }
    if (!exists(VERSIONS)) {
      execute(
          """
          create table %s (
            table_name text not null,
            version integer not null,
            applied_at timestamptz not null default now(),
            primary key (table_name, version))
          """
              .formatted(name(VERSIONS)));
    }
    int version = version();
    boolean exists = exists(table);
    if (exists && version == 0) {
      throw new SQLException(
          "the table %s.%s was not made by Nightwarden: name another one with the key table, or"
                  .formatted(schema, table)
              + " move it away");
    }
    if (version > MIGRATIONS.size()) {
      throw new SQLException(
          ("the table %s.%s was made by a newer Nightwarden (version %d of the table; this one"
                  + " knows %d): upgrade this one")
              .formatted(schema, table, version, MIGRATIONS.size()));
    }
    if (!exists && version > 0) {
      execute("delete from %s where table_name = ?".formatted(name(VERSIONS)), table);
      version = 0;
    }
    for (int next = version + 1; next <= MIGRATIONS.size(); next++) {
      execute(MIGRATIONS.get(next - 1).replace("${table}", name(table)));
      execute(
          "insert into %s (table_name, version) values (?, %d)".formatted(name(VERSIONS), next),
          table);
    }
    checkColumns();
  }

  /** Replaces the dates of the slice; a table without any row takes all rows there are. */
  long replace(Slice slice) throws SQLException {
    if (!holds("select 1 from %s limit 1".formatted(name(table)))) {
      return copy(ShippedRows.cells(slice.allRows()));
    }
    delete(slice.dates());
    return slice.dates().isEmpty() ? 0 : copy(ShippedRows.cells(slice.rows()));
  }

  private void delete(SortedSet<LocalDate> dates) throws SQLException {
    String sql = "delete from %s where created_at >= ? and created_at < ?".formatted(name(table));
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (LocalDate date : dates) {
        delete.setObject(1, midnight(date));
        delete.setObject(2, midnight(date.plusDays(1)));
        delete.addBatch();
      }
      delete.executeBatch();
    }
  }

  private long copy(Iterator<String[]> rows) throws SQLException {
    String columns =
        ShippedRows.COLUMNS.stream().map(PostgresTable::quoted).collect(Collectors.joining(", "));
    String sql =
        "copy %s (%s) from stdin with (format text, encoding 'UTF8')"
            .formatted(name(table), columns);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      StringBuilder lines = new StringBuilder();
      while (rows.hasNext()) {
        appendLine(lines, rows.next());
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
    try (PreparedStatement query = prepare(sql, name(table));
        ResultSet columns = query.executeQuery()) {
      while (columns.next()) {
        found.put(columns.getString(1), columns.getString(2));
      }
    }
    List<String> differences = new ArrayList<>();
    for (String column : ShippedRows.COLUMNS) {
      String expected = type(column);
      String type = found.get(column);
      if (type == null) {
        differences.add("column %s is missing".formatted(column));
      } else if (!type.equals(expected)) {
        differences.add("column %s is %s, not %s".formatted(column, type, expected));
      }
    }
    if (!differences.isEmpty()) {
      throw new SQLException(
          ("the table %s.%s was altered (%s): undo that, or drop the table and it is made anew and"
                  + " filled with all rows by the next run")
              .formatted(schema, table, String.join("; ", differences)));
    }
  }

  private static String type(String column) {
    return switch (column) {
      case ShippedRows.CREATED_AT -> "timestamp with time zone";
      case "score" -> "double precision";
      default -> "text";
    };
  }

  private int version() throws SQLException {
    String sql =
        "select coalesce(max(version), 0) from %s where table_name = ?".formatted(name(VERSIONS));
    try (PreparedStatement query = prepare(sql, table);
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private boolean exists(String relation) throws SQLException {
    return holds("select 1 where to_regclass(?) is not null", name(relation));
  }

  private boolean holds(String sql, String... values) throws SQLException {
    try (PreparedStatement query = prepare(sql, values);
        ResultSet rows = query.executeQuery()) {
      return rows.next();
    }
  }

  private void execute(String sql, String... values) throws SQLException {
    if (values.length == 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
      return;
    }
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.execute();
    }
  }

  private PreparedStatement prepare(String sql, String... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
    return statement;
  }

  private String name(String relation) {
    return quoted(schema) + "." + quoted(relation);
  }

  private static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  private static OffsetDateTime midnight(LocalDate date) {
    return date.atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  /** The scripts {@code postgres/001.sql}, {@code 002.sql}, ... in order, without a gap. */
  private static List<String> migrations() {
    List<String> scripts = new ArrayList<>();
    while (true) {
      String name = "postgres/%03d.sql".formatted(scripts.size() + 1);
      try (InputStream script = PostgresTable.class.getResourceAsStream(name)) {
        if (script == null) {
          return List.copyOf(scripts);
        }
        scripts.add(new String(script.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
