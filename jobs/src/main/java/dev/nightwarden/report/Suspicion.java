package dev.nightwarden.report;

import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The malicious events of one actor.
 *
 * @param severity the highest
 * @param score the highest
 * @param first when the first of them was
 * @param events most urgent first
 * @param reasons what was said of them, most urgent first, each once
 */
record Suspicion(
    String profile,
    String actor,
    String severity,
    double score,
    Instant first,
    List<Event> events,
    List<Reason> reasons) {
  /** From the least urgent to the most. */
  static final List<String> SEVERITIES = List.of("low", "medium", "high");

  /** Most urgent first: by severity, score, time. */
  static final Comparator<Event> URGENCY =
      Comparator.comparingInt((Event event) -> -SEVERITIES.indexOf(event.severity()))
          .thenComparingDouble(event -> -event.score())
          .thenComparing(Event::eventTime)
          .thenComparing(Event::eventId);

  private static final Comparator<Suspicion> BY_URGENCY =
      Comparator.comparingInt((Suspicion one) -> -SEVERITIES.indexOf(one.severity()))
          .thenComparingDouble(one -> -one.score())
          .thenComparingInt(one -> -one.events().size())
          .thenComparing(Suspicion::first);

  /** Events by actor, the most urgent actor first. */
  static List<Suspicion> of(List<Event> events) {
    Map<List<String>, List<Event>> byActor = new LinkedHashMap<>();
    for (Event event : events) {
      byActor
          .computeIfAbsent(Arrays.asList(event.profile(), event.actor()), key -> new ArrayList<>())
          .add(event);
    }
    return byActor.values().stream().map(Suspicion::ofOne).sorted(BY_URGENCY).toList();
  }

  private static Suspicion ofOne(List<Event> events) {
    List<Event> sorted = events.stream().sorted(URGENCY).toList();
    Map<String, Reason> reasons = new TreeMap<>();
    for (Event event : sorted) {
      for (Reason reason : event.reasons()) {
        reasons.putIfAbsent(String.valueOf(reason.reason()), reason);
      }
    }
    List<Reason> ranked =
        reasons.values().stream()
            .sorted(Comparator.comparingDouble(reason -> -reason.score()))
            .toList();
    Event first = sorted.get(0);
    return new Suspicion(
        first.profile(),
        first.actor(),
        first.severity(),
        sorted.stream().mapToDouble(Event::score).max().orElseThrow(),
        sorted.stream().map(Event::eventTime).min(Comparator.naturalOrder()).orElseThrow(),
        sorted,
        ranked);
  }
}
