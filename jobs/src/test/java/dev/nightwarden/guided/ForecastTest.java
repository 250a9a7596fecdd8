package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.guided.Forecast.Group;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the nights of a sample say of the nights to come. */
class ForecastTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");

  private static NavigableSet<LocalDate> nights(int number) {
    TreeSet<LocalDate> nights = new TreeSet<>();
    IntStream.range(0, number).forEach(i -> nights.add(FIRST.plusDays(i)));
    return nights;
  }

  /** So many actors, each with one group on a night, of one event. */
  private static List<Group> groups(String profile, int night, int actors, double judged) {
    return IntStream.range(0, actors)
        .mapToObj(i -> new Group(profile, "a" + i, FIRST.plusDays(night), judged, 1))
        .toList();
  }

  @Test
  void theEarlierHalfOfTheNightsTeachesAndTheLaterTells() {
    List<Group> groups = new ArrayList<>(groups("logins", 0, 50, 0.9));
    groups.addAll(groups("logins", 3, 6, 0.7));
    groups.addAll(groups("logins", 3, 1, 0.9));
    Forecast forecast = new Forecast(groups, Map.of("logins", nights(4)), Map.of("logins", 6));

    assertEquals(3, forecast.perNight("logins", 0.63));
    assertEquals(Map.of("logins", 0.63), forecast.thresholds());
    assertEquals(
        List.of(
            "56 alerts (57 malicious events) over the 4 nights of the sample, 2025-03-01 to"
                + " 2025-03-04; once it has learned, about 3.0 a night, 6 at most (the later 2 nights)"),
        forecast.words(forecast.thresholds()));
    assertNull(forecast.why("logins", 0.63));
  }

  @Test
  void anActorHasOneAlertANightHoweverManyOfItsGroupsAreMalicious() {
    List<Group> groups =
        List.of(
            new Group("logins", "ada", FIRST, 0.9, 2),
            new Group("logins", "ada", FIRST, 0.8, 3),
            new Group("logins", "ada", FIRST, 0.1, 4));

    Forecast forecast = new Forecast(groups, Map.of("logins", nights(2)), Map.of("logins", 4));

    assertEquals(0.5, forecast.perNight("logins", 0.63));
    assertTrue(
        forecast
            .words(forecast.thresholds())
            .get(0)
            .startsWith("1 alert (5 malicious events) over the 2 nights of the sample"));
  }

  @Test
  void aSingleNightSaysNothingOfLaterOnesAndAsksForMoreWhereItWouldRaiseTooMany() {
    List<Group> groups = new ArrayList<>(groups("dns", 0, 100, 0.7));
    groups.addAll(groups("dns", 0, 8, 0.88));
    Forecast forecast = new Forecast(groups, Map.of("dns", nights(1)), Map.of("dns", 4));

    Map<String, Double> thresholds = forecast.thresholds();
    assertEquals(Map.of("dns", 0.75), thresholds);
    assertEquals(
        List.of(
            "8 alerts (8 malicious events) over the 1 night of the sample, 2025-03-01; a single date"
                + " has nothing before it to compare with: it only teaches, and says nothing of later"
                + " nights",
            "dns: the analyzer's threshold is 0.75. With the usual threshold, 0.63, the 1 night of"
                + " the sample gave 100 alerts a night, with this 8: without a past everything is"
                + " new. After two weeks lower it; validate tells what that gives."),
        forecast.words(thresholds));
  }

  @Test
  void theNoisiestProfileAsksForMoreFirstAndAQuietOneStaysAsItIs() {
    List<Group> groups = new ArrayList<>(groups("dns", 0, 12, 0.7));
    groups.addAll(groups("logins", 0, 3, 0.7));
    Forecast forecast =
        new Forecast(
            groups,
            Map.of("dns", nights(1), "logins", nights(1), "none", nights(0)),
            Map.of("dns", 4, "logins", 4, "none", 4));

    assertEquals(Map.of("dns", 0.75, "logins", 0.63, "none", 0.63), forecast.thresholds());
  }

  @Test
  void whatIsTooMuchAtTheStrictestIsSaid() {
    Forecast forecast =
        new Forecast(groups("dns", 0, 30, 0.999), Map.of("dns", nights(1)), Map.of("dns", 5));

    assertEquals(Map.of("dns", 0.97), forecast.thresholds());
    List<String> words = forecast.words(forecast.thresholds());
    assertEquals(
        "30 alerts a night are more than somebody reads: watch fewer fields, or coarser values",
        words.get(words.size() - 1));
  }

  @Test
  void whereFewFieldsAreWatchedAnEventIsEnoughOfWhichAllAreNew() {
    double scoreOfTwoNewValues = 1 - 0.6 * 0.8;
    Forecast forecast =
        new Forecast(
            groups("vpn", 3, 2, scoreOfTwoNewValues), Map.of("vpn", nights(4)), Map.of("vpn", 2));

    assertEquals(Map.of("vpn", 0.52), forecast.thresholds());
    assertEquals(1, forecast.perNight("vpn", 0.52));
    assertNull(forecast.why("vpn", 0.52));
  }
}
