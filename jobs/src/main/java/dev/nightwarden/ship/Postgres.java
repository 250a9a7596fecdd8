package dev.nightwarden.ship;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps {@code malicious_events} in a PostgreSQL table, which is made and migrated on first use.
 * The dates of a run are replaced in one transaction. created_at is a timestamptz, score a double
 * precision, all else text; anomaly_id is the primary key.
 *
 * <p>A run that was paused and overtaken cannot commit once another has written. Between its look
 * at the lease and its commit it still can before the other writes, which then has the last word on
 * the dates it does.
 */
@TypeName(value = "postgres", doc = "Keeps malicious events in a table of a PostgreSQL database.")
public record Postgres(
    @Key(doc = "The name of the table.", fallback = "malicious_events") String table,
    @Key(doc = "The schema of the table, made if it is not there.", fallback = "public")
        String schema,
    @Key(doc = "The database, where it is not the one that the section database names.")
        Database database)
    implements Store, Checked {
  /** PostgreSQL cuts longer names without a word. */
  private static final int MAX_NAME_BYTES = 63;

  @Override
  public void check() {
    checkName("table", table);
    checkName("schema", schema);
    if (table.equals(PostgresTable.VERSIONS)) {
      throw new IllegalKeyException(
          "table", "is %s, which holds the versions of our tables".formatted(table));
    }
    if (table.equals(PostgresLeases.TABLE)) {
      throw new IllegalKeyException(
          "table", "is %s, which holds the numbers of leases".formatted(table));
    }
  }

  @Override
  public boolean holdsAny() {
    return true;
  }

  @Override
  public long replace(Slice slice) throws SQLException {
    Database target = database != null ? database : slice.database();
    if (target == null) {
      throw new SQLException("there is no section database in the config, nor one in this shipper");
    }
    try (Connection connection = target.connect()) {
      connection.setAutoCommit(false);
      PostgresSchema place = new PostgresSchema(connection, schema);
      place.open();
      if (slice.fence() != null) {
        new PostgresLeases(place).admit(slice.fence());
      }
      PostgresTable rows = new PostgresTable(place, table, slice.data());
      rows.migrate();
      long count = rows.replace();
      slice.confirm();
      connection.commit();
      return count;
    } catch (SQLException e) {
      throw PostgresErrors.explain(e, target);
    }
  }

  private static void checkName(String key, String name) {
    if (name == null || name.isBlank() || name.indexOf('\0') >= 0) {
      throw new IllegalKeyException(key, "is empty");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalKeyException(
          key, "has more than %d bytes, which PostgreSQL would cut".formatted(MAX_NAME_BYTES));
    }
  }
}
