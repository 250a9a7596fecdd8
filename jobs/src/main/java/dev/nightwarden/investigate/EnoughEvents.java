package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.table.Ids;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Takes the anomalies of a group for malicious where enough events have one: one odd event among
 * many is chance.
 *
 * @param least how many events
 */
public record EnoughEvents(Collector collector, int least) implements Judge {
  @Override
  public Dataset<Row> judge(Dataset<Row> anomalies, Past past) {
    Dataset<Row> collected = collector.collect(anomalies);
    String[] group = Investigate.names(collected, Investigate.GROUP.toArray(String[]::new));
    Dataset<Row> events =
        collected
            .groupBy(Investigate.group(collected))
            .agg(countDistinct(EVENT_ID).cast("double").as(Investigate.JUDGED));
    // A reporter's group of the same window is another.
    return collected
        .join(events, group)
        .withColumn(MALICIOUS, col(Investigate.JUDGED).geq(least))
        .withColumn(
            INVESTIGATION_ID, Ids.of(col(PROFILE), col(ACTOR), col(WINDOW_START), col(DETECTOR)));
  }
}
