package dev.nightwarden.evaluate;

import static dev.nightwarden.evaluate.LabelledMessages.INCIDENT;
import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.RISK;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What is looked at where too few actor-dates are there for risks, as in a log of some days: each
 * actor's date with malicious events, in the order in which the page lists them: by severity,
 * score, number of events and time.
 */
final class MaliciousDates {
  private static final String WEIGHT = "weight";
  private static final String BEGAN = "began";

  private MaliciousDates() {}

  /** One row per variant, actor and date, with the columns of {@link AlertTables}. */
  static Dataset<Row> of(Dataset<Row> malicious) {
    Column weight =
        when(col(SEVERITY).equalTo("high"), 2)
            .when(col(SEVERITY).equalTo("medium"), 1)
            .otherwise(0);
    Column reason =
        struct(
            col(SCORE),
            col(DETECTOR),
            coalesce(col(FIELD), lit("")).as(FIELD),
            col(PROFILE),
            left(coalesce(col(REASON), lit("")), lit(AlertTables.LONGEST)).as(REASON));
    return malicious
        .groupBy(AlertTables.VARIANT, ACTOR, EVENT_DATE)
        .agg(
            max(weight).as(WEIGHT),
            max(SCORE).as(SCORE),
            countDistinct(EVENT_ID).as(EVENTS),
            min(EVENT_TIME).as(BEGAN),
            collect_set(INCIDENT).as(AlertTables.INCIDENTS),
            slice(sort_array(collect_list(reason), false), 1, AlertTables.MOST_REASONS)
                .as(AlertTables.REASONS))
        .withColumn(
            AlertTables.REASONS,
            transform(
                col(AlertTables.REASONS),
                one ->
                    struct(
                        one.getField(DETECTOR).as(DETECTOR),
                        one.getField(FIELD).as(FIELD),
                        one.getField(PROFILE).as(PROFILE),
                        one.getField(REASON).as(REASON))))
        .withColumn(AlertTables.OPENED, lit(true))
        .withColumn(POINTS, lit(null).cast("double"))
        .withColumn(RISK, lit(null).cast("double"))
        .withColumn(
            AlertTables.PLACE,
            row_number()
                .over(
                    Window.partitionBy(AlertTables.VARIANT, EVENT_DATE)
                        .orderBy(
                            col(WEIGHT).desc(),
                            col(SCORE).desc(),
                            col(EVENTS).desc(),
                            col(BEGAN).asc(),
                            col(ACTOR).asc())));
  }
}
