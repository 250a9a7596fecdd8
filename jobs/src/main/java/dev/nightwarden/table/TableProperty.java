package dev.nightwarden.table;

import java.util.Optional;

/**
 * A property of a Delta table: a text that is known of the table as a whole.
 *
 * @param name such as {@code nightwarden.format}
 */
public record TableProperty(Warehouse warehouse, Table table, String name) {
  /** What it says; nothing where the table or the property is not there. */
  public Optional<String> value() {
    if (!warehouse.exists(table)) {
      return Optional.empty();
    }
    return warehouse
        .spark()
        .sql("SHOW TBLPROPERTIES " + warehouse.sqlName(table))
        .collectAsList()
        .stream()
        .filter(row -> row.getString(0).equals(name))
        .map(row -> row.getString(1))
        .findFirst();
  }

  /**
   * Sets it, in one commit; the table is made, empty, if need be.
   *
   * @param value without quotes and backslashes
   */
  public void set(String value) {
    if (value.matches("(?s).*['\\\\].*")) {
      throw new IllegalArgumentException("no value of a property: " + value);
    }
    warehouse.make(table);
    warehouse
        .spark()
        .sql(
            "ALTER TABLE %s SET TBLPROPERTIES ('%s' = '%s')"
                .formatted(warehouse.sqlName(table), name, value));
  }
}
