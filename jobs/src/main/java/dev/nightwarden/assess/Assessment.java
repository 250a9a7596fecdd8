package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import dev.nightwarden.investigate.Lately;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Criticality;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From anomalies to risks and alerts, in steps that write nothing.
 *
 * @param profiles those that are watched
 * @param detectors all there are
 */
public record Assessment(AlertSettings settings, List<Profile> profiles, List<Detector> detectors) {
  /** What the anomalies behind a risk are marked with (array of text). */
  public static final String MARKS = Sources.MARKS;

  /** When the alert of an actor's date opened; null where the date is not alerted. */
  public static final String FIRST_DATE = Alerts.FIRST_DATE;

  public Assessment {
    profiles = List.copyOf(profiles);
    detectors = List.copyOf(detectors);
  }

  /** Rows of the dates, those between them, and of the days before that are compared with. */
  public static Column looksAt(NavigableSet<LocalDate> dates) {
    return col(EVENT_DATE)
        .geq(lit(dates.first().minusDays(Lately.DAYS)))
        .and(col(EVENT_DATE).leq(lit(dates.last())));
  }

  /**
   * The risks of the dates.
   *
   * @param warehouse has who was active
   * @param anomalies those that {@link #looksAt} tells; rows that differ in a column {@link
   *     dev.nightwarden.investigate.Investigate#APART} are assessed apart
   * @param before actor, event_date and points of the days before; null: nothing weighs
   * @param mark a column of the anomalies (text) whose values are gathered; null: none
   * @return actor, event_date, points, carried, risk, contributions, {@link #MARKS}
   */
  public Dataset<Row> risks(
      Warehouse warehouse,
      Dataset<Row> anomalies,
      Dataset<Row> before,
      NavigableSet<LocalDate> dates,
      String mark) {
    return risks(
        warehouse, anomalies, before, dates, mark, profiles.stream().map(Profile::name).toList());
  }

  /** The same, of profiles by their names. */
  Dataset<Row> risks(
      Warehouse warehouse,
      Dataset<Row> anomalies,
      Dataset<Row> before,
      NavigableSet<LocalDate> dates,
      String mark,
      List<String> counted) {
    Dataset<Row> points =
        Risks.points(
            Criticality.times(
                Points.of(
                    Sources.strongest(anomalies, detectors, mark),
                    active(warehouse, looksAt(dates)),
                    counted,
                    dates),
                profiles));
    return Risks.of(before == null ? points : points.unionByName(before, true))
        .where(col(EVENT_DATE).geq(lit(dates.first())));
  }

  /**
   * Adds {@link #FIRST_DATE} to risks, as if there had been no date before.
   *
   * @param risks what {@link #risks} gives; evaluated more than once
   */
  public Dataset<Row> alerted(Dataset<Row> risks) {
    return Alerts.place(risks, () -> new Spells(settings));
  }

  /** Whether some profile has actor-dates enough before a date to tell rarity from chance. */
  public boolean canCompare(Warehouse warehouse, LocalDate date) {
    Column before =
        col(EVENT_DATE).geq(lit(date.minusDays(Lately.DAYS))).and(col(EVENT_DATE).lt(lit(date)));
    return !active(warehouse, before)
        .groupBy(PROFILE)
        .agg(sum(Points.ACTIVE).as(Points.ACTIVE))
        .where(col(Points.ACTIVE).geq(Lately.FEWEST_ACTOR_DATES))
        .isEmpty();
  }

  /** How many actors each profile saw on each date, those in learning left out. */
  private Dataset<Row> active(Warehouse warehouse, Column where) {
    List<String> unmarked = new ArrayList<>();
    for (Profile profile : profiles) {
      if (!profile.looksAtOthers()) {
        unmarked.add(profile.name());
      }
    }
    Dataset<Row> marked =
        warehouse
            .read(Table.ACTOR_DATES)
            .where(where.and(not(coalesce(col(LEARNING), lit(false)))))
            .groupBy(PROFILE, EVENT_DATE)
            .agg(count(lit(1)).as(Points.ACTIVE));
    if (unmarked.isEmpty()) {
      return marked;
    }
    return marked.unionByName(
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(where.and(col(PROFILE).isin(unmarked.toArray())))
            .groupBy(PROFILE, EVENT_DATE)
            .agg(countDistinct(ACTOR).as(Points.ACTIVE)));
  }
}
