package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.RUN_ID;
import static dev.nightwarden.table.Columns.SCORE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.table.Slices;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From anomalies to the malicious ones, as each detector decides. */
public final class Findings {
  private Findings() {}

  /**
   * The anomalies of detectors whose anomalies are judged together, with the judgement.
   *
   * @param anomalies rows of {@code anomalies}: of the dates to be judged, and of the {@link
   *     #lookback} days before each
   * @return what {@link dev.nightwarden.pipeline.Judge#judge} gives; anomalies of profiles that
   *     nobody judges are left out, and those in learning
   */
  public static Dataset<Row> judged(Dataset<Row> anomalies, List<Detector> detectors, Past past) {
    Dataset<Row> none =
        new Investigate(new Day(Duration.ZERO), new Threshold(1))
            .judge(anomalies.where(lit(false)), past);
    Dataset<Row> all = null;
    for (Detector detector : detectors) {
      if (detector.decision() instanceof Decision.Judged together) {
        Dataset<Row> own = anomalies.where(detector.owns().and(isLearned()));
        for (var judge : together.judges().entrySet()) {
          Dataset<Row> ofProfile = own.where(col(PROFILE).equalTo(judge.getKey()));
          Dataset<Row> judged =
              judge
                  .getValue()
                  .judge(
                      judge.getValue().lookback() == 0
                          ? ofProfile.where(Slices.of(past.dates()))
                          : ofProfile,
                      past);
          all = all == null ? judged : all.unionByName(judged);
        }
      }
    }
    return all == null ? none : all;
  }

  /** How many days before a date are compared with it. */
  public static int lookback(List<Detector> detectors) {
    int longest = 0;
    for (Detector detector : detectors) {
      if (detector.decision() instanceof Decision.Judged together) {
        for (Judge judge : together.judges().values()) {
          longest = Math.max(longest, judge.lookback());
        }
      }
    }
    return longest;
  }

  /** Rows of the dates, and of so many days before each, by {@code event_date}. */
  public static Column looksAt(NavigableSet<LocalDate> dates, int lookback) {
    if (lookback == 0) {
      return Slices.of(dates);
    }
    NavigableSet<LocalDate> all = new TreeSet<>(dates);
    for (LocalDate date : dates) {
      for (int back = 1; back <= lookback; back++) {
        all.add(date.minusDays(back));
      }
    }
    return Slices.of(all);
  }

  /**
   * The anomalies that are malicious as they stand, those of unknown detectors among them, and none
   * in learning.
   */
  public static Dataset<Row> alone(Dataset<Row> anomalies, List<Detector> detectors) {
    Column isMalicious = lit(true);
    for (Detector detector : detectors) {
      isMalicious = when(detector.owns(), alone(detector.decision())).otherwise(isMalicious);
    }
    return anomalies.where(isMalicious.and(isLearned()));
  }

  private static Column isLearned() {
    return not(coalesce(col(LEARNING), lit(false)));
  }

  private static Column alone(Decision decision) {
    if (decision instanceof Decision.Alone alone) {
      return col(SCORE).geq(alone.leastScore() - Analyzer.TOLERANCE);
    }
    Column isMalicious = lit(false);
    if (decision instanceof Decision.ByProfile each) {
      for (var profile : new TreeMap<>(each.leastScores()).entrySet()) {
        isMalicious =
            when(
                    col(PROFILE).equalTo(profile.getKey()),
                    col(SCORE).geq(profile.getValue() - Analyzer.TOLERANCE))
                .otherwise(isMalicious);
      }
    }
    return isMalicious;
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
