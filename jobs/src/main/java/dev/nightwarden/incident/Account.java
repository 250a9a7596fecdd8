package dev.nightwarden.incident;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An actor of the log and what it did.
 *
 * @param messages in the order of time
 * @param sessions the messages, cut where nothing happened for half an hour
 */
record Account(String actor, List<Recorded> messages, List<List<Recorded>> sessions) {
  private static final long GAP = 1_800_000_000L;

  static Account of(String actor, List<Recorded> messages) {
    List<List<Recorded>> sessions = new ArrayList<>();
    Recorded before = null;
    for (Recorded message : messages) {
      if (before == null || message.micros() - before.micros() > GAP) {
        sessions.add(new ArrayList<>());
      }
      sessions.get(sessions.size() - 1).add(message);
      before = message;
    }
    return new Account(actor, List.copyOf(messages), List.copyOf(sessions));
  }

  /** The dates on which it did something, with what it did. */
  NavigableMap<LocalDate, List<Recorded>> byDate() {
    return messages.stream()
        .collect(Collectors.groupingBy(Recorded::date, TreeMap::new, Collectors.toList()));
  }

  /** The values that it showed before a moment, by path. */
  Map<String, Set<Object>> shownBefore(long micros) {
    Map<String, Set<Object>> shown = new HashMap<>();
    for (Recorded message : messages) {
      if (message.micros() < micros) {
        Leaves.each(
            message.data(),
            (path, value) -> shown.computeIfAbsent(path, p -> new HashSet<>()).add(value));
      }
    }
    return shown;
  }

  /** Its message that is nearest in time to a moment. */
  Recorded nearest(long micros) {
    return messages.stream()
        .min(Comparator.comparingLong(message -> Math.abs(message.micros() - micros)))
        .orElseThrow();
  }

  /** What it did in each hour of the day, UTC. */
  int[] hours() {
    int[] hours = new int[24];
    for (Recorded message : messages) {
      hours[(int) (message.timeOfDay() / 3_600_000_000L)]++;
    }
    return hours;
  }
}
