package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALIES;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;

import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.table.Ids;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Collects the reporters' anomalies of one profile into groups of one actor and lets the analyzer
 * judge each.
 */
public record Investigate(Collector collector, Analyzer analyzer) implements Judge {
  /** The group's own score, as the analyzer judged it (double, rounded to 12 decimals). */
  public static final String JUDGED = "judged";

  private static final int DECIMALS = 12;

  @Override
  public Dataset<Row> judge(Dataset<Row> anomalies) {
    WindowSpec group = Window.partitionBy(PROFILE, ACTOR, EVENT_DATE, WINDOW_START);
    // Decimals add up to the same mean in whatever order they come.
    Column mean = avg(col(SCORE).cast("decimal(20,12)")).over(group).cast("double");
    Column judged = analyzer.judge(mean, count(lit(1)).over(group), max(SCORE).over(group));
    return collector
        .collect(anomalies)
        .withColumn(INVESTIGATION_ID, Ids.of(col(PROFILE), col(ACTOR), col(WINDOW_START)))
        .withColumn(JUDGED, round(judged, DECIMALS))
        .withColumn(MALICIOUS, analyzer.isMalicious(col(JUDGED), col(SCORE)));
  }

  /** The rows of {@code investigations} of anomalies that were judged. */
  public static Dataset<Row> investigations(Dataset<Row> judged) {
    return judged
        .groupBy(INVESTIGATION_ID, PROFILE, ACTOR, EVENT_DATE, WINDOW_START, WINDOW_END)
        .agg(
            countDistinct(EVENT_ID).as(EVENTS),
            count(lit(1)).as(ANOMALIES),
            count_if(col(MALICIOUS)).as(MALICIOUS),
            first(JUDGED).as(SCORE));
  }
}
