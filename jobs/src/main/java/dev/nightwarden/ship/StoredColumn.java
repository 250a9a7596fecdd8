package dev.nightwarden.ship;

import org.apache.spark.sql.Column;

/**
 * One column of a data set, as stores hold it.
 *
 * @param value what it is made of, in the data set's table: a text, a double, a bigint or a
 *     timestamp
 * @param isRequired whether it is never null; one that came later may be, in rows of before
 * @param since the version of the data set that brought it, from 1 on
 */
public record StoredColumn(String name, Column value, boolean isRequired, int since) {
  public StoredColumn {
    if (since < 1 || (since > 1 && isRequired)) {
      throw new IllegalArgumentException(
          "column %s of version %d cannot be %s"
              .formatted(name, since, isRequired ? "required" : "there"));
    }
  }
}
