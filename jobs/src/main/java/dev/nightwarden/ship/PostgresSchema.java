package dev.nightwarden.ship;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One schema of a database, within one transaction of a connection. */
record PostgresSchema(Connection connection, String name) {
  /**
   * Makes the schema. From here to the end of the transaction no other run of ours writes in it.
   */
  void open() throws SQLException {
    execute("set local lock_timeout = '60s'");
    execute("select pg_advisory_xact_lock(hashtext('nightwarden'), hashtext(?))", name);
    if (!holds("select 1 from pg_namespace where nspname = ?", name)) {
      execute("create schema " + quoted(name));
    }
  }

  /** Whether there is a table or the like of this name. */
  boolean exists(String relation) throws SQLException {
    return holds("select 1 where to_regclass(?) is not null", qualified(relation));
  }

  /** Whether a query finds a row. */
  boolean holds(String sql, Object... values) throws SQLException {
    try (PreparedStatement query = prepare(sql, values);
        ResultSet rows = query.executeQuery()) {
      return rows.next();
    }
  }

  void execute(String sql, Object... values) throws SQLException {
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

  PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** A relation's name with that of the schema. */
  String qualified(String relation) {
    return quoted(name) + "." + quoted(relation);
  }

  static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }
}
