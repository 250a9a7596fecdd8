package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.LAST_DATE;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.RISK;
import static dev.nightwarden.table.Columns.STATE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;

import dev.nightwarden.report.Report.Alert;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The alerts of some dates, those with the most points on one of them first. */
final class NightAlerts {
  private static final String PROFILES = "profiles";
  private static final String DETECTORS = "detectors";
  private static final String EVENT_IDS = "event_ids";
  private static final int NAMES = 20;

  private NightAlerts() {}

  /**
   * @param onDates those of the report
   * @param minRisk the least risk of an alert
   */
  static ReportedAlerts of(Warehouse warehouse, Column onDates, double minRisk) {
    Dataset<Row> risks = warehouse.read(Table.RISKS).where(onDates);
    Dataset<Row> onThem =
        risks
            .where(col(ALERT_ID).isNotNull())
            .groupBy(ALERT_ID)
            .agg(max(POINTS).as(POINTS))
            .persist();
    try {
      Row refused =
          risks
              .where(col(ALERT_ID).isNull().and(col(RISK).geq(minRisk)))
              .agg(count(lit(1)), max(RISK))
              .first();
      return new ReportedAlerts(
          first(warehouse.read(Table.ALERTS).drop(POINTS), onThem),
          onThem.count(),
          refused.getLong(0),
          refused.isNullAt(1) ? null : refused.getDouble(1),
          warehouse.read(Table.EXCUSED).where(onDates).count(),
          Campaigns.of(warehouse, risks.where(col(ALERT_ID).isNotNull()), onDates));
    } finally {
      onThem.unpersist();
    }
  }

  private static List<Alert> first(Dataset<Row> alerts, Dataset<Row> onThem) {
    return alerts
        .join(broadcast(onThem), ALERT_ID)
        .orderBy(col(POINTS).desc(), col(RISK).desc(), col(ACTOR), col(ALERT_ID))
        .limit(Bounds.ALERTS)
        .select(
            col(ALERT_ID),
            FromTables.shortened(ACTOR),
            col(EVENT_DATE).cast("string").as(EVENT_DATE),
            col(LAST_DATE).cast("string").as(LAST_DATE),
            col("dates"),
            col(STATE),
            col(POINTS),
            col(RISK),
            names(PROFILES),
            names(DETECTORS),
            slice(col(EVENT_IDS), 1, Bounds.ALERT_EVENTS).as(EVENT_IDS),
            // Two sentences: a reason of one is cut to half as much.
            left(col(REASON), lit(2 * Bounds.TEXT)).as(REASON),
            coalesce(col(ATTACK), array()).as(ATTACK))
        .collectAsList()
        .stream()
        .map(NightAlerts::alert)
        .toList();
  }

  private static Column names(String column) {
    return transform(slice(col(column), 1, NAMES), name -> left(name, lit(Bounds.TEXT))).as(column);
  }

  private static Alert alert(Row row) {
    String actor = row.getAs(ACTOR);
    return new Alert(
        row.getAs(ALERT_ID),
        actor.isEmpty() ? null : actor,
        LocalDate.parse(row.getAs(EVENT_DATE)),
        LocalDate.parse(row.getAs(LAST_DATE)),
        row.getAs("dates"),
        row.getAs(STATE),
        row.getAs(POINTS),
        row.getAs(RISK),
        row.getList(row.fieldIndex(PROFILES)),
        row.getList(row.fieldIndex(DETECTORS)),
        row.getList(row.fieldIndex(EVENT_IDS)),
        row.getAs(REASON),
        row.getList(row.fieldIndex(ATTACK)));
  }
}
