package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The data set {@code alerts}: what is worth a look, a row for each alert. */
final class StoredAlerts {
  private static final String OPENED = "opened";
  private static final String PLACE = "place";

  private static final List<StoredColumn> COLUMNS =
      List.of(
          new StoredColumn(Columns.ALERT_ID, col(Columns.ALERT_ID), true, 1),
          new StoredColumn(OPENED, col(Columns.EVENT_DATE).cast("timestamp"), true, 1),
          new StoredColumn(PLACE, col(PLACE), true, 1),
          column(Columns.ACTOR),
          column(Columns.RISK),
          column(Columns.POINTS),
          new StoredColumn(Columns.LAST_DATE, col(Columns.LAST_DATE).cast("string"), false, 1),
          new StoredColumn("dates", col("dates").cast("bigint"), false, 1),
          column(Columns.REASON),
          joined("profiles", 1),
          joined("detectors", 1),
          joined("event_ids", 1),
          joined(Columns.ATTACK, 2));

  private StoredAlerts() {}

  /**
   * The data set: opened is a timestamp (midnight UTC of the first date), risk and points are
   * doubles, place (from 1 on, among those of the date) and dates are bigints, all else text.
   *
   * @param dates on which something may have changed; alerts of before that go on change too
   * @param restDays after how many days without points an alert is over
   */
  static StoredTable stored(Warehouse warehouse, SortedSet<LocalDate> dates, int restDays) {
    Dataset<Row> alerts = warehouse.read(Table.ALERTS);
    SortedSet<LocalDate> all = new TreeSet<>(dates);
    if (!dates.isEmpty()) {
      all.addAll(
          warehouse.dates(
              Table.ALERTS, col(Columns.LAST_DATE).geq(dates.first().minusDays(restDays))));
    }
    Column place =
        row_number()
            .over(
                Window.partitionBy(Columns.EVENT_DATE)
                    .orderBy(
                        col(Columns.POINTS).desc(), col(Columns.RISK).desc(), col(Columns.ACTOR)));
    return new StoredTable(
        Table.ALERTS.tableName(),
        alerts.withColumn(PLACE, place.cast("bigint")),
        all,
        COLUMNS,
        List.of(Columns.ALERT_ID),
        List.of(OPENED, PLACE));
  }

  private static StoredColumn column(String name) {
    return new StoredColumn(name, col(name), false, 1);
  }

  private static StoredColumn joined(String name, int since) {
    return new StoredColumn(name, array_join(col(name), " "), false, since);
  }
}
