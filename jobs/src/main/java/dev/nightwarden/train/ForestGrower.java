package dev.nightwarden.train;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRAINED_FOR;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.verdict.Withheld;
import java.time.LocalDate;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Grows forests from messages.
 *
 * @param codeVersion is written down with each forest
 */
record ForestGrower(Warehouse warehouse, String codeVersion) {
  /**
   * The rows of {@code forests} of a profile's training dates.
   *
   * @param actor whose forests alone are grown; null: everybody's
   */
  Dataset<Row> grow(
      ProfileForests forests, TrainingDates dates, SortedSet<LocalDate> trainedFor, String actor) {
    Dataset<Row> events =
        forests.events(
            warehouse.read(Table.MESSAGES).where(ProfileForests.isSeen(dates, trainedFor)));
    Withheld withheld = Withheld.until(warehouse, trainedFor.last());
    if (!withheld.isNone()) {
      events =
          withheld
              .marked(
                  events,
                  ForestEvents.ACTOR,
                  ForestEvents.TRANSPORT_OF,
                  ForestEvents.MESSAGE,
                  ForestEvents.TIME,
                  ForestEvents.DATE)
              .where(not(col(Withheld.IS_WITHHELD)))
              .drop(Withheld.IS_WITHHELD);
    }
    if (actor != null) {
      events = events.where(col(ForestEvents.ACTOR).equalTo(actor));
    }
    Dataset<Row> rows =
        forests
            .settings()
            .estimator()
            .grow(
                events.withColumn(
                    ForestEvents.TRAINED_FOR, explode(ProfileForests.seenBy(dates, trainedFor))));
    Column inSample =
        dates.first() == null ? lit(false) : col(ForestEvents.TRAINED_FOR).equalTo(dates.first());
    return rows.select(
        lit(forests.profile().name()).as(PROFILE),
        col(ForestEvents.ACTOR).as(ACTOR),
        col(ForestEvents.TRAINED_FOR).as(TRAINED_FOR),
        col("forest"),
        col("encoder"),
        col("usual"),
        col("threshold"),
        col(EVENTS),
        col("trained_on"),
        col("seed"),
        inSample.as("in_sample"),
        lit(forests.hash()).as("settings"),
        lit(codeVersion).as("code_version"));
  }
}
