package dev.nightwarden.ship;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The messages for a notifier, in the order in which they are sent. */
final class Messages implements Iterator<Notification> {
  private final Iterator<Event> events;
  private final Predicate<Event> wanted;
  private final Form form;
  private final Queue<Notification> parts = new ArrayDeque<>();
  private int digests;
  private Event next;

  /**
   * What a notifier takes.
   *
   * @param inDigests whether the events of an actor on a date come together
   * @param eventsPerMessage so many events of a digest are told of in one message
   * @param maxDigests after so many digests all others are told of in one message
   */
  record Form(boolean inDigests, int eventsPerMessage, int maxDigests) {
    static Form of(Notifier notifier) {
      if (!(notifier instanceof DigestNotifier teller) || !teller.wantsDigests()) {
        return new Form(false, 1, Integer.MAX_VALUE);
      }
      return new Form(
          true,
          teller instanceof ThreadNotifier threader
              ? threader.eventsPerMessage()
              : Digest.MAX_EVENTS,
          teller instanceof CappedNotifier capped ? capped.maxMessages() : Integer.MAX_VALUE);
    }

    boolean isCapped() {
      return maxDigests < Integer.MAX_VALUE;
    }
  }

  /**
   * @param events those of an actor on a date one after the other, where they go in digests
   * @param wanted which of them are to be sent
   */
  Messages(Iterator<Event> events, Predicate<Event> wanted, Form form) {
    this.events = events;
    this.wanted = wanted;
    this.form = form;
    advance();
  }

  @Override
  public boolean hasNext() {
    return !parts.isEmpty() || next != null;
  }

  @Override
  public Notification next() {
    if (parts.isEmpty() && next == null) {
      throw new NoSuchElementException();
    }
    if (parts.isEmpty()) {
      if (digests < form.maxDigests()) {
        digests++;
        addParts(takeDigest());
      } else {
        addRest();
      }
    }
    return parts.remove();
  }

  /** A digest, and the ids of all its events. */
  private record Taken(Digest digest, List<String> eventIds) {}

  private Taken takeDigest() {
    Event first = next;
    List<Event> shown = new ArrayList<>();
    List<String> eventIds = new ArrayList<>();
    do {
      if (shown.size() < Digest.MAX_EVENTS) {
        shown.add(next);
      }
      eventIds.add(next.eventId());
      advance();
    } while (form.inDigests() && next != null && isTogether(first, next));
    long more = (long) eventIds.size() - shown.size();
    return new Taken(new Digest(first.actor(), first.eventDate(), shown, more), eventIds);
  }

  private void addParts(Taken taken) {
    List<Event> shown = taken.digest.events();
    for (int from = 0; from < shown.size(); from += form.eventsPerMessage()) {
      int to = Math.min(from + form.eventsPerMessage(), shown.size());
      boolean isLast = to == shown.size();
      Digest part =
          new Digest(
              taken.digest.actor(),
              taken.digest.eventDate(),
              shown.subList(from, to),
              taken.eventIds.size() - to);
      List<String> eventIds = taken.eventIds.subList(from, isLast ? taken.eventIds.size() : to);
      parts.add(Notification.of(part, from > 0, eventIds));
    }
  }

  /** Adds all that is left as one message; a single digest as it is. */
  private void addRest() {
    Taken only = takeDigest();
    if (next == null) {
      addParts(only);
      return;
    }
    SortedMap<LocalDate, List<String>> eventIds = new TreeMap<>();
    List<Digest> first = new ArrayList<>();
    long count = 0;
    long eventCount = 0;
    for (Taken taken = only; taken != null; taken = next == null ? null : takeDigest()) {
      count++;
      eventCount += taken.eventIds.size();
      eventIds
          .computeIfAbsent(taken.digest.eventDate(), date -> new ArrayList<>())
          .addAll(taken.eventIds);
      if (first.size() < Rest.MAX_SHOWN) {
        first.add(
            new Digest(
                taken.digest.actor(),
                taken.digest.eventDate(),
                taken.digest.events().subList(0, 1),
                taken.eventIds.size() - 1));
      }
    }
    parts.add(new Notification(null, false, new Rest(count, eventCount, first), eventIds));
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
