package dev.nightwarden.assess;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PointsTest {
  private static final LocalDate TODAY = LocalDate.parse("2025-03-29");

  /** profile detector field actor days-ago figure rank. */
  private static Dataset<Row> strongest(List<String> lines) {
    return SharedSpark.session()
        .createDataset(lines, Encoders.STRING())
        .selectExpr("split(value, ' ') AS part")
        .select(
            col("part").getItem(0).as("profile"),
            col("part").getItem(1).as("detector"),
            col("part").getItem(2).as("field"),
            col("part").getItem(3).as("actor"),
            org.apache
                .spark
                .sql
                .functions
                .date_sub(lit(TODAY), col("part").getItem(4).cast("int"))
                .as("event_date"),
            col("part").getItem(5).cast("double").as("figure"),
            col("part").getItem(6).cast("int").as("rank"),
            array(
                    struct(
                        lit(1.0).as("figure"),
                        lit(1.0).as("weight"),
                        col("part").getItem(3).as("event_id"),
                        col("part").getItem(2).as("reason")))
                .as("said"),
            lit(null).cast("array<string>").as("marks"));
  }

  private static Dataset<Row> active(Map<Integer, Long> byDaysAgo) {
    List<String> lines = new ArrayList<>();
    byDaysAgo.forEach((days, count) -> lines.add(TODAY.minusDays(days) + " " + count));
    return SharedSpark.session()
        .createDataset(lines, Encoders.STRING())
        .selectExpr(
            "'p' AS profile",
            "CAST(split(value, ' ')[0] AS DATE) AS event_date",
            "CAST(split(value, ' ')[1] AS BIGINT) AS active");
  }

  private static Map<String, Double> points(List<String> lines, long actorDates) {
    Map<Integer, Long> days = new HashMap<>();
    days.put(1, actorDates - 10);
    days.put(28, 10L);
    days.put(29, 1_000L); // too long ago
    days.put(0, 1_000L); // its own date
    Map<String, Double> points = new TreeMap<>();
    Points.of(strongest(lines), active(days), List.of("p"), new TreeSet<>(List.of(TODAY)))
        .select("actor", "points")
        .collectAsList()
        .forEach(row -> points.put(row.getString(0), row.getDouble(1)));
    return points;
  }

  @Test
  void countsHowRarelyASourceSaidAsMuch() {
    List<String> lines =
        List.of(
            "p reporter city old 2 5 0",
            "p reporter city old 3 2 0",
            "p reporter city old 29 9 0", // too long ago
            "p reporter app old 2 9 0", // another source
            "p reporter city top 0 6 0",
            "p reporter city same 0 5 0",
            "p reporter city low 0 1 0");

    // Of 99 actor-dates none has 6, one has 5 and two have 1; those of today are not compared with.
    assertEquals(
        Map.of(
            "top", 0.7, // -log10(1 / 100) - 1.3
            "same", 0.39897, // -log10(2 / 100) - 1.3
            "low", 0.222879), // -log10(3 / 100) - 1.3
        points(lines, 99));
  }

  @Test
  void whatMoreThanOneInTwentyHaveIsWorthNothing() {
    List<String> lines = new ArrayList<>(List.of("p forest f now 0 0.5 2"));
    for (int i = 0; i < 6; i++) {
      lines.add("p forest f a%d %d 0.5 2".formatted(i, 1 + i));
    }

    assertEquals(Map.of("now", 0.0), points(lines, 99));
  }

  @Test
  void beyondWhatCanBeCountedTheTailIsExponential() {
    List<String> lines = new ArrayList<>();
    for (int figure = 1; figure <= 20; figure++) {
      lines.add("p evidence - a%d %d %d 2".formatted(figure, figure, figure));
    }
    lines.add("p evidence - near 0 16 2");
    lines.add("p evidence - far 0 27 2");
    lines.add("p evidence - out 0 900 2");

    // Of 199 actor-dates 9, or 5%, have 12; half as many, 4, have 17: every 5 more halve the share.
    assertEquals(
        Map.of(
            "near", 0.222879, // counted: -log10(6 / 200) - 1.3
            "far", 0.949877, // -log10(9 / 200 x 2^-((27 - 12) / 5)) - 1.3
            "out", 6.0),
        points(lines, 199));
  }

  @Test
  void aFlagCountsByItsSeverityWhileThereIsLittleToCompareWith() {
    List<String> lines =
        List.of(
            "p flag:spray - high 0 1 2",
            "p flag:spray - low 0 0.3 0",
            "p forest - other 0 1 2",
            "q clusters - uncounted 0 0.7 1");

    assertEquals(
        Map.of("high", 3.0, "low", 1.0, "other", 0.7, "uncounted", 2.0), points(lines, 99));
    assertEquals(1.003196, points(lines.subList(0, 1), 200).get("high"));
  }
}
