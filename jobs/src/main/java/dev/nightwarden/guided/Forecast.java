package dev.nightwarden.guided;

import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many alerts the nights of a sample raise, by the threshold of each profile's analyzer. An
 * alert is an actor of a profile with malicious events on a night.
 *
 * @param groups what was judged
 * @param nights by profile, all that have messages
 * @param fields by profile, how many are watched
 */
record Forecast(
    List<Group> groups, Map<String, NavigableSet<LocalDate>> nights, Map<String, Integer> fields) {

  /** An analyst has time for so many alerts a night. */
  static final int MOST_A_NIGHT = 10;

  /**
   * So many new values at once reach each: 1, 2, 3, 4, 5, 8, 11 and 15. The fourth is the measured
   * one: see docs/detectors.md.
   */
  private static final List<Double> THRESHOLDS =
      List.of(0.4, 0.52, 0.61, 0.63, 0.75, 0.85, 0.92, 0.97);

  private static final int MEASURED = 3;

  /** With fewer nights there is no past to compare with. */
  private static final int FEWEST_NIGHTS = 4;

  Forecast {
    groups = List.copyOf(groups);
    nights = Map.copyOf(nights);
    fields = Map.copyOf(fields);
  }

  /**
   * The threshold that suits so many fields: the measured one, or one that a single event reaches
   * whose values are all new.
   */
  static double usual(int fields) {
    return THRESHOLDS.get(usualLevel(fields));
  }

  private static int usualLevel(int fields) {
    return Math.max(0, Math.min(MEASURED, fields - 1));
  }

  /**
   * Anomalies of an actor that were judged together.
   *
   * @param judged what the analyzer made of them, to be held against its threshold
   * @param events how many events they are of
   */
  record Group(String profile, String actor, LocalDate night, double judged, long events) {}

  /** Whether a profile has nights enough to have learned before the later half of them. */
  boolean hasLearned(String profile) {
    return nights.get(profile).size() >= FEWEST_NIGHTS;
  }

  /** The nights that tell how many alerts to expect: the later half, or all of too few. */
  NavigableSet<LocalDate> telling(String profile) {
    NavigableSet<LocalDate> all = nights.get(profile);
    return hasLearned(profile) ? laterHalf(all) : all;
  }

  private static NavigableSet<LocalDate> laterHalf(NavigableSet<LocalDate> all) {
    return all.tailSet(List.copyOf(all).get(all.size() / 2), true);
  }

  /** Alerts of a profile in each of the nights that tell, on average. */
  double perNight(String profile, double threshold) {
    NavigableSet<LocalDate> telling = telling(profile);
    Set<Object> alerts = new HashSet<>();
    for (Group group : groups) {
      if (group.profile().equals(profile)
          && telling.contains(group.night())
          && isMalicious(group, threshold)) {
        alerts.add(List.of(group.actor(), group.night()));
      }
    }
    return telling.isEmpty() ? 0 : (double) alerts.size() / telling.size();
  }

  private static boolean isMalicious(Group group, double threshold) {
    return group.judged() >= threshold - Analyzer.TOLERANCE;
  }

  /**
   * The threshold of each profile: the usual one, unless all profiles together would raise more
   * alerts than somebody reads; then the noisiest ask for more, until they do not.
   */
  Map<String, Double> thresholds() {
    Map<String, Integer> levels = new TreeMap<>();
    fields.forEach((profile, number) -> levels.put(profile, usualLevel(number)));
    while (sum(levels) > MOST_A_NIGHT) {
      String noisiest = null;
      for (String profile : levels.keySet()) {
        boolean canAskForMore = levels.get(profile) < THRESHOLDS.size() - 1;
        if (canAskForMore
            && perNight(profile, levels) > 0
            && (noisiest == null || perNight(profile, levels) > perNight(noisiest, levels))) {
          noisiest = profile;
        }
      }
      if (noisiest == null) {
        break;
      }
      levels.merge(noisiest, 1, Integer::sum);
    }
    Map<String, Double> thresholds = new TreeMap<>();
    levels.forEach((profile, level) -> thresholds.put(profile, THRESHOLDS.get(level)));
    return thresholds;
  }

  private double sum(Map<String, Integer> levels) {
    return levels.keySet().stream().mapToDouble(profile -> perNight(profile, levels)).sum();
  }

  private double perNight(String profile, Map<String, Integer> levels) {
    return perNight(profile, THRESHOLDS.get(levels.get(profile)));
  }

  /** Why a profile's threshold is not the usual one; null where it is. */
  String why(String profile, double threshold) {
    double usual = usual(fields.get(profile));
    if (threshold == usual) {
      return null;
    }
    int telling = telling(profile).size();
    double usually = perNight(profile, usual);
    double now = perNight(profile, threshold);
    return hasLearned(profile)
        ? String.format(
            Locale.ROOT,
            "With the usual threshold, %s, the later %s of the sample gave %.1f alerts a night, with"
                + " this %.1f.",
            usual,
            Amount.of(telling, "night"),
            usually,
            now)
        : String.format(
            Locale.ROOT,
            "With the usual threshold, %s, the %s of the sample gave %.0f alerts a night, with this"
                + " %.0f: without a past everything is new. After two weeks lower it; validate tells"
                + " what that gives.",
            usual,
            Amount.of(telling, "night"),
            usually,
            now);
  }

  /** For a person: how many nights, how many alerts, how many once it has learned, and why. */
  List<String> words(Map<String, Double> thresholds) {
    NavigableSet<LocalDate> all = new TreeSet<>();
    nights.values().forEach(all::addAll);
    if (all.isEmpty()) {
      return List.of("no record of the sample became a message, so nothing can be said of alerts");
    }
    Map<LocalDate, Set<Object>> alerts = new LinkedHashMap<>();
    all.forEach(night -> alerts.put(night, new HashSet<>()));
    long events = 0;
    for (Group group : groups) {
      if (isMalicious(group, thresholds.get(group.profile()))) {
        alerts.get(group.night()).add(List.of(group.profile(), group.actor()));
        events += group.events();
      }
    }
    long sum = alerts.values().stream().mapToLong(Set::size).sum();
    List<String> words = new ArrayList<>();
    words.add(
        "%s (%s) over the %s of the sample, %s"
                .formatted(
                    Amount.of(sum, "alert"),
                    Amount.of(events, "malicious event"),
                    Amount.of(all.size(), "night"),
                    all.size() == 1 ? all.first() : all.first() + " to " + all.last())
            + expected(all, alerts));
    thresholds.forEach(
        (profile, threshold) -> {
          String why = why(profile, threshold);
          if (why != null) {
            words.add("%s: the analyzer's threshold is %s. %s".formatted(profile, threshold, why));
          }
        });
    double still = 0;
    for (String profile : thresholds.keySet()) {
      still += perNight(profile, thresholds.get(profile));
    }
    if (still > MOST_A_NIGHT) {
      words.add(
          String.format(
              Locale.ROOT,
              "%.0f alerts a night are more than somebody reads: watch fewer fields, or coarser"
                  + " values",
              still));
    }
    return words;
  }

  private static String expected(NavigableSet<LocalDate> all, Map<LocalDate, Set<Object>> alerts) {
    if (all.size() == 1) {
      return "; a single date has nothing before it to compare with: it only teaches, and says"
          + " nothing of later nights";
    }
    if (all.size() < FEWEST_NIGHTS) {
      return "; so few nights only teach, in which everything is new: no estimate for later ones";
    }
    NavigableSet<LocalDate> later = laterHalf(all);
    double mean = later.stream().mapToInt(night -> alerts.get(night).size()).average().orElse(0);
    int most = later.stream().mapToInt(night -> alerts.get(night).size()).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "; once it has learned, about %.1f a night, %d at most (the later %d nights)",
        mean,
        most,
        later.size());
  }
}
