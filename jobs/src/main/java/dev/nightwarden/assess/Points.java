package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.investigate.Lately;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How much a source's figure says: the rarer it said as much lately, the more. With n actor-dates
 * of the profile on the 28 days before, k of them with at least this figure, and {@code q = (k + 1)
 * / (n + 1)}, the points are {@code max(0, -log10 q - 1.3)}, at most 6: what one actor-date in
 * twenty has is worth nothing, and every further factor of ten is worth a point.
 *
 * <p>Beyond what can be counted, q is told from an exponential tail, as in the method of peaks over
 * threshold (Pickands 1975): with a for the figure that 5% of the actor-dates reached, or all that
 * had any if fewer did, and b for what half as many reached, it halves with every b - a.
 *
 * <p>So a source that cries every night weighs nothing, whatever its scores are. While fewer than
 * {@value Lately#FEWEST_ACTOR_DATES} actor-dates are there to compare with, a flag has at least 1,
 * 2 or 3 points by its severity, as somebody wrote it down; and so has any source of whose profile
 * nobody counts who was active: those of the section features, and of plug-ins.
 */
final class Points {
  private static final int FEWEST = 5;
  private static final String PLACE = "place";
  private static final String AT_FAR = "at_far";
  private static final String AT_NEAR = "at_near";
  private static final double NOTHING = 1.3;
  private static final double MOST = 6;
  private static final int DECIMALS = 6;

  static final String ACTIVE = "active";
  private static final String REACHED = "reached";
  private static final String IS_PAST = "is_past";

  private Points() {}

  /**
   * Adds {@code points} (double, 0 to 6) to what {@link Sources#strongest} gives of these dates.
   *
   * @param strongest of the dates, and of the days before
   * @param active profile, event_date, active (how many actors were active that date, those in
   *     learning left out), of the days before
   * @param counted the profiles of which {@code active} tells
   */
  static Dataset<Row> of(
      Dataset<Row> strongest,
      Dataset<Row> active,
      Collection<String> counted,
      SortedSet<LocalDate> dates) {
    Column isOfDates = col(EVENT_DATE).geq(dates.first()).and(col(EVENT_DATE).leq(dates.last()));
    Dataset<Row> before =
        Lately.following(active, dates.first(), dates.last())
            .groupBy(PROFILE, EVENT_DATE)
            .agg(sum(ACTIVE).as(ACTIVE));
    Dataset<Row> past =
        Lately.following(
                strongest.select(
                    Investigate.columns(
                        strongest, PROFILE, DETECTOR, FIELD, EVENT_DATE, Sources.FIGURE)),
                dates.first(),
                dates.last())
            .withColumn(IS_PAST, lit(1));
    Column isCounted = col(PROFILE).isin(counted.toArray());
    WindowSpec ofSource =
        Window.partitionBy(Investigate.columns(strongest, PROFILE, DETECTOR, FIELD, EVENT_DATE));
    WindowSpec down =
        ofSource
            .orderBy(col(Sources.FIGURE).desc())
            .rangeBetween(Window.unboundedPreceding(), Window.currentRow());
    Column far = least(floor(col(ACTIVE).multiply(Lately.FAR)), sum(IS_PAST).over(ofSource));
    return strongest
        .where(isOfDates)
        .withColumn(IS_PAST, lit(0))
        .unionByName(past, true)
        .join(broadcast(before), new String[] {PROFILE, EVENT_DATE}, "left")
        .withColumn(ACTIVE, when(isCounted, coalesce(col(ACTIVE), lit(0L))))
        .withColumn(REACHED, sum(IS_PAST).over(down))
        .withColumn(PLACE, far)
        .withColumn(AT_FAR, reachedBy(col(PLACE)).over(ofSource))
        .withColumn(AT_NEAR, reachedBy(floor(col(PLACE).divide(2))).over(ofSource))
        .where(col(IS_PAST).equalTo(0))
        .withColumn(POINTS, points())
        .drop(IS_PAST, REACHED, ACTIVE, PLACE, AT_FAR, AT_NEAR);
  }

  /** The greatest figure that so many have at least. */
  private static Column reachedBy(Column place) {
    return max(when(col(IS_PAST).equalTo(1).and(col(REACHED).geq(place)), col(Sources.FIGURE)));
  }

  private static Column points() {
    Column bySeverity = col(Sources.RANK).plus(1.0);
    Column counted = col(REACHED).plus(1).divide(col(ACTIVE).plus(1));
    Column halvings =
        col(Sources.FIGURE).minus(col(AT_FAR)).divide(col(AT_NEAR).minus(col(AT_FAR)));
    Column told =
        col(PLACE).divide(col(ACTIVE).plus(1)).multiply(pow(lit(2.0), halvings.multiply(-1)));
    Column isBeyond =
        col(PLACE)
            .geq(FEWEST)
            .and(col(AT_NEAR).gt(col(AT_FAR)))
            .and(col(Sources.FIGURE).gt(col(AT_NEAR)));
    Column share = when(isBeyond, told).otherwise(counted);
    Column byRarity =
        least(lit(MOST), greatest(lit(0.0), log10(share).multiply(-1).minus(NOTHING)));
    Column isFewFlag =
        col(DETECTOR).startsWith("flag:").and(col(ACTIVE).lt(Lately.FEWEST_ACTOR_DATES));
    return round(
        when(col(ACTIVE).isNull(), bySeverity)
            .when(isFewFlag, greatest(byRarity, bySeverity))
            .otherwise(byRarity),
        DECIMALS);
  }
}
