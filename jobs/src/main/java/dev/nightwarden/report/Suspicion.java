package dev.nightwarden.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
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
public record Suspicion(
    String profile,
    String actor,
    String severity,
    double score,
    Instant first,
    @JsonIgnore List<Event> events,
    @JsonIgnore List<Reason> reasons) {
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

  /** The events by their ids, most urgent first. */
  @JsonProperty("event_ids")
  public List<String> eventIds() {
    return events.stream().map(Event::eventId).toList();
  }

  /** What was said of the events, most urgent first, each once. */
  @JsonProperty("reasons")
  public List<String> texts() {
    return reasons.stream().map(Suspicion::text).toList();
  }

  /** What a reason says; where it says nothing, the field it is about, or an empty text. */
  static String text(Reason reason) {
    String text = reason.reason() == null ? reason.field() : reason.reason();
    return text == null ? "" : text;
  }

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
        reasons.putIfAbsent(text(reason), reason);
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
