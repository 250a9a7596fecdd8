package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.Past;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Slices;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Adds up what a group has of unlikely values, and holds it against what actors had on the 28 days
 * before: malicious is what at most a share of their dates, the rate, would reach.
 *
 * <p>The evidence of a group is the sum, over its fields, of the three greatest surprises of
 * distinct values. An actor's date is compared by the greatest evidence of its groups, 0 without
 * one; dates in learning are not compared with.
 *
 * <p>What the rate would reach is not counted off at the very end of the tail, where incidents lie
 * and would raise the bar for the next ones, but told from the part before it, as in the method of
 * peaks over threshold (Pickands 1975): an exponential tail grows by equal steps as the share that
 * reaches it halves. With q(s) for what the share s reached and f for the greater of 0.05 and 2.5
 * rate (1 at most), the bar is {@code q(f) + log2(f / rate) (q(f / 2) - q(f))}. Where less than f /
 * 2 of the dates have any evidence, it is q(rate).
 */
@TypeName(
    value = "evidence",
    doc =
        "Adds up the surprises of a group's values and keeps what hardly any actor reached on the 28"
            + " days before.")
public record AddedEvidence(
    @Key(
            doc =
                "The share of actor-dates that may have as much evidence as a malicious group, going by"
                    + " those of the 28 days before.",
            fallback = "0.005",
            above = 0,
            max = 1)
        double rate,
    @Key(
            doc =
                "The least evidence of a malicious group while there are too few actor-dates for the"
                    + " rate: fewer than 200, or than 1 / rate.",
            fallback = "12.0",
            above = 0,
            max = 1000)
        double threshold)
    implements Analyzer {
  /** Further values of a field add nothing: an account with ever-new ones would have no end. */
  private static final int VALUES = 3;

  /** Of a high rate the tail is told from what so much more reached. */
  private static final double FAR_RATES = 2.5;

  private static final String RANK = "rank";
  private static final String ALL = "all_compared";
  private static final String BAR = "bar";
  private static final String IS_ENOUGH = "is_enough";

  @Override
  public int lookback() {
    return Lately.DAYS;
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> collected, Past past) {
    Dataset<Row> evidence = added(collected);
    Dataset<Row> compared = compared(past);
    Dataset<Row> judged =
        evidence
            .where(Slices.of(past.dates()))
            .join(compared, new String[] {PROFILE, EVENT_DATE}, "left")
            .join(
                bars(evidence, compared, past),
                Investigate.names(evidence, PROFILE, EVENT_DATE),
                "left");
    Column added = col(Investigate.JUDGED);
    Column isMalicious =
        when(coalesce(col(IS_ENOUGH), lit(false)), added.gt(coalesce(col(BAR), lit(0.0))))
            .otherwise(added.geq(threshold - TOLERANCE));
    String[] group = Investigate.names(collected, Investigate.GROUP.toArray(String[]::new));
    return collected
        .where(Slices.of(past.dates()))
        .join(judged.withColumn(MALICIOUS, isMalicious).drop(BAR, ALL, IS_ENOUGH), group, "left")
        .withColumn(Investigate.JUDGED, coalesce(added, lit(0.0)))
        .withColumn(MALICIOUS, coalesce(col(MALICIOUS), lit(false)));
  }

  @Override
  public Optional<Dataset<Row>> evidence(Dataset<Row> collected) {
    String[] group = Investigate.names(collected, Investigate.GROUP.toArray(String[]::new));
    return Optional.of(
        collected.where(col(Investigate.SURPRISE).isNotNull()).join(added(collected), group));
  }

  /** Of each group that has any: its columns, and {@code judged}. */
  private static Dataset<Row> added(Dataset<Row> collected) {
    Column[] group = Investigate.group(collected);
    Column[] ofField = with(group, col(FIELD));
    // Decimals add up to the same in whatever order they come.
    Column surprise = col(Investigate.SURPRISE).cast("decimal(20,12)");
    Dataset<Row> strongest =
        collected
            .where(col(Investigate.SURPRISE).isNotNull())
            .groupBy(with(ofField, col(VALUE)))
            .agg(max(surprise).as(Investigate.SURPRISE))
            .withColumn(
                RANK,
                row_number()
                    .over(
                        Window.partitionBy(ofField)
                            .orderBy(col(Investigate.SURPRISE).desc(), col(VALUE))))
            .where(col(RANK).leq(VALUES));
    return strongest
        .groupBy(group)
        .agg(
            round(sum(Investigate.SURPRISE).cast("double"), Investigate.DECIMALS)
                .as(Investigate.JUDGED));
  }

  /**
   * How many actor-dates are compared with, per profile and date. Columns profile, event_date, all
   * (double: with the one that is judged), is_enough.
   */
  private Dataset<Row> compared(Past past) {
    Dataset<Row> actorDates = past.actorDates().where(not(col(LEARNING)));
    return following(actorDates.groupBy(PROFILE, EVENT_DATE).agg(count(lit(1)).as(ALL)), past)
        .groupBy(PROFILE, EVENT_DATE)
        .agg(sum(ALL).plus(1).cast("double").as(ALL))
        .withColumn(
            IS_ENOUGH, col(ALL).gt(Math.max(Lately.FEWEST_ACTOR_DATES, 1 / rate - TOLERANCE)));
  }

  /** Of each date, the evidence that must be beaten; no row where nobody had any. */
  private Dataset<Row> bars(Dataset<Row> evidence, Dataset<Row> compared, Past past) {
    Dataset<Row> greatest =
        evidence
            .groupBy(Investigate.columns(evidence, PROFILE, ACTOR, EVENT_DATE))
            .agg(max(Investigate.JUDGED).as(BAR));
    Column[] ofDate = Investigate.columns(evidence, PROFILE, EVENT_DATE);
    double from = Math.min(1, Math.max(Lately.FAR, FAR_RATES * rate));
    double halvings = Math.log(from / rate) / Math.log(2);
    Column far = reachedBy(from);
    Column near = reachedBy(from / 2);
    return following(greatest, past)
        .withColumn(RANK, row_number().over(Window.partitionBy(ofDate).orderBy(col(BAR).desc())))
        .join(broadcast(compared), new String[] {PROFILE, EVENT_DATE})
        .groupBy(ofDate)
        .agg(
            when(near.gt(0), far.plus(near.minus(far).multiply(halvings)))
                .otherwise(reachedBy(rate))
                .as(BAR));
  }

  /** The greatest evidence that at least a share of the actor-dates reached (double). */
  private static Column reachedBy(double share) {
    Column place = floor(col(ALL).multiply(share).plus(TOLERANCE));
    return coalesce(max(when(col(RANK).equalTo(place), col(BAR))), lit(0.0));
  }

  /** Each row once for each of the days after it that is compared with it. */
  private static Dataset<Row> following(Dataset<Row> rows, Past past) {
    return Lately.following(rows, past.dates().first(), past.dates().last())
        .where(Slices.of(past.dates()));
  }

  private static Column[] with(Column[] columns, Column more) {
    Column[] all = Arrays.copyOf(columns, columns.length + 1);
    all[columns.length] = more;
    return all;
  }
}
