package dev.nightwarden.ship;

import dev.nightwarden.table.Fence;
import dev.nightwarden.value.Sha256;
import java.sql.SQLException;

/**
 * The highest number of a lease that wrote in a schema, for each warehouse: what refuses a run that
 * was paused and overtaken, whatever it believes.
 */
record PostgresLeases(PostgresSchema schema) {
  /** The table that remembers the numbers, one in each schema. */
  static final String TABLE = "nightwarden_leases";

  /**
   * Takes in the number of whoever writes; until the end of the transaction nobody else's is.
   *
   * @throws dev.nightwarden.table.FencedException if a later holder of the lease has written
   */
  void admit(Fence fence) throws SQLException {
    if (!schema.exists(TABLE)) {
      schema.execute(
          "create table %s (warehouse text primary key, number bigint not null)"
              .formatted(schema.qualified(TABLE)));
    }
    String warehouse = Sha256.half(fence.warehouse());
    String sql =
        """
        insert into %1$s as known (warehouse, number) values (?, ?)
        on conflict (warehouse) do update set number = excluded.number
        where known.number <= excluded.number
        returning 1
        """
            .formatted(schema.qualified(TABLE));
    if (!schema.holds(sql, warehouse, fence.number())) {
      fence.confirm();
      // The warehouse was made anew at the same place, and its numbers began anew.
      schema.execute(
          "update %s set number = ? where warehouse = ?".formatted(schema.qualified(TABLE)),
          fence.number(),
          warehouse);
    }
  }
}
