package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;

import dev.nightwarden.assess.WeighingEvents;
import dev.nightwarden.investigate.Lately;
import dev.nightwarden.suppress.Excused;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What alerts of several actors have in common. */
final class Campaigns {
  /** Alerts that are further apart have one cause by chance. */
  private static final int CLOSE_DAYS = 7;

  private static final int MOST = 20;
  private static final int ACTORS = 20;
  private static final String ACTORS_OF = "actors";
  private static final String ALERTS_OF = "alerts";
  private static final String HOLDERS = "holders";

  private Campaigns() {}

  /**
   * The campaigns of alerted dates.
   *
   * @param alerted rows of {@code risks}, all of an alert
   * @param onDates that they are of
   */
  static List<Campaign> of(Warehouse warehouse, Dataset<Row> alerted, Column onDates) {
    Dataset<Row> shared = shared(warehouse, alerted, onDates).persist();
    try {
      Row dates = shared.agg(min("first").cast("string"), max("last").cast("string")).first();
      if (dates.isNullAt(0)) {
        return List.of();
      }
      LocalDate last = LocalDate.parse(dates.getString(1));
      Dataset<Row> shown =
          warehouse
              .read(Table.FEATURE_COUNTS)
              .where(
                  col(EVENT_DATE)
                      .geq(lit(LocalDate.parse(dates.getString(0)).minusDays(Lately.DAYS)))
                      .and(col(EVENT_DATE).leq(lit(last))));
      return rare(shared, shown);
    } finally {
      shared.unpersist();
    }
  }

  /** The values that events of several actors' alerts show, close in time. */
  private static Dataset<Row> shared(Warehouse warehouse, Dataset<Row> alerted, Column onDates) {
    return Excused.without(warehouse, warehouse.read(Table.ANOMALIES).where(onDates))
        .where(col(VALUE).isNotNull().and(not(coalesce(col(LEARNING), lit(false)))))
        .join(broadcast(WeighingEvents.of(alerted)), new String[] {EVENT_DATE, EVENT_ID})
        .groupBy(PROFILE, FIELD, VALUE)
        .agg(
            collect_set(coalesce(col(ACTOR), lit(""))).as(ACTORS_OF),
            collect_set(ALERT_ID).as(ALERTS_OF),
            min(EVENT_DATE).as("first"),
            max(EVENT_DATE).as("last"))
        .where(size(col(ACTORS_OF)).gt(1).and(datediff(col("last"), col("first")).leq(CLOSE_DAYS)));
  }

  private static List<Campaign> rare(Dataset<Row> shared, Dataset<Row> shown) {
    Dataset<Row> holders =
        shown
            .join(
                broadcast(shared.select(PROFILE, FIELD, VALUE)),
                new String[] {PROFILE, FIELD, VALUE},
                "left_semi")
            .groupBy(PROFILE, FIELD, VALUE)
            .agg(count_distinct(col(ACTOR)).as(HOLDERS));
    Dataset<Row> everybody = shown.groupBy(PROFILE).agg(count_distinct(col(ACTOR)).as("everybody"));
    Column most =
        greatest(size(col(ACTORS_OF)).cast("double"), col("everybody").multiply(Lately.FAR));
    List<Campaign> campaigns = new ArrayList<>();
    for (Row row :
        shared
            .join(holders, new String[] {PROFILE, FIELD, VALUE})
            .join(everybody, PROFILE)
            .where(col(HOLDERS).leq(most))
            .orderBy(size(col(ACTORS_OF)).desc(), col(PROFILE), col(FIELD), col(VALUE))
            .limit(MOST)
            .select(
                slice(array_sort(col(ACTORS_OF)), 1, ACTORS),
                size(col(ACTORS_OF)).cast("bigint"),
                slice(array_sort(col(ALERTS_OF)), 1, ACTORS),
                col(PROFILE),
                col(FIELD),
                left(col(VALUE), lit(Bounds.TEXT)),
                col(HOLDERS))
            .collectAsList()) {
      Stream<String> actors = row.<String>getList(0).stream();
      campaigns.add(
          new Campaign(
              actors.map(Bounds::cut).toList(),
              row.getLong(1),
              row.getList(2),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getLong(6)));
    }
    return campaigns;
  }
}
