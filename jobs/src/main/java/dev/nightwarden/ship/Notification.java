package dev.nightwarden.ship;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a notifier sends at once: an event, a digest of some, a part of a digest, or what there is
 * beyond the digests that it may send.
 *
 * @param digest null where there is a rest
 * @param isContinued whether it is a part of the digest before it
 * @param rest null where there is a digest
 * @param eventIds of all events it tells of, those that are only counted too, by event date
 */
record Notification(
    Digest digest, boolean isContinued, Rest rest, SortedMap<LocalDate, List<String>> eventIds) {
  Notification {
    SortedMap<LocalDate, List<String>> copy = new TreeMap<>();
    eventIds.forEach((date, ids) -> copy.put(date, List.copyOf(ids)));
    eventIds = Collections.unmodifiableSortedMap(copy);
  }

  static Notification of(Digest digest, boolean isContinued, List<String> eventIds) {
    return new Notification(
        digest, isContinued, null, new TreeMap<>(Map.of(digest.eventDate(), eventIds)));
  }

  /** How many events it tells of. */
  long events() {
    return eventIds.values().stream().mapToLong(List::size).sum();
  }
}
