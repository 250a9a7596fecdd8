package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.RUN_ID;
import static dev.nightwarden.table.Columns.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From anomalies to the malicious ones, as each detector decides. */
public final class Findings {
  private Findings() {}

  /**
   * The anomalies of detectors whose anomalies are judged together, with the judgement.
   *
   * @param anomalies rows of {@code anomalies}
   * @return what {@link dev.nightwarden.pipeline.Judge#judge} gives; anomalies of profiles that
   *     nobody judges are left out
   */
  public static Dataset<Row> judged(Dataset<Row> anomalies, List<Detector> detectors) {
    Dataset<Row> none =
        new Investigate(new Day(Duration.ZERO), new Threshold(1))
            .judge(anomalies.where(lit(false)));
    Dataset<Row> all = null;
    for (Detector detector : detectors) {
      if (detector.decision() instanceof Decision.Judged together) {
        Dataset<Row> own = anomalies.where(detector.owns());
        for (var judge : together.judges().entrySet()) {
          Dataset<Row> judged =
              judge.getValue().judge(own.where(col(PROFILE).equalTo(judge.getKey())));
          all = all == null ? judged : all.unionByName(judged);
        }
      }
    }
    return all == null ? none : all;
  }

  /** The anomalies that are malicious as they stand, those of unknown detectors among them. */
  public static Dataset<Row> alone(Dataset<Row> anomalies, List<Detector> detectors) {
    Column isMalicious = lit(true);
    for (Detector detector : detectors) {
      Column ofOwn =
          detector.decision() instanceof Decision.Alone alone
              ? col(SCORE).geq(alone.leastScore() - Analyzer.TOLERANCE)
              : lit(false);
      isMalicious = when(detector.owns(), ofOwn).otherwise(isMalicious);
    }
    return anomalies.where(isMalicious);
  }

  /**
   * The rows of {@code malicious_events}.
   *
   * @param judged what {@link #judged} gives
   * @param alone what {@link #alone} gives
   */
  public static Dataset<Row> malicious(Dataset<Row> judged, Dataset<Row> alone, String runId) {
    return judged
        .where(col(MALICIOUS))
        .unionByName(alone.withColumn(INVESTIGATION_ID, lit(null).cast("string")), true)
        .withColumn(RUN_ID, lit(runId));
  }
}
