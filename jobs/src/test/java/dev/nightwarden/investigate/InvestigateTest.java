package dev.nightwarden.investigate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class InvestigateTest {
  private static final Analyzer DECAY = new ExponentialDecay(0.2, 0.1, 0.5);
  private static final Collector MINUTE = new TimeRange(60, Duration.ZERO);

  @Test
  void oneCertainAnomalyIsMaliciousByDefault() {
    // 1 - 0.2 * 0.9^0 = 0.8
    assertEquals(
        List.of("a1|0.8|true"),
        judged(new Investigate(MINUTE, DECAY), "a1 ann 2025-03-01T10:00:00Z 1.0"));
  }

  @Test
  void aGroupThatReachesTheThresholdToTheLastDigitIsMalicious() {
    // 0.7 - 0.2 = 0.5; in doubles 0.7 - 0.2 is a little less
    assertEquals(
        List.of("a1|0.5|true", "b1|0.499|false"),
        judged(
            new Investigate(MINUTE, DECAY),
            "a1 ann 2025-03-01T10:00:00Z 0.7",
            "b1 bob 2025-03-01T10:00:00Z 0.699"));
  }

  @Test
  void manyAnomaliesNeedALowerMean() {
    // three: 0.66 - 0.2 * 0.9^2 = 0.498; four: 0.66 - 0.2 * 0.9^3 = 0.5142
    assertEquals(
        List.of(
            "a1|0.498|false",
            "a2|0.498|false",
            "a3|0.498|false",
            "b1|0.5142|true",
            "b2|0.5142|true",
            "b3|0.5142|true",
            "b4|0.5142|true"),
        judged(
            new Investigate(MINUTE, DECAY),
            "a1 ann 2025-03-01T10:00:00Z 0.66",
            "a2 ann 2025-03-01T10:00:30Z 0.66",
            "a3 ann 2025-03-01T10:00:59.999999Z 0.66",
            "b1 bob 2025-03-01T10:00:00Z 0.66",
            "b2 bob 2025-03-01T10:00:01Z 0.66",
            "b3 bob 2025-03-01T10:00:02Z 0.66",
            "b4 bob 2025-03-01T10:00:03Z 0.66"));
  }

  @Test
  void theThresholdAnalyzerKeepsAnomaliesByTheirOwnScore() {
    assertEquals(
        List.of("a1|0.9|true", "a2|0.9|false", "a3|0.9|true"),
        judged(
            new Investigate(MINUTE, new Threshold(0.3)),
            "a1 ann 2025-03-01T10:00:00Z 0.9",
            "a2 ann 2025-03-01T10:00:01Z 0.2",
            "a3 ann 2025-03-01T10:00:02Z 0.3"));
  }

  @Test
  void oneOddEventIsNotEnoughWhereThreeAreAskedFor() {
    Dataset<Row> judged =
        new EnoughEvents(MINUTE, 3)
            .judge(
                anomalies(
                    "a1 ann 2025-03-01T10:00:00Z 0.6",
                    "a2 ann 2025-03-01T10:00:05Z 0.6",
                    "a3 ann 2025-03-01T10:00:59Z 0.6",
                    "a4 ann 2025-03-01T10:01:00Z 0.9",
                    "b1 bob 2025-03-01T10:00:00Z 0.9",
                    "b2 bob 2025-03-01T10:00:00Z 0.9",
                    "b3 bob 2025-03-01T10:00:00Z 0.9"),
                PAST);

    // Bob's three are of one event.
    assertEquals(
        List.of(
            "a1|3|true",
            "a2|3|true",
            "a3|3|true",
            "a4|1|false",
            "b1|1|false",
            "b2|1|false",
            "b3|1|false"),
        judged
            .orderBy("anomaly_id")
            .selectExpr("concat_ws('|', anomaly_id, cast(judged AS INT), malicious)")
            .as(Encoders.STRING())
            .collectAsList());
  }

  @Test
  void windowsOfTimeStartAtWholeMultiplesOfTheirLength() {
    assertEquals(
        List.of(
            "a1|2025-03-01 10:00:00|2025-03-01 10:15:00",
            "a2|2025-03-01 10:00:00|2025-03-01 10:15:00",
            "a3|2025-03-01 10:15:00|2025-03-01 10:30:00",
            "a4|1969-12-31 23:45:00|1970-01-01 00:00:00"),
        windows(
            new TimeRange(900, Duration.ZERO),
            "a1 ann 2025-03-01T10:00:00Z 1",
            "a2 ann 2025-03-01T10:14:59.999999Z 1",
            "a3 ann 2025-03-01T10:15:00Z 1",
            "a4 ann 1969-12-31T23:59:59.5Z 1"));
  }

  @Test
  void aSessionEndsWithAGapAndAtMidnight() {
    assertEquals(
        List.of(
            "a1|2025-03-01 23:50:00|2025-03-01 23:51:59",
            "a2|2025-03-01 23:50:00|2025-03-01 23:51:59",
            "a3|2025-03-01 23:52:39|2025-03-01 23:53:39",
            "a4|2025-03-01 23:59:30|2025-03-02 00:00:00",
            "a5|2025-03-02 00:00:10|2025-03-02 00:01:10",
            "b1|2025-03-01 23:50:30|2025-03-01 23:51:30"),
        windows(
            new Session(60, Duration.ZERO),
            "a1 ann 2025-03-01T23:50:00Z 1",
            "a2 ann 2025-03-01T23:50:59Z 1",
            "a3 ann 2025-03-01T23:52:39Z 1",
            "a4 ann 2025-03-01T23:59:30Z 1",
            "a5 ann 2025-03-02T00:00:10Z 1",
            "b1 bob 2025-03-01T23:50:30Z 1"));
  }

  @Test
  void aDayIsTheUtcDay() {
    assertEquals(
        List.of(
            "a1|2025-03-01 00:00:00|2025-03-02 00:00:00",
            "a2|2025-03-02 00:00:00|2025-03-03 00:00:00"),
        windows(
            new Day(Duration.ZERO),
            "a1 ann 2025-03-01T23:59:59Z 1",
            "a2 ann 2025-03-02T00:00:00Z 1"));
  }

  @Test
  void anInvestigationCountsItsEventsAndAnomalies() {
    Dataset<Row> judged =
        new Investigate(MINUTE, new Threshold(0.5))
            .judge(
                anomalies(
                    "a1 ann 2025-03-01T10:00:00Z 0.9",
                    "a2 ann 2025-03-01T10:00:00Z 0.2",
                    "a3 ann 2025-03-01T10:00:05Z 0.6"),
                PAST);

    assertEquals(
        List.of("ann|2|3|2|0.9"),
        Investigate.investigations(judged)
            .selectExpr("concat_ws('|', actor, events, anomalies, malicious, score)")
            .as(Encoders.STRING())
            .collectAsList());
  }

  @Test
  void aWindowMustDivideADay() {
    IllegalKeyException error =
        assertThrows(
            IllegalKeyException.class, () -> Keys.checked(new TimeRange(7, Duration.ZERO)));

    assertEquals(
        "seconds is 7; allowed: a divisor of 86400, the seconds of a day", error.getMessage());
  }

  private static final Past PAST =
      new Past(new TreeSet<>(List.of(LocalDate.parse("2025-03-01"))), null);

  private static List<String> judged(Investigate investigate, String... anomalies) {
    return investigate
        .judge(anomalies(anomalies), PAST)
        .orderBy("anomaly_id")
        .selectExpr("concat_ws('|', anomaly_id, judged, malicious)")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static List<String> windows(Collector collector, String... anomalies) {
    return collector
        .collect(anomalies(anomalies))
        .orderBy("anomaly_id")
        .selectExpr("concat_ws('|', anomaly_id, window_start, window_end)")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Each: anomaly id, actor, event time, score; those of one actor and time are one event. */
  private static Dataset<Row> anomalies(String... lines) {
    return SharedSpark.session()
        .createDataset(List.of(lines), Encoders.STRING())
        .selectExpr("split(value, ' ') AS part")
        .selectExpr(
            "part[0] AS anomaly_id",
            "concat(part[1], part[2]) AS event_id",
            "'p' AS profile",
            "'city' AS field",
            "'reporter' AS detector",
            "CAST(NULL AS DOUBLE) AS ln_tail",
            "part[1] AS actor",
            "CAST(part[2] AS TIMESTAMP) AS event_time",
            "CAST(CAST(part[2] AS TIMESTAMP) AS DATE) AS event_date",
            "CAST(part[3] AS DOUBLE) AS score");
  }
}
