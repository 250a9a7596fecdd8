package dev.nightwarden.assess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.investigate.AddedEvidence;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.investigate.TimeRange;
import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Risks and alerts beside a slow reference that handles one actor's date at a time. */
class AssessmentTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-01-01");
  private static final int DAYS = 45;
  private static final AlertSettings SETTINGS = new AlertSettings(2, 4, 2, "events");

  @TempDir Path folder;

  /** One anomaly; a tail of null: the source is the field itself. */
  private record Odd(
      int day, String actor, String detector, String field, double score, Double lnTail) {
    String source() {
      return lnTail != null ? "evidence" : detector + " " + field;
    }

    int severity() {
      return score >= .8 ? 2 : score >= .45 ? 1 : 0;
    }
  }

  /** Reporters, judged by evidence, and others that are malicious as they stand. */
  private record Stub(String name, Column owns, Decision decision) implements Detector {
    @Override
    public Found find(StageContext night, NavigableSet<LocalDate> dates) {
      throw new UnsupportedOperationException("finds nothing");
    }

    @Override
    public int reach() {
      return 0;
    }
  }

  private static final List<Detector> DETECTORS =
      List.of(
          new Stub(
              "reporter",
              col("detector").equalTo("reporter"),
              new Decision.Judged(
                  Map.of(
                      "p",
                      new Investigate(
                          new TimeRange(86_400, Duration.ZERO), new AddedEvidence(.005, 12))))),
          new Stub("rest", col("detector").notEqual("reporter"), Decision.alone()));

  @Test
  void isWhatTheReferenceSays() {
    for (int seed = 1; seed <= 3; seed++) {
      List<Odd> odd = odd(new Random(seed), seed);
      Map<Integer, Integer> active = active(new Random(seed));
      Warehouse warehouse = warehouse("w" + seed, active);
      NavigableSet<LocalDate> dates = new TreeSet<>();
      for (int day = 0; day < DAYS; day++) {
        dates.add(FIRST.plusDays(day));
      }
      Assessment assessment = new Assessment(SETTINGS, List.of(), DETECTORS);
      Dataset<Row> risks =
          assessment.risks(warehouse, anomalies(odd), null, dates, null, List.of("p")).persist();

      List<String> found =
          assessment
              .alerted(risks)
              .orderBy("event_date", "actor")
              .selectExpr(
                  "format_string('%s %s %.6f %.6f %.6f %s', CAST(event_date AS STRING), actor, points, carried,"
                      + " risk, coalesce(CAST(first_date AS STRING), '-'))")
              .as(Encoders.STRING())
              .collectAsList();
      risks.unpersist();

      List<String> expected = reference(odd, active);
      assertTrue(expected.stream().filter(row -> !row.endsWith("-")).count() > 10, "too few");
      assertClose(expected, found);
    }
  }

  /** Points are rounded, each for itself. */
  private static void assertClose(List<String> expected, List<String> found) {
    assertEquals(expected.size(), found.size());
    for (int row = 0; row < expected.size(); row++) {
      List<String> wanted = List.of(expected.get(row).split(" ", -1));
      List<String> is = List.of(found.get(row).split(" ", -1));
      for (int part = 0; part < wanted.size(); part++) {
        if (part > 1 && part < 5) {
          assertEquals(
              Double.parseDouble(wanted.get(part)),
              Double.parseDouble(is.get(part)),
              1e-4,
              found.get(row));
        } else {
          assertEquals(wanted.get(part), is.get(part), found.get(row));
        }
      }
    }
  }

  private static List<Odd> odd(Random random, int seed) {
    List<Odd> odd = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int i = 0; i < 4 + seed; i++) {
        String actor = "a" + random.nextInt(12);
        double tail = -Math.abs(random.nextGaussian() * 3) - 1;
        odd.add(new Odd(day, actor, "reporter", "f" + random.nextInt(3), .95, tail));
        if (random.nextInt(3) == 0) {
          odd.add(new Odd(day, actor, "forest", "forest", random.nextInt(9) / 10.0 + .1, null));
        }
        if (random.nextInt(3) == 0) {
          double unlikely = -Math.abs(random.nextGaussian() * 2) - 2;
          odd.add(new Odd(day, actor, "amounts", "m" + random.nextInt(2), .97, unlikely));
        }
        if (random.nextInt(9) == 0) {
          double severity = List.of(.3, .6, 1.0).get(random.nextInt(3));
          odd.add(new Odd(day, actor, "flag:x", "-", severity, null));
        }
      }
    }
    return odd;
  }

  private static Map<Integer, Integer> active(Random random) {
    Map<Integer, Integer> active = new TreeMap<>();
    for (int day = 0; day < DAYS; day++) {
      if (random.nextInt(7) > 0) {
        active.put(day, 5 + random.nextInt(12));
      }
    }
    return active;
  }

  private Warehouse warehouse(String name, Map<Integer, Integer> active) {
    Warehouse warehouse = new Warehouse(SharedSpark.session(), folder.resolve(name).toString());
    List<String> lines = new ArrayList<>();
    active.forEach(
        (day, count) -> {
          for (int i = 0; i < count; i++) {
            lines.add("p a%d %s %s".formatted(i, FIRST.plusDays(day), i % 5 == 4));
          }
        });
    warehouse.append(
        Table.ACTOR_DATES,
        SharedSpark.session()
            .createDataset(lines, Encoders.STRING())
            .selectExpr("split(value, ' ') AS part")
            .selectExpr(
                "part[0] AS profile",
                "part[1] AS actor",
                "CAST(part[2] AS DATE) AS event_date",
                "CAST(part[3] AS BOOLEAN) AS learning")
            .withColumn("since", lit(null))
            .withColumn("peers", lit(null))
            .select(Table.ACTOR_DATES.columns()));
    return warehouse;
  }

  private static Dataset<Row> anomalies(List<Odd> odd) {
    List<String> lines = new ArrayList<>();
    for (Odd one : odd) {
      lines.add(
          "%s %s %s %s %s %s %s"
              .formatted(
                  FIRST.plusDays(one.day()),
                  one.actor(),
                  one.detector(),
                  one.field(),
                  one.score(),
                  one.lnTail() == null ? "" : one.lnTail().toString(),
                  List.of("low", "medium", "high").get(one.severity())));
    }
    return SharedSpark.session()
        .createDataset(lines, Encoders.STRING())
        .selectExpr("split(value, ' ') AS part", "uuid() AS anomaly_id")
        .selectExpr(
            "'p' AS profile",
            "CAST(part[0] AS DATE) AS event_date",
            "CAST(part[0] AS TIMESTAMP) + INTERVAL 9 HOURS AS event_time",
            "part[1] AS actor",
            "part[2] AS detector",
            "part[3] AS field",
            "CAST(part[4] AS DOUBLE) AS score",
            "CAST(nullif(part[5], '') AS DOUBLE) AS ln_tail",
            "part[6] AS severity",
            "part[5] AS value",
            "part[3] AS event_id",
            "part[3] AS reason",
            "false AS learning",
            "anomaly_id");
  }

  private static List<String> reference(List<Odd> odd, Map<Integer, Integer> active) {
    // The strongest figure by day, actor and source.
    Map<Integer, Map<String, Map<String, Double>>> figures = new TreeMap<>();
    Map<String, Integer> severities = new HashMap<>();
    Map<String, List<Double>> ofField = new HashMap<>();
    Map<String, Double> amounts = new HashMap<>();
    for (Odd one : odd) {
      Map<String, Double> sources =
          figures
              .computeIfAbsent(one.day(), day -> new TreeMap<>())
              .computeIfAbsent(one.actor(), actor -> new TreeMap<>());
      if (one.detector().equals("amounts")) {
        if (-one.lnTail() > Math.log(20)) {
          amounts.merge(
              "%d %s %s".formatted(one.day(), one.actor(), one.field()),
              -one.lnTail() - Math.log(20),
              Math::max);
          sources.put("evidence", 0.0);
        }
      } else if (one.source().equals("evidence")) {
        ofField
            .computeIfAbsent(
                "%d %s %s".formatted(one.day(), one.actor(), one.field()), key -> new ArrayList<>())
            .add(-one.lnTail());
        sources.put("evidence", 0.0);
      } else {
        sources.merge(one.source(), one.score(), Math::max);
        severities.merge(
            "%d %s %s".formatted(one.day(), one.actor(), one.source()), one.severity(), Math::max);
      }
    }
    ofField.forEach(
        (key, surprises) -> {
          String[] part = key.split(" ", -1);
          double added =
              surprises.stream()
                  .sorted(Comparator.reverseOrder())
                  .limit(3)
                  .mapToDouble(one -> one)
                  .sum();
          figures.get(Integer.parseInt(part[0])).get(part[1]).merge("evidence", added, Double::sum);
        });
    // What an amount has beyond the 5% that make it an anomaly is added to the evidence.
    amounts.forEach(
        (key, surprise) -> {
          String[] part = key.split(" ", -1);
          figures
              .get(Integer.parseInt(part[0]))
              .get(part[1])
              .merge("evidence", surprise, Double::sum);
        });

    Map<String, TreeMap<Integer, Double>> points = new TreeMap<>();
    figures.forEach(
        (day, actors) ->
            actors.forEach(
                (actor, sources) -> {
                  List<Double> all = new ArrayList<>();
                  sources.forEach(
                      (source, figure) -> {
                        double q = share(figures, active, day, source, figure);
                        double worth = Math.min(6, Math.max(0, -Math.log10(q) - 1.3));
                        if (source.startsWith("flag:") && compared(active, day) < 200) {
                          worth =
                              Math.max(
                                  worth,
                                  1 + severities.get("%d %s %s".formatted(day, actor, source)));
                        }
                        all.add(worth);
                      });
                  all.sort(Comparator.reverseOrder());
                  double sum = 0;
                  for (int i = 0; i < all.size(); i++) {
                    sum += all.get(i) / (i + 1);
                  }
                  if (sum > 0) {
                    points.computeIfAbsent(actor, key -> new TreeMap<>()).put(day, sum);
                  }
                }));

    List<String> rows = new ArrayList<>();
    Map<String, int[]> spells = new HashMap<>();
    for (int day = 0; day < DAYS; day++) {
      Map<String, double[]> today = new HashMap<>();
      for (var actor : points.entrySet()) {
        if (actor.getValue().containsKey(day)) {
          double carried = 0;
          for (int back = 1; back <= 28; back++) {
            carried += actor.getValue().getOrDefault(day - back, 0.0) * Math.pow(2, -back);
          }
          double own = actor.getValue().get(day);
          today.put(
              actor.getKey(),
              new double[] {own, carried, 100 * (1 - Math.pow(2, -(own + carried) / 6))});
        }
      }
      List<String> inOrder =
          today.keySet().stream()
              .sorted(
                  Comparator.comparingDouble((String actor) -> -today.get(actor)[0])
                      .thenComparingDouble(actor -> -today.get(actor)[2])
                      .thenComparing(actor -> actor))
              .collect(Collectors.toList());
      int opened = 0;
      Map<String, String> lines = new TreeMap<>();
      for (String actor : inOrder) {
        double[] risk = today.get(actor);
        int[] spell = spells.get(actor);
        if (spell != null && day - spell[1] > SETTINGS.restDays()) {
          spell = null;
        }
        if (spell == null && risk[2] >= SETTINGS.minRisk() && opened < SETTINGS.budget()) {
          opened++;
          spell = new int[] {day, day};
        }
        if (spell != null) {
          spell[1] = day;
          spells.put(actor, spell);
        } else {
          spells.remove(actor);
        }
        lines.put(
            actor,
            "%s %s %.6f %.6f %.6f %s"
                .formatted(
                    FIRST.plusDays(day),
                    actor,
                    risk[0],
                    risk[1],
                    risk[2],
                    spell == null ? "-" : FIRST.plusDays(spell[0])));
      }
      rows.addAll(lines.values());
    }
    return rows;
  }

  /** Actor-dates of the 28 days before; every fifth is in learning. */
  private static int compared(Map<Integer, Integer> active, int day) {
    int all = 0;
    for (int back = 1; back <= 28; back++) {
      int count = active.getOrDefault(day - back, 0);
      all += count - count / 5;
    }
    return all;
  }

  private static double share(
      Map<Integer, Map<String, Map<String, Double>>> figures,
      Map<Integer, Integer> active,
      int day,
      String source,
      double figure) {
    List<Double> past = new ArrayList<>();
    for (int back = 1; back <= 28; back++) {
      for (Map<String, Double> sources : figures.getOrDefault(day - back, Map.of()).values()) {
        if (sources.containsKey(source)) {
          past.add(sources.get(source));
        }
      }
    }
    past.sort(Comparator.reverseOrder());
    int all = compared(active, day);
    int place = Math.min((int) (all * .05), past.size());
    if (place >= 5) {
      double far = past.get(place - 1);
      double near = past.get(place / 2 - 1);
      if (near > far && figure > near) {
        return place / (all + 1.0) * Math.pow(2, -(figure - far) / (near - far));
      }
    }
    return (past.stream().filter(one -> one >= figure - 1e-9).count() + 1) / (all + 1.0);
  }
}
