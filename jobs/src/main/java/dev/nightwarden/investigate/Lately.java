package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a date is compared with: the days before it, and never itself. */
public final class Lately {
  /** How many days are compared with. */
  public static final int DAYS = 28;

  /** With fewer actor-dates than these nothing can be told of what is rare. */
  public static final int FEWEST_ACTOR_DATES = 200;

  /** What so large a share of the actor-dates reached is where the tail begins that is told. */
  public static final double FAR = .05;

  private Lately() {}

  /**
   * Each row once for each of the days after it that is compared with it, under that date.
   *
   * @param first the first of the days that are asked for; none before it is given
   * @param last the last
   */
  public static Dataset<Row> following(Dataset<Row> rows, LocalDate first, LocalDate last) {
    Column begin = greatest(date_add(col(EVENT_DATE), 1), lit(first));
    Column end = least(date_add(col(EVENT_DATE), DAYS), lit(last));
    return rows.where(
            col(EVENT_DATE).geq(lit(first.minusDays(DAYS))).and(col(EVENT_DATE).lt(lit(last))))
        .withColumn(EVENT_DATE, explode(sequence(begin, end)));
  }
}
