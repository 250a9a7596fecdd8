package dev.nightwarden.maintain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a night does what {@code maintain} does. */
final class Due {
  /** The count that a run has which maintained tables. */
  static final String TABLES = "maintain.tables";

  private static final Logger log = LoggerFactory.getLogger(Due.class);

  private Due() {}

  /**
   * Whether it is asked for, or enough nights succeeded since it was done last, this one too; not
   * while a backfill is under way, which rests on old rows.
   */
  static boolean is(StageContext night, MaintainSettings settings) {
    if (night.request().job() == Job.MAINTAIN) {
      return true;
    }
    if (settings.everyNights() == null) {
      return false;
    }
    if (night.agenda().isBesideBackfill()) {
      log.debug("Tables are maintained by a night after the backfill");
      return false;
    }
    Dataset<Row> runs = night.warehouse().read(Table.RUNS);
    Column maintained =
        element_at(col("counts"), lit(TABLES)).isNotNull().and(col("status").equalTo("succeeded"));
    Row last = runs.agg(max(when(maintained, col("started_at")))).first();
    Column isNight = col("command").equalTo(Job.RUN.key()).and(col("status").equalTo("succeeded"));
    Column since = last.isNullAt(0) ? lit(true) : col("started_at").gt(lit(last.get(0)));
    long nights = runs.agg(count_if(isNight.and(since))).first().getLong(0);
    return nights + 1 >= settings.everyNights();
  }
}
