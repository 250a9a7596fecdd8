package dev.nightwarden.observe;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.BEFORE_DATE;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.FIRST_SEEN;
import static dev.nightwarden.table.Columns.LAST_SEEN;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The counts of profiles with an unlimited history, at the cost of days and not of years: the
 * counts before certain dates are kept as sums in {@code feature_totals}. Every row there is a sum
 * of rows of {@code feature_counts}; missing rows are computed again.
 */
public final class FeatureTotals {
  /** Totals are kept before dates whose days since 1970 divide by this. */
  static final int EVERY = 7;

  /** How many days of counts may be read again and again before adding them up is worth it. */
  static final int WORTH_KEEPING = 7;

  /** Totals so many days older than new ones are deleted. */
  private static final int KEPT = 28;

  private final Warehouse warehouse;
  private final Object[] unlimited;
  private final OptionalInt longest;

  /**
   * @param profiles those whose history has no end are read from totals
   */
  public FeatureTotals(Warehouse warehouse, Collection<Profile> profiles) {
    this.warehouse = warehouse;
    this.unlimited =
        profiles.stream().filter(p -> p.history().isEmpty()).map(Profile::name).toArray();
    this.longest =
        profiles.stream()
            .filter(p -> p.history().isPresent())
            .mapToInt(p -> p.history().getAsInt())
            .max();
  }

  /** Deletes what no longer is the sum of its days. Called before counts of these dates change. */
  public void forget(LocalDate firstChanged) {
    if (warehouse.dates(Table.FEATURE_TOTALS).higher(firstChanged) != null) {
      warehouse.delete(Table.FEATURE_TOTALS, "%s > DATE'%s'".formatted(BEFORE_DATE, firstChanged));
    }
  }

  /**
   * Rows of {@code feature_counts} with which a range of dates can be scored; for a history without
   * an end, one row per value on the day before a date stands for all its rows until then.
   *
   * @param from the range's first date; every date before it has been counted
   */
  public Dataset<Row> counts(LocalDate from) {
    Dataset<Row> counts = warehouse.read(Table.FEATURE_COUNTS);
    if (unlimited.length == 0) {
      return counts;
    }
    LocalDate before = from.minusDays(Math.floorMod(from.toEpochDay(), EVERY));
    LocalDate known = newest(before);
    if (!before.equals(known) && isWorthKeeping(known, before)) {
      add(known, before);
      known = before;
    }
    if (known == null) {
      return counts;
    }
    Column isUnlimited = col(PROFILE).isin(unlimited);
    Column isSince = col(EVENT_DATE).geq(known);
    if (longest.isPresent()) {
      // Said apart from the profile, so that it reaches the partitions.
      Column isRead = isSince.or(col(EVENT_DATE).geq(from.minusDays(longest.getAsInt())));
      isSince = isRead.and(isSince.or(not(isUnlimited)));
    }
    Dataset<Row> total =
        totals(known)
            .where(isUnlimited)
            .withColumn(EVENT_DATE, date_sub(col(BEFORE_DATE), 1))
            .drop(BEFORE_DATE);
    return counts.where(isSince).unionByName(total, true);
  }

  private LocalDate newest(LocalDate before) {
    return warehouse.dates(Table.FEATURE_TOTALS).floor(before);
  }

  private boolean isWorthKeeping(LocalDate known, LocalDate before) {
    NavigableSet<LocalDate> days = warehouse.dates(Table.FEATURE_COUNTS).headSet(before, false);
    return (known == null ? days : days.tailSet(known, true)).size() >= WORTH_KEEPING;
  }

  private void add(LocalDate known, LocalDate before) {
    Column isNew = col(EVENT_DATE).lt(before);
    Dataset<Row> days =
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(known == null ? isNew : isNew.and(col(EVENT_DATE).geq(known)))
            .select(PROFILE, FIELD, ACTOR, VALUE, COUNT, FIRST_SEEN, LAST_SEEN);
    Dataset<Row> all =
        known == null
            ? days
            : days.unionByName(
                totals(known).select(PROFILE, FIELD, ACTOR, VALUE, COUNT, FIRST_SEEN, LAST_SEEN));
    Dataset<Row> sums =
        all.groupBy(PROFILE, FIELD, ACTOR, VALUE)
            .agg(sum(COUNT).as(COUNT), min(FIRST_SEEN).as(FIRST_SEEN), max(LAST_SEEN).as(LAST_SEEN))
            .withColumn(BEFORE_DATE, lit(before));
    warehouse.replace(
        Table.FEATURE_TOTALS,
        sums,
        "%1$s = DATE'%2$s' OR %1$s < DATE'%3$s'"
            .formatted(BEFORE_DATE, before, before.minusDays(KEPT)));
  }

  private Dataset<Row> totals(LocalDate before) {
    return warehouse.read(Table.FEATURE_TOTALS).where(col(BEFORE_DATE).equalTo(before));
  }
}
