package dev.nightwarden.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.evaluate.Replayed.NightAlerts;
import dev.nightwarden.evaluate.Replayed.RightAlert;
import dev.nightwarden.incident.Incident;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Twenty incidents on as many nights, the first of them a week after the log began. */
class ComparisonTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final int INCIDENTS = 20;

  private static final List<Incident> ALL =
      IntStream.range(0, INCIDENTS).mapToObj(ComparisonTest::incident).toList();

  private static LocalDate night(int number) {
    return FIRST.plusDays(7L + number);
  }

  private static Incident incident(int number) {
    var at = night(number).atTime(9, 0).toInstant(ZoneOffset.UTC);
    return new Incident(
        "i" + number, "swap", "plain", List.of("ann"), at, at, List.of(), List.of(), "");
  }

  /**
   * @param found how many of the incidents
   * @param place of their alerts
   * @param wrong false alarms by night
   */
  private static Scorecard card(String name, int found, int place, IntUnaryOperator wrong) {
    NavigableSet<LocalDate> nights =
        IntStream.range(0, INCIDENTS)
            .mapToObj(ComparisonTest::night)
            .collect(Collectors.toCollection(TreeSet::new));
    List<RightAlert> right = new ArrayList<>();
    List<NightAlerts> counts = new ArrayList<>();
    for (int i = 0; i < INCIDENTS; i++) {
      if (i < found) {
        right.add(new RightAlert(0, "ann", night(i), place, Set.of("i" + i)));
      }
      int innocent = wrong.applyAsInt(i);
      counts.add(new NightAlerts(0, night(i), innocent + (i < found ? 1 : 0), innocent));
    }
    return Scorecard.of(
        name,
        new Replayed(
            nights,
            List.of(""),
            right,
            counts,
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            List.of()),
        ALL,
        FIRST);
  }

  private static String text(Scorecard first, Scorecard second) {
    return String.join(
        "\n",
        EvaluationText.of(
            new Evaluation(
                FIRST,
                night(INCIDENTS),
                List.of(),
                ALL,
                List.of(first, second),
                List.of(Comparison.of(first, second)))));
  }

  @Test
  void aWorseConfigIsSaidToBeWorse() {
    Scorecard good = card("good", 18, 1, i -> i % 2);
    Scorecard bad = card("bad", 6, 1, i -> 3 + i % 3);
    Comparison comparison = Comparison.of(good, bad);

    assertEquals(12, comparison.onlyFirst().size());
    assertEquals(List.of(), comparison.onlySecond());
    assertEquals(2 / 4096.0, comparison.foundP(), 1e-12, "12 of 12, by the binomial");
    assertTrue(bad.found().high() < good.found().low(), bad.found() + " " + good.found());
    assertTrue(comparison.wrong().low() > 2 && comparison.wrong().high() < 5);
    assertTrue(comparison.wrongP() < .001);
    assertFalse(comparison.isEqual());
    String text = text(good, bad);
    assertTrue(
        text.contains("  found: 12 by the first only, 0 by the second only; p = 0.000"), text);
    assertTrue(text.contains("bad flags +3.45 ("), text);
  }

  @Test
  void whatDiffersInOrderOrFromNightToNightIsNotEqual() {
    Scorecard one = card("one", 10, 3, i -> 1);

    assertTrue(Comparison.of(one, card("same", 10, 7, i -> 1)).isEqual());
    assertFalse(Comparison.of(one, card("later", 10, 30, i -> 1)).isEqual());
    // As many in all.
    assertFalse(Comparison.of(one, card("uneven", 10, 3, i -> i % 2 * 2)).isEqual());
    assertTrue(Comparison.of(one, card("uneven", 10, 3, i -> i % 2 * 2)).wrongP() > .5);
  }
}
