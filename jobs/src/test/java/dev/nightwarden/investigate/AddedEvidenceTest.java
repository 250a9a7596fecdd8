package dev.nightwarden.investigate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AddedEvidenceTest {
  private static final TimeRange HALF_HOUR = new TimeRange(1800, Duration.ZERO);
  private static final LocalDate TODAY = LocalDate.parse("2025-03-29");
  private static final AddedEvidence RARE = new AddedEvidence(.005, 10);

  /** One anomaly: who, when, field, value, -ln of the tail; null for an anomaly that tells none. */
  private record Odd(String actor, Instant time, String field, String value, Double surprise) {
    String line(int id) {
      return String.join(
          " ",
          "a" + id,
          actor,
          time.toString(),
          field,
          value,
          surprise == null ? "" : "-" + surprise);
    }

    LocalDate date() {
      return LocalDate.ofInstant(time, java.time.ZoneOffset.UTC);
    }
  }

  @Test
  void addsTheThreeGreatestSurprisesOfDistinctValuesOfEachField() {
    List<Odd> odd =
        List.of(
            odd("ann", "T10:00:00Z", "city", "Rome", 3.0),
            odd("ann", "T10:05:00Z", "city", "Rome", 1.0), // no other value, and less
            odd("ann", "T10:06:00Z", "file", "a", 1.0),
            odd("ann", "T10:07:00Z", "file", "b", 2.0),
            odd("ann", "T10:08:00Z", "file", "c", 2.5),
            odd("ann", "T10:09:00Z", "file", "d", 4.0), // a, the least of four, is not added
            odd("ann", "T10:10:00Z", "port", "1", null), // tells no probability
            odd("ann", "T10:30:00Z", "city", "Oslo", 9.0), // another half hour
            odd("bob", "T10:00:00Z", "city", "Rome", 10.0));

    assertEquals(
        Map.of("ann T10:00", "11.5 true", "ann T10:30", "9.0 false", "bob T10:00", "10.0 true"),
        judged(RARE, odd, Map.of(), actorDates(Map.of())));
  }

  @Test
  void aFieldOfLessWeightAddsLess() {
    List<Odd> odd =
        List.of(
            odd("ann", "T10:00:00Z", "city", "Rome", 8.0),
            odd("ann", "T10:00:00Z", "file", "a", 4.0));

    assertEquals(
        Map.of("ann T10:00", "10.0 true"),
        judged(RARE, odd, Map.of("file", .5), actorDates(Map.of())));
  }

  @Test
  void withEnoughToCompareWithWhatFewReachedIsMalicious() {
    // 28 days of 15 actors are 420 actor-dates: (k + 1) / 421 is at most .005 up to k = 1.
    Map<LocalDate, Integer> actorDates = new TreeMap<>();
    for (int day = 1; day <= 28; day++) {
      actorDates.put(TODAY.minusDays(day), 15);
    }
    List<Odd> odd = new ArrayList<>();
    odd.add(odd("old", TODAY.minusDays(28), "city", "a", 30.0));
    odd.add(odd("old", TODAY.minusDays(29), "city", "a", 50.0)); // too long ago
    odd.add(odd("one", TODAY.minusDays(1), "city", "a", 20.0));
    odd.add(odd("one", TODAY.minusDays(1), "city", "b", 1.0));
    odd.add(odd("two", TODAY.minusDays(1), "city", "a", 6.0));
    odd.add(odd("ann", "T10:00:00Z", "city", "Rome", 21.1)); // one reached it, old
    odd.add(odd("bob", "T10:00:00Z", "city", "Rome", 21.0)); // two did, old and one

    assertEquals(
        Map.of("ann T10:00", "21.1 true", "bob T10:00", "21.0 false"),
        judged(RARE, odd, Map.of(), actorDates(actorDates)));
  }

  @Test
  void incidentsDoNotRaiseTheBarForTheNextOnes() {
    // 28 days of 15 actors: 421 with the one that is judged. Ten times the rate are 21 of them,
    // five
    // times 10, which had 4 and 6: the bar is 4 + 2 log2(10).
    Map<LocalDate, Integer> actorDates = new TreeMap<>();
    List<Odd> odd = new ArrayList<>();
    for (int day = 1; day <= 28; day++) {
      actorDates.put(TODAY.minusDays(day), 15);
      double usual = day <= 10 ? 6.0 : day <= 21 ? 4.0 : 3.0;
      odd.add(odd("usual", TODAY.minusDays(day), "city", "a", day <= 4 ? 40.0 : usual));
    }
    odd.add(odd("ann", "T10:00:00Z", "city", "Rome", 10.7));
    odd.add(odd("bob", "T10:00:00Z", "city", "Rome", 10.6));

    assertEquals(4 + 2 * Math.log(10) / Math.log(2), 10.64, .005);
    assertEquals(
        Map.of("ann T10:00", "10.7 true", "bob T10:00", "10.6 false"),
        judged(RARE, odd, Map.of(), actorDates(actorDates)),
        "though four dates had 40");
  }

  @Test
  void datesInLearningAreNotComparedWith() {
    Map<LocalDate, Integer> few = new TreeMap<>();
    few.put(TODAY.minusDays(1), 199);
    List<Odd> odd = List.of(odd("ann", "T10:00:00Z", "city", "Rome", 9.0));
    Dataset<Row> learning =
        actorDates(Map.of(TODAY.minusDays(2), 500))
            .withColumn("learning", org.apache.spark.sql.functions.lit(true));

    assertEquals(
        Map.of("ann T10:00", "9.0 false"),
        judged(RARE, odd, Map.of(), actorDates(few).unionByName(learning)));
    few.put(TODAY.minusDays(3), 1);
    assertEquals(
        Map.of("ann T10:00", "9.0 true"),
        judged(RARE, odd, Map.of(), actorDates(few)),
        "of 200 actor-dates none reached it");
  }

  @Test
  void judgesARangeAsDayByDayAsTheReferenceDoes() {
    Random random = new Random(3);
    List<Odd> odd = new ArrayList<>();
    Map<LocalDate, Integer> active = new TreeMap<>();
    LocalDate first = TODAY.minusDays(45);
    for (int day = 0; day <= 45; day++) {
      active.put(first.plusDays(day), 12 + random.nextInt(5));
      for (int i = random.nextInt(9); i > 0; i--) {
        odd.add(
            new Odd(
                "actor" + random.nextInt(9),
                first
                    .plusDays(day)
                    .atTime(random.nextInt(24), 30)
                    .toInstant(java.time.ZoneOffset.UTC),
                "f" + random.nextInt(3),
                "v" + random.nextInt(5),
                Math.round(-80 * Math.log(1 - random.nextDouble())) / 20.0));
      }
    }
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (int back = 12; back >= 0; back--) {
      dates.add(TODAY.minusDays(back));
    }
    AddedEvidence rare = new AddedEvidence(.02, 25);

    Set<String> inOnePass = malicious(rare, odd, dates, active);
    Set<String> byDay = new TreeSet<>();
    dates.forEach(date -> byDay.addAll(malicious(rare, odd, new TreeSet<>(List.of(date)), active)));

    assertEquals(reference(.02, odd, dates, active), inOnePass);
    assertEquals(inOnePass, byDay);
    assertTrue(inOnePass.size() > 2, inOnePass.toString());
  }

  private static Set<String> malicious(
      AddedEvidence analyzer,
      List<Odd> odd,
      NavigableSet<LocalDate> dates,
      Map<LocalDate, Integer> active) {
    Set<String> malicious = new TreeSet<>();
    new Investigate(HALF_HOUR, analyzer)
        .judge(anomalies(odd), new Past(dates, actorDates(active)))
        .where("malicious")
        .selectExpr("concat_ws(' ', actor, window_start)")
        .as(Encoders.STRING())
        .collectAsList()
        .forEach(malicious::add);
    return malicious;
  }

  private static Set<String> reference(
      double rate, List<Odd> odd, NavigableSet<LocalDate> dates, Map<LocalDate, Integer> active) {
    Map<String, List<Odd>> windows = new TreeMap<>();
    for (Odd one : odd) {
      Instant start = Instant.ofEpochSecond(one.time().getEpochSecond() / 1800 * 1800);
      windows.computeIfAbsent(one.actor() + " " + start, window -> new ArrayList<>()).add(one);
    }
    Map<String, Double> evidence = new TreeMap<>();
    windows.forEach((window, all) -> evidence.put(window, evidence(all)));
    Set<String> malicious = new TreeSet<>();
    windows.forEach(
        (window, all) -> {
          LocalDate date = all.get(0).date();
          if (!dates.contains(date)) {
            return;
          }
          int compared = 1;
          List<Double> reached = new ArrayList<>();
          for (int back = 1; back <= 28; back++) {
            LocalDate before = date.minusDays(back);
            compared += active.getOrDefault(before, 0);
            Map<String, Double> greatest = new TreeMap<>();
            windows.forEach(
                (other, its) -> {
                  if (its.get(0).date().equals(before)) {
                    greatest.merge(its.get(0).actor(), evidence.get(other), Math::max);
                  }
                });
            reached.addAll(greatest.values());
          }
          reached.sort(Comparator.reverseOrder());
          double far = at(reached, .05 * compared);
          double near = at(reached, .025 * compared);
          double bar =
              near > 0
                  ? far + (near - far) * Math.log(.05 / rate) / Math.log(2)
                  : at(reached, rate * compared);
          if (evidence.get(window) > bar) {
            String start = window.substring(window.indexOf(' ') + 1);
            malicious.add(all.get(0).actor() + " " + start.replace('T', ' ').replace("Z", ""));
          }
        });
    return malicious;
  }

  private static double at(List<Double> reached, double place) {
    int at = (int) (place + 1e-9) - 1;
    return at < reached.size() ? reached.get(at) : 0;
  }

  private static double evidence(List<Odd> window) {
    Map<String, Map<String, Double>> fields = new TreeMap<>();
    for (Odd one : window) {
      fields
          .computeIfAbsent(one.field(), field -> new TreeMap<>())
          .merge(one.value(), one.surprise(), Math::max);
    }
    double sum = 0;
    for (Map<String, Double> values : fields.values()) {
      sum +=
          values.values().stream()
              .sorted(Comparator.reverseOrder())
              .limit(3)
              .mapToDouble(Double::doubleValue)
              .sum();
    }
    return sum;
  }

  private static Odd odd(String actor, String time, String field, String value, Double surprise) {
    return new Odd(actor, Instant.parse(TODAY + time), field, value, surprise);
  }

  private static Odd odd(
      String actor, LocalDate date, String field, String value, double surprise) {
    return new Odd(actor, Instant.parse(date + "T12:00:00Z"), field, value, surprise);
  }

  /** By actor and start of its window: evidence, and whether it is malicious. */
  private static Map<String, String> judged(
      AddedEvidence analyzer, List<Odd> odd, Map<String, Double> weights, Dataset<Row> actorDates) {
    Map<String, String> judged = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    new Investigate(HALF_HOUR, analyzer, weights)
        .judge(anomalies(odd), new Past(new TreeSet<>(List.of(TODAY)), actorDates))
        .selectExpr(
            "anomaly_id",
            "concat(actor, date_format(window_start, \" 'T'HH:mm\"))",
            "concat_ws(' ', judged, malicious)")
        .collectAsList()
        .forEach(
            row -> {
              assertTrue(seen.add(row.getString(0)), "each anomaly once");
              judged.put(row.getString(1), row.getString(2));
            });
    return judged;
  }

  private static Dataset<Row> anomalies(List<Odd> odd) {
    List<String> lines = new ArrayList<>();
    for (Odd one : odd) {
      lines.add(one.line(lines.size()));
    }
    return SharedSpark.session()
        .createDataset(lines, Encoders.STRING())
        .selectExpr("split(value, ' ') AS part")
        .selectExpr(
            "part[0] AS anomaly_id",
            "'p' AS profile",
            "part[1] AS actor",
            "CAST(part[2] AS TIMESTAMP) AS event_time",
            "CAST(CAST(part[2] AS TIMESTAMP) AS DATE) AS event_date",
            "part[3] AS field",
            "part[4] AS value",
            "1.0D AS score",
            "CAST(NULLIF(part[5], '') AS DOUBLE) AS ln_tail");
  }

  /** So many actors on each date. */
  private static Dataset<Row> actorDates(Map<LocalDate, Integer> dates) {
    List<String> lines = new ArrayList<>();
    dates.forEach((date, actors) -> lines.add(date + " " + actors));
    return SharedSpark.session()
        .createDataset(lines, Encoders.STRING())
        .selectExpr("split(value, ' ') AS part")
        .selectExpr(
            "CAST(part[0] AS DATE) AS event_date",
            "explode(sequence(1, CAST(part[1] AS INT))) AS number")
        .selectExpr(
            "'p' AS profile",
            "concat('actor', number) AS actor",
            "event_date",
            "event_date AS since",
            "'' AS peers",
            "false AS learning")
        .select(Table.ACTOR_DATES.columns());
  }
}
