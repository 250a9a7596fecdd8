package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.SCORE;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;

import dev.nightwarden.pipeline.Past;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * An analyzer that looks at the scores of one group alone: the anomalies of one actor that a
 * collector put together.
 */
public interface GroupAnalyzer extends Analyzer {
  /**
   * The group's own score (double).
   *
   * @param mean the mean of its anomalies' scores (double)
   * @param count how many they are (bigint)
   * @param max the greatest of them (double)
   */
  Column judge(Column mean, Column count, Column max);

  /**
   * Whether an anomaly of the group is malicious (boolean, never null).
   *
   * @param judged what {@link #judge(Column, Column, Column)} gave for the group
   * @param score the anomaly's own score
   */
  Column isMalicious(Column judged, Column score);

  @Override
  default Dataset<Row> judge(Dataset<Row> collected, Past past) {
    WindowSpec group = Window.partitionBy(Investigate.group(collected));
    // Decimals add up to the same mean in whatever order they come.
    Column mean = avg(col(SCORE).cast("decimal(20,12)")).over(group).cast("double");
    Column judged = judge(mean, count(lit(1)).over(group), max(SCORE).over(group));
    return collected
        .withColumn(Investigate.JUDGED, round(judged, Investigate.DECIMALS))
        .withColumn(MALICIOUS, isMalicious(col(Investigate.JUDGED), col(SCORE)));
  }
}
