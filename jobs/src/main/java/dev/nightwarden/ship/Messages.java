package dev.nightwarden.ship;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;

/** The messages for a notifier, in the order in which they are sent. */
final class Messages implements Iterator<Notification> {
  private final EventRows events;
  private final Predicate<Event> wanted;
  private final boolean inDigests;
  private Event next;

  /**
   * @param events those of an actor on a date one after the other, where they go in digests
   * @param wanted which of them are to be sent
   */
  Messages(EventRows events, Predicate<Event> wanted, boolean inDigests) {
    this.events = events;
    this.wanted = wanted;
    this.inDigests = inDigests;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Notification next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Event first = next;
    List<Event> shown = new ArrayList<>();
    List<String> eventIds = new ArrayList<>();
    do {
      if (shown.size() < Digest.MAX_EVENTS) {
        shown.add(next);
      }
      eventIds.add(next.eventId());
      advance();
    } while (inDigests && next != null && isTogether(first, next));
    long more = (long) eventIds.size() - shown.size();
    return new Notification(new Digest(first.actor(), first.eventDate(), shown, more), eventIds);
  }

  private void advance() {
    do {
      next = events.hasNext() ? events.next() : null;
    } while (next != null && !wanted.test(next));
  }

  private static boolean isTogether(Event one, Event other) {
    return one.eventDate().equals(other.eventDate()) && Objects.equals(one.actor(), other.actor());
  }
}
