package dev.nightwarden.validate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Notes;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The fields whose values are new all the time: ids, ports, temporary names. A first sight says
 * nothing there, and each is an anomaly.
 */
record EverNew(Profile profile) {
  /** The share of messages with a value that is new for their actor, from which on it is noise. */
  private static final double NOISE = 0.25;

  private static final long FEWEST_MESSAGES = 50;
  private static final String MICROS = "micros";

  /**
   * Looks at the later half of the messages: the earlier one teaches.
   *
   * @param watched what {@link Observe#watched} gives
   */
  void tell(Dataset<Row> watched, Notes notes) {
    Dataset<Row> shown =
        Observe.observations(watched, profile)
            .where(col(VALUE).isNotNull())
            .select(col(ACTOR), col(FIELD), col(VALUE), unix_micros(col(EVENT_TIME)).as(MICROS));
    Row half = shown.agg(percentile_approx(col(MICROS), lit(0.5), lit(10_000))).first();
    if (half.isNullAt(0)) {
      return;
    }
    Column isLater = col(MICROS).gt(half.getLong(0));
    for (Row row :
        shown
            .groupBy(ACTOR, FIELD, VALUE)
            .agg(count_if(isLater).as("later"), min(MICROS).as(MICROS))
            .groupBy(FIELD)
            .agg(sum("later"), count_if(isLater))
            .orderBy(FIELD)
            .collectAsList()) {
      long later = row.getLong(1);
      double share = (double) row.getLong(2) / Math.max(1, later);
      if (later >= FEWEST_MESSAGES
          && share >= NOISE
          && !(profile.fields().get(row.getString(0)) instanceof HourOfWeek)) {
        notes.warning(
            String.format(
                Locale.ROOT,
                "profiles.%s.fields.%s: new for their actor in %.0f%% of the %d later messages; such"
                    + " values are new by nature (ids, ports, temporary names) and each would be an"
                    + " anomaly: leave the field out, or watch something coarser",
                profile.name(),
                row.getString(0),
                100 * share,
                later));
      }
    }
  }
}
