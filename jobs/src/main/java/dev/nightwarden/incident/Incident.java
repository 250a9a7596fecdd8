package dev.nightwarden.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Something malicious in a log, and where it is.
 *
 * @param id names it among the labels
 * @param kind what it is
 * @param strength how loud it is; null where nobody said
 * @param actors under whose names it was done
 * @param from when it began
 * @param to when it ended
 * @param techniques of MITRE ATT&amp;CK, such as {@code T1078}
 * @param messages what it left in the log; none: all that the actors did from {@code from} to
 *     {@code to}
 * @param note for people
 */
public record Incident(
    String id,
    String kind,
    String strength,
    List<String> actors,
    Instant from,
    Instant to,
    List<String> techniques,
    List<Place> messages,
    String note) {
  public Incident {
    actors = List.copyOf(actors);
    techniques = List.copyOf(techniques);
    messages = List.copyOf(messages);
  }

  /** The UTC date on which it began. */
  public LocalDate fromDate() {
    return LocalDate.ofInstant(from, ZoneOffset.UTC);
  }

  /** The UTC date on which it ended. */
  public LocalDate toDate() {
    return LocalDate.ofInstant(to, ZoneOffset.UTC);
  }

  /** The same with messages elsewhere. */
  Incident with(List<Place> places) {
    return new Incident(id, kind, strength, actors, from, to, techniques, places, note);
  }

  /** Where a message is: what names it among all. */
  public record Place(String transport, String messageId, LocalDate date) {}
}
