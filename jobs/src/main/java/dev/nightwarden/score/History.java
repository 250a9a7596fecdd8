package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What the history before each message knew of each of its values, for a range of event dates at
 * once.
 *
 * <p>Three kinds of entries go through one exchange and two running sums: the counts carried in
 * from the days before the range (+count at its start), the messages of the range (+1 each), and
 * the days that leave a limited history (-count at the start of the first day that no longer sees
 * them). A message sees the entries before it in the order (event_time, message_id, transport), the
 * other two kinds coming before the messages of their instant.
 *
 * @param from the first event date of the range
 * @param to the last
 * @param days how many days before its own date each profile's history reaches; empty: all
 */
public record History(LocalDate from, LocalDate to, Map<String, OptionalInt> days) {
  /** c: earlier messages of the actor with the same value (bigint, never null). */
  public static final String SEEN = "seen";

  /** N: earlier messages of the actor (bigint, never null). */
  public static final String TOTAL = "total";

  /** G: distinct values among them, null being one (bigint, never null). */
  public static final String DISTINCT = "distinct";

  /** c0: earlier messages of the actor without a value (bigint, never null). */
  public static final String MISSING = "missing";

  private static final String GROUP = "group_hash";
  private static final String WEIGHT = "weight";
  private static final String IS_MESSAGE = "is_message";
  private static final String APPEARS = "appears";
  private static final String LACKING = "lacking";

  /**
   * Adds {@code seen}, {@code total}, {@code distinct} and {@code missing} to observations.
   *
   * @param observations rows of {@link dev.nightwarden.observe.Observe#observations} whose dates
   *     are in the range
   * @param counts rows of {@code feature_counts} of all dates up to the range's last, those of the
   *     range included
   */
  public Dataset<Row> before(Dataset<Row> observations, Dataset<Row> counts) {
    Dataset<Row> entries =
        messages(observations)
            .unionByName(carriedIn(counts.where(isWithinReach())))
            .unionByName(leaving(counts.where(isWithinReach())));
    // The hash stands first because a sort compares whole rows only where the first key is equal.
    WindowSpec ofField = Window.partitionBy(GROUP, PROFILE, FIELD, ACTOR).orderBy(order());
    WindowSpec ofValue = Window.partitionBy(GROUP, PROFILE, FIELD, ACTOR, VALUE).orderBy(order());
    Column after = col(SEEN).plus(col(WEIGHT));
    return entries
        .withColumn(GROUP, xxhash64(col(PROFILE), col(FIELD), col(ACTOR)))
        .repartition(col(GROUP))
        .withColumn(SEEN, earlier(col(WEIGHT), ofValue))
        .withColumn(APPEARS, isPresent(after).minus(isPresent(col(SEEN))))
        .withColumn(LACKING, when(col(VALUE).isNull(), col(WEIGHT)).otherwise(0L))
        .withColumns(
            Map.of(
                TOTAL, earlier(col(WEIGHT), ofField),
                DISTINCT, earlier(col(APPEARS), ofField),
                MISSING, earlier(col(LACKING), ofField)))
        .where(col(IS_MESSAGE))
        .drop(GROUP, WEIGHT, IS_MESSAGE, APPEARS, LACKING);
  }

  private static Column[] order() {
    return new Column[] {col(EVENT_TIME), col(IS_MESSAGE), col(MESSAGE_ID), col(TRANSPORT)};
  }

  private static Column earlier(Column amount, WindowSpec window) {
    return coalesce(sum(amount).over(window.rowsBetween(Window.unboundedPreceding(), -1)), lit(0L));
  }

  private static Column isPresent(Column count) {
    return when(count.gt(0), 1L).otherwise(0L);
  }

  private static Dataset<Row> messages(Dataset<Row> observations) {
    return observations.withColumn(WEIGHT, lit(1L)).withColumn(IS_MESSAGE, lit(true));
  }

  /** The history of the range's first day, one entry per value. */
  private Dataset<Row> carriedIn(Dataset<Row> counts) {
    Dataset<Row> earlier =
        counts
            .where(col(EVENT_DATE).lt(from).and(isSeenFrom(lit(from))))
            .groupBy(PROFILE, FIELD, ACTOR, VALUE)
            .agg(sum(COUNT).as(WEIGHT));
    return asEntries(earlier, lit(from));
  }

  /** The days that leave a limited history within the range, on the first date without them. */
  private Dataset<Row> leaving(Dataset<Row> counts) {
    Column leaves = date_add(col(EVENT_DATE), reach().plus(1));
    Dataset<Row> expired =
        counts
            .where(isSeenFrom(lit(from)).and(leaves.leq(to)).and(reach().isNotNull()))
            .withColumn(WEIGHT, col(COUNT).multiply(-1L));
    return asEntries(expired, leaves);
  }

  /** The dates that any profile still sees, so that only their partitions are read. */
  private Column isWithinReach() {
    Column upTo = col(EVENT_DATE).leq(to);
    if (days.values().stream().anyMatch(OptionalInt::isEmpty)) {
      return upTo;
    }
    int longest = days.values().stream().mapToInt(OptionalInt::getAsInt).max().orElse(0);
    return upTo.and(col(EVENT_DATE).geq(from.minusDays(longest)));
  }

  /** Whether a day's counts are within the history of a message of the given date, or after it. */
  private Column isSeenFrom(Column date) {
    return reach().isNull().or(date_add(col(EVENT_DATE), reach()).geq(date));
  }

  private Column reach() {
    Column reach = lit(null).cast("int");
    for (Map.Entry<String, OptionalInt> profile : days.entrySet()) {
      if (profile.getValue().isPresent()) {
        reach =
            when(col(PROFILE).equalTo(profile.getKey()), profile.getValue().getAsInt())
                .otherwise(reach);
      }
    }
    return reach;
  }

  private static Dataset<Row> asEntries(Dataset<Row> weighted, Column date) {
    return weighted.select(
        col(PROFILE),
        col(FIELD),
        col(ACTOR),
        col(VALUE),
        date.cast("timestamp").as(EVENT_TIME),
        date.as(EVENT_DATE),
        lit("").as(TRANSPORT),
        lit("").as(MESSAGE_ID),
        col(WEIGHT),
        lit(false).as(IS_MESSAGE));
  }
}
