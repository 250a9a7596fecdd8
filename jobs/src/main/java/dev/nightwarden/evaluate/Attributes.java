package dev.nightwarden.evaluate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_diff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is known of actors when their alerts are counted.
 *
 * @param replayed says who was active on which date, and since when
 * @param first the log's first date
 * @param directory a csv file with a header, and the columns {@code actor} and {@code kind} in it;
 *     null for none
 */
public record Attributes(Warehouse replayed, LocalDate first, Path directory) {
  /** Whether an actor came after the log's first week, less than a week before (boolean). */
  static final String JOINER = "joiner";

  /** The kind of the directory; empty where it has none. */
  static final String KIND = "kind";

  private static final String SINCE = "since";

  /** A week, in days: that of the log is its first, that of a joiner the joiner's. */
  public static final int WEEK = 7;

  /** Who was active on which date: actor, event_date. */
  Dataset<Row> active() {
    return replayed.read(Table.FEATURE_COUNTS).select(ACTOR, EVENT_DATE).distinct();
  }

  /**
   * Adds {@code joiner} and {@code kind}, never null.
   *
   * @param rows with actor and event_date
   */
  Dataset<Row> to(Dataset<Row> rows) {
    Dataset<Row> since =
        replayed.read(Table.FEATURE_COUNTS).groupBy(ACTOR).agg(min(EVENT_DATE).as(SINCE));
    Dataset<Row> known = rows.join(since, byActor(), "left");
    if (directory != null) {
      known = known.join(kinds(), byActor(), "left");
    } else {
      known = known.withColumn(KIND, lit(""));
    }
    Column isNew =
        date_diff(col(SINCE), lit(first))
            .geq(WEEK)
            .and(date_diff(col(EVENT_DATE), col(SINCE)).lt(WEEK));
    return known
        .withColumn(JOINER, coalesce(isNew, lit(false)))
        .withColumn(KIND, coalesce(col(KIND), lit("")))
        .drop(SINCE);
  }

  /** How many were active: event_date, kind, joiner, count. */
  Dataset<Row> counts() {
    return to(active()).groupBy(EVENT_DATE, KIND, JOINER).agg(count(lit(1)));
  }

  private Dataset<Row> kinds() {
    return replayed
        .spark()
        .read()
        .option("header", "true")
        .csv(directory.toAbsolutePath().toUri().toString())
        .select(col(ACTOR), col(KIND))
        .dropDuplicates(ACTOR);
  }

  private static String[] byActor() {
    return new String[] {ACTOR};
  }
}
