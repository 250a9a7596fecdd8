package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The events that weigh in the risks of dates, malicious or not. */
public final class WeighingEvents {
  private static final String WEIGHING = "weighing";

  private WeighingEvents() {}

  /**
   * One row for each event of each alert.
   *
   * @param risks rows of {@code risks}; what is carried from dates before has no event
   * @return alert_id, event_date, event_id
   */
  public static Dataset<Row> of(Dataset<Row> risks) {
    return risks
        .select(col(ALERT_ID), col(EVENT_DATE), explode(col(Risks.CONTRIBUTIONS)).as(WEIGHING))
        .select(col(ALERT_ID), col(EVENT_DATE), col(WEIGHING).getField(EVENT_ID).as(EVENT_ID))
        .where(col(EVENT_ID).isNotNull())
        .distinct();
  }
}
