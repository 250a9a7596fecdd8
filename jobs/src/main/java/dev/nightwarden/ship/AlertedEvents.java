package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.nightwarden.assess.WeighingEvents;
import dev.nightwarden.suppress.Excused;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What alerts are about: the malicious events of the dates that are alerted, and the events that
 * weigh most in their risk, malicious or not.
 */
final class AlertedEvents {
  /** The alert of a row's actor and date: a struct of alert_id, risk, points, reason, attack. */
  static final String ALERT = "alert";

  private static final String ALERTED = "alerted";
  private static final String ALERTED_DATE = "alerted_date";
  private static final String CONTRIBUTIONS = "contributions";

  private AlertedEvents() {}

  /**
   * Rows of {@code malicious_events}, and of anomalies as if they were such, with {@link #ALERT}.
   *
   * @param malicious rows of {@code malicious_events}
   * @param dates of which any is told
   */
  static Dataset<Row> of(Warehouse warehouse, Dataset<Row> malicious, SortedSet<LocalDate> dates) {
    Column heaviest = col(CONTRIBUTIONS).getItem(0);
    Dataset<Row> risks =
        warehouse.read(Table.RISKS).where(Slices.of(dates).and(col(Columns.ALERT_ID).isNotNull()));
    Dataset<Row> alerted =
        risks.select(
            col(Columns.ACTOR).as(ALERTED),
            col(Columns.EVENT_DATE).as(ALERTED_DATE),
            struct(
                    col(Columns.ALERT_ID),
                    col(Columns.RISK),
                    col(Columns.POINTS),
                    heaviest.getField(Columns.REASON).as(Columns.REASON),
                    heaviest.getField(Columns.ATTACK).as(Columns.ATTACK))
                .as(ALERT));
    Dataset<Row> ofDates = malicious.where(Slices.of(dates));
    Dataset<Row> others =
        Excused.without(
                warehouse,
                warehouse
                    .read(Table.ANOMALIES)
                    .where(Slices.of(dates).and(not(coalesce(col(Columns.LEARNING), lit(false))))))
            .join(
                broadcast(WeighingEvents.of(risks)),
                new String[] {Columns.EVENT_DATE, Columns.EVENT_ID},
                "left_semi")
            .join(
                ofDates.select(Columns.ANOMALY_ID), new String[] {Columns.ANOMALY_ID}, "left_anti");
    Column isOf =
        coalesce(col(Columns.ACTOR), lit(""))
            .equalTo(col(ALERTED))
            .and(col(Columns.EVENT_DATE).equalTo(col(ALERTED_DATE)));
    return ofDates
        .unionByName(others, true)
        .join(broadcast(alerted), isOf)
        .drop(ALERTED, ALERTED_DATE);
  }
}
