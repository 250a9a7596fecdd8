package dev.nightwarden.table;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** Rows that are counted while they are written, without a second pass. */
public final class Counted {
  private final Observation observation = new Observation();
  private final Dataset<Row> rows;

  /**
   * @param counts named aggregates over the rows, each a bigint or a text
   */
  public Counted(Dataset<Row> rows, Column count, Column... counts) {
    this.rows = rows.observe(observation, count, counts);
  }

  /** The same rows; they have to be written, once. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** A count, once the rows have been written. */
  public long get(String name) {
    return (long) counts().get(name);
  }

  /** An aggregate that is a text, once the rows have been written; null where it is. */
  public String text(String name) {
    return (String) counts().get(name);
  }

  private Map<String, Object> counts() {
    try {
      return observation.getAsJava();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while counting", e);
    }
  }
}
