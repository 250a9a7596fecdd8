package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.RISK;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_date;

import dev.nightwarden.investigate.Investigate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * How much speaks against an actor on a date, over all profiles and detectors.
 *
 * <p>The points of a date are those of its sources, of which the r-th greatest is divided by r. The
 * points of a date weigh half as much a day later; risk is {@code 100 (1 - 2^(-T / 6))}, T being
 * the sum of the date's points and of those of the {@value #DAYS} days before as they weigh by
 * then: a finite sum, which carries no state.
 */
final class Risks {
  /** What the days before still weigh (double). */
  static final String CARRIED = "carried";

  /** What points and carried are made of. */
  static final String CONTRIBUTIONS = "contributions";

  /** How many days weigh on a date. */
  static final int DAYS = 28;

  private static final double HALVED_AFTER = 1;
  private static final double HALF_RISK = 6;
  private static final int DECIMALS = 6;

  private static final String PLACE = "place";
  private static final String BEFORE = "before";

  private Risks() {}

  /**
   * The points of actors' dates.
   *
   * @param sources what {@link Points#of} gives
   * @return actor, event_date, points (above 0), {@link #CONTRIBUTIONS} (of the date alone), marks
   */
  static Dataset<Row> points(Dataset<Row> sources) {
    Column[] ofDate = Investigate.columns(sources, ACTOR, EVENT_DATE);
    Column said = col(Sources.SAID);
    Column contribution =
        struct(
            col(PLACE),
            struct(
                    col(EVENT_DATE),
                    col(PROFILE),
                    col(DETECTOR),
                    col(FIELD),
                    round(col(POINTS).divide(col(PLACE)), DECIMALS).as(POINTS),
                    said.getItem(0).getField(EVENT_ID).as(EVENT_ID),
                    array_join(transform(said, one -> one.getField(REASON)), "; ").as(REASON),
                    techniques(transform(said, one -> one.getField(ATTACK))).as(ATTACK))
                .as(CONTRIBUTIONS));
    return sources
        .where(col(POINTS).gt(0))
        .withColumn(
            PLACE,
            row_number()
                .over(
                    Window.partitionBy(ofDate)
                        .orderBy(col(POINTS).desc(), col(PROFILE), col(DETECTOR), col(FIELD))))
        .groupBy(ofDate)
        .agg(
            array_sort(collect_list(contribution)).as(CONTRIBUTIONS),
            array_distinct(flatten(collect_list(Sources.MARKS))).as(Sources.MARKS))
        .withColumn(
            CONTRIBUTIONS, transform(col(CONTRIBUTIONS), one -> one.getField(CONTRIBUTIONS)))
        .withColumn(POINTS, sum(col(CONTRIBUTIONS)));
  }

  /**
   * Adds {@link #CARRIED} and risk, and to the contributions what is carried.
   *
   * @param points what {@link #points} gives of the dates, and of the {@value #DAYS} days before
   *     actor, event_date and points
   */
  static Dataset<Row> of(Dataset<Row> points) {
    Column day = unix_date(col(EVENT_DATE));
    Column earlier =
        transform(
            filter(col(BEFORE), one -> one.getField(EVENT_DATE).lt(col(EVENT_DATE))),
            one ->
                struct(
                    one.getField(EVENT_DATE).as(EVENT_DATE),
                    lit(null).cast("string").as(PROFILE),
                    lit(null).cast("string").as(DETECTOR),
                    lit(null).cast("string").as(FIELD),
                    round(
                            one.getField(POINTS)
                                .multiply(
                                    pow(
                                        lit(2.0),
                                        datediff(one.getField(EVENT_DATE), col(EVENT_DATE))
                                            .divide(HALVED_AFTER))),
                            DECIMALS)
                        .as(POINTS),
                    lit(null).cast("string").as(EVENT_ID),
                    lit(null).cast("string").as(REASON),
                    lit(null).cast("array<string>").as(ATTACK)));
    return points
        .withColumn(
            BEFORE,
            array_sort(
                collect_list(struct(col(EVENT_DATE), col(POINTS)))
                    .over(
                        Window.partitionBy(Investigate.columns(points, ACTOR))
                            .orderBy(day)
                            .rangeBetween(-DAYS, 0))))
        .withColumn(BEFORE, earlier)
        .withColumn(CARRIED, sum(col(BEFORE)))
        .withColumn(CONTRIBUTIONS, concat(col(CONTRIBUTIONS), col(BEFORE)))
        .withColumn(RISK, risk(col(POINTS).plus(col(CARRIED))))
        .drop(BEFORE);
  }

  /** All of several arrays, which may be null, once each and in order; null for none. */
  static Column techniques(Column all) {
    return nullif(
        array_sort(array_distinct(flatten(filter(all, one -> one.isNotNull())))),
        array().cast("array<string>"));
  }

  private static Column risk(Column all) {
    return round(
        lit(100.0).multiply(lit(1.0).minus(pow(lit(2.0), all.divide(-HALF_RISK)))), DECIMALS);
  }

  /** Of contributions, in their order, which decimals make of no account. */
  private static Column sum(Column contributions) {
    return round(
        aggregate(contributions, lit(0.0), (sum, one) -> sum.plus(one.getField(POINTS))), DECIMALS);
  }
}
