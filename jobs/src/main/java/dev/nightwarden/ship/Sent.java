package dev.nightwarden.ship;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * What a notifier sends in a run: remembered right after each message, and taken into {@code
 * deliveries} by the batch, so that a process that dies repeats at most the message that was in
 * flight. In a catalog, which has no place for a journal, each message is a batch.
 */
final class Sent {
  /** How many messages one commit adds to the table. */
  static final int BATCH = 500;

  /** After more commits than this the small files they left are joined. */
  private static final int MAX_SMALL_FILES = 8;

  private final Deliveries deliveries;
  private final Journal journal;
  private final Clock clock;
  private final List<Row> rows = new ArrayList<>();
  private final SortedSet<LocalDate> dates = new TreeSet<>();
  private int messages;
  private int commits;

  /**
   * @param journal null in a catalog
   */
  Sent(Deliveries deliveries, Journal journal, Clock clock) {
    this.deliveries = deliveries;
    this.journal = journal;
    this.clock = clock;
  }

  /** Adds what a run that died left in the journal. */
  void takeIn() throws IOException {
    if (journal == null) {
      return;
    }
    List<Journal.Entry> left = journal.left();
    SortedSet<LocalDate> of = new TreeSet<>();
    left.forEach(entry -> of.add(entry.eventDate()));
    // It may have died after the commit.
    Set<String> done = left.isEmpty() ? Set.of() : deliveries.known(of).done();
    for (Journal.Entry entry : left) {
      take(entry, done);
    }
    commit();
  }

  /** Remembers a message that was sent right now. */
  void add(Notification message) throws IOException {
    for (Map.Entry<LocalDate, List<String>> ofDate : message.eventIds().entrySet()) {
      Journal.Entry entry = new Journal.Entry(ofDate.getKey(), clock.instant(), ofDate.getValue());
      if (journal != null) {
        journal.add(entry);
      }
      take(entry, new HashSet<>());
    }
    messages++;
    if (messages == (journal == null ? 1 : BATCH)) {
      commit();
    }
  }

  /** Whether the next message begins a batch. */
  boolean isBetweenBatches() {
    return messages == 0;
  }

  /** Ends the last batch. */
  void finish() throws IOException {
    commit();
    if (commits > MAX_SMALL_FILES) {
      deliveries.compact(dates);
    }
  }

  private void take(Journal.Entry entry, Set<String> done) {
    Instant at = entry.deliveredAt();
    for (String eventId : entry.eventIds()) {
      if (done.add(eventId)) {
        rows.add(deliveries.row(eventId, entry.eventDate(), Deliveries.SENT, at));
        dates.add(entry.eventDate());
      }
    }
  }

  private void commit() throws IOException {
    if (!rows.isEmpty()) {
      deliveries.add(rows);
      commits++;
    }
    rows.clear();
    messages = 0;
    if (journal != null) {
      journal.clear();
    }
  }
}
