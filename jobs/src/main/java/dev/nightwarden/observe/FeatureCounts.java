package dev.nightwarden.observe;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.FIRST_SEEN;
import static dev.nightwarden.table.Columns.LAST_SEEN;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From observations to counts, kept per day because days add up. */
public final class FeatureCounts {
  private FeatureCounts() {}

  /** The rows of {@code feature_counts} that these observations make. */
  public static Dataset<Row> ofDays(Dataset<Row> observations) {
    return observations
        .groupBy(PROFILE, FIELD, ACTOR, VALUE, EVENT_DATE)
        .agg(
            count(lit(1)).as(COUNT), min(EVENT_TIME).as(FIRST_SEEN), max(EVENT_TIME).as(LAST_SEEN));
  }
}
