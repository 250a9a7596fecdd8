package dev.nightwarden.suppress;

import static dev.nightwarden.table.Columns.ANOMALY_ID;
import static dev.nightwarden.table.Columns.EVENT_DATE;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The anomalies that do not count. */
public final class Excused {
  private Excused() {}

  /**
   * Anomalies without those that verdicts and rules excuse.
   *
   * @param anomalies rows of {@code anomalies} of this warehouse
   */
  public static Dataset<Row> without(Warehouse warehouse, Dataset<Row> anomalies) {
    return warehouse.exists(Table.EXCUSED)
        ? anomalies.join(
            warehouse.read(Table.EXCUSED).select(ANOMALY_ID, EVENT_DATE),
            new String[] {ANOMALY_ID, EVENT_DATE},
            "left_anti")
        : anomalies;
  }
}
