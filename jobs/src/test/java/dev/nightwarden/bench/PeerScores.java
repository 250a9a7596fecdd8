package dev.nightwarden.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The scores that another method gives actors on dates, held against the same labels. An alert is
 * an actor-date whose score at most 0.5% of the actor-dates of the 28 dates before reached; there
 * is none while fewer than 200 are known. An incident is found where one of its actors has an alert
 * on one of its dates.
 */
final class PeerScores {
  private static final double RATE = .005;
  private static final int FEWEST = 200;
  private static final int DAYS = 28;
  private static final int WEEK = 7;
  private static final int LOOK = 10;

  private final boolean isPlain;
  private final NavigableMap<LocalDate, Map<String, Double>> dates = new TreeMap<>();

  /**
   * @param isPlain whether any score above 0 is an alert
   */
  PeerScores(boolean isPlain) {
    this.isPlain = isPlain;
  }

  /** The greatest score of an actor's date counts. */
  void add(String actor, LocalDate date, double score) {
    dates.computeIfAbsent(date, day -> new HashMap<>()).merge(actor, score, Math::max);
  }

  /** A line of the table. */
  String row(String name, List<LogLine> log) {
    Map<String, Set<List<Object>>> incidents = new TreeMap<>();
    Map<LocalDate, Set<String>> active = new HashMap<>();
    Set<List<Object>> right = new HashSet<>();
    for (LogLine line : log) {
      active.computeIfAbsent(line.date(), day -> new HashSet<>()).add(line.actor());
      if (line.incident() != null) {
        List<Object> place = List.of(line.actor(), line.date());
        incidents.computeIfAbsent(line.incident(), id -> new HashSet<>()).add(place);
        right.add(place);
      }
    }
    Map<List<Object>, Integer> places = new HashMap<>();
    LocalDate settled = dates.firstKey().plusDays(WEEK);
    long wrong = 0;
    long all = 0;
    int nights = 0;
    for (LocalDate date : dates.navigableKeySet()) {
      List<Map.Entry<String, Double>> alerts = alerts(date);
      for (int at = 0; at < alerts.size(); at++) {
        List<Object> place = List.of(alerts.get(at).getKey(), date);
        places.put(place, at + 1);
        wrong += !right.contains(place) && !date.isBefore(settled) ? 1 : 0;
      }
      if (!date.isBefore(settled)) {
        nights++;
        all += active.getOrDefault(date, Set.of()).size();
      }
    }
    int found = 0;
    int within = 0;
    for (Set<List<Object>> its : incidents.values()) {
      int best = Integer.MAX_VALUE;
      for (List<Object> place : its) {
        best = Math.min(best, places.getOrDefault(place, Integer.MAX_VALUE));
      }
      found += best < Integer.MAX_VALUE ? 1 : 0;
      within += best <= LOOK ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.1f | %.2f%% | - |",
        name,
        (double) found / incidents.size(),
        (double) within / incidents.size(),
        (double) wrong / nights,
        100.0 * wrong / all);
  }

  private List<Map.Entry<String, Double>> alerts(LocalDate date) {
    List<Double> before = new ArrayList<>();
    dates
        .subMap(date.minusDays(DAYS), true, date, false)
        .values()
        .forEach(scores -> before.addAll(scores.values()));
    if (before.size() < FEWEST && !isPlain) {
      return List.of();
    }
    before.sort(Collections.reverseOrder());
    double bar = isPlain ? 0 : before.get((int) Math.floor(RATE * (before.size() + 1)) - 1);
    return dates.get(date).entrySet().stream()
        .filter(score -> score.getValue() > bar)
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .toList();
  }
}
