package dev.nightwarden.ship;

import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.List;

/**
 * The events of one actor on one date that nobody was told of yet: malicious ones, or those of an
 * alert.
 *
 * @param actor whose they are, in whatever profile; null where the logs name none
 * @param events by time, at least one and at most {@link #MAX_EVENTS}
 * @param more how many events there are beyond these
 */
public record Digest(String actor, LocalDate eventDate, List<Event> events, long more) {
  /** A digest holds so many events and counts the others. */
  public static final int MAX_EVENTS = 100;

  public Digest {
    events = List.copyOf(events);
    if (events.isEmpty() || events.size() > MAX_EVENTS || more < 0) {
      throw new IllegalArgumentException(
          "a digest of %s and %d more".formatted(Amount.of(events.size(), "event"), more));
    }
  }

  /** The alert that they are of; null where events are told of for themselves. */
  public Event.Alert alert() {
    return events.get(0).alert();
  }

  /** A digest of one event. */
  public static Digest of(Event event) {
    return new Digest(event.actor(), event.eventDate(), List.of(event), 0);
  }
}
