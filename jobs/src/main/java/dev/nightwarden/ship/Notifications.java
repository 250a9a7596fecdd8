package dev.nightwarden.ship;

import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one notifier tell of each event once. */
final class Notifications {
  /** After so many failures in a row the other side is taken to be down. */
  static final int MAX_FAILURES_IN_A_ROW = 3;

  /** How long a look at the lease is trusted. */
  static final Duration TRUST = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Notifications.class);

  private final Warehouse warehouse;
  private final String name;
  private final Notifier notifier;
  private final Voice voice;
  private final Clock clock;
  private final Deliveries deliveries;
  private final Sent sent;
  private final boolean ofAlertsOnly;
  private Instant lastLook = Instant.MIN;

  /**
   * @param name the notifier's, in the config
   * @param ofAlertsOnly whether it tells of what is alerted, and not of all malicious events
   */
  Notifications(
      Warehouse warehouse, String name, Notifier notifier, Clock clock, boolean ofAlertsOnly)
      throws IOException {
    this.warehouse = warehouse;
    this.name = name;
    this.notifier = notifier.opened();
    this.voice = new Voice(this.notifier);
    this.clock = clock;
    this.ofAlertsOnly = ofAlertsOnly;
    this.deliveries = new Deliveries(warehouse, name, clock);
    this.sent = new Sent(deliveries, Journal.of(warehouse, name).orElse(null), clock);
  }

  /**
   * Sends the events of some dates, and those that failed before.
   *
   * @param history the dates of which nobody is to be told
   * @param notifyAnyway whether to tell all the same, and in the first run too
   * @param counts takes the events {@code NAME.sent}, {@code NAME.suppressed}, {@code NAME.failed}
   * @throws IllegalStateException when some were not taken
   */
  void tell(
      Dataset<Row> maliciousEvents,
      SortedSet<LocalDate> dates,
      SortedSet<LocalDate> history,
      boolean notifyAnyway,
      SortedMap<String, Long> counts)
      throws Exception {
    sent.takeIn();
    Deliveries.Past past = deliveries.past();
    SortedSet<LocalDate> silent = new TreeSet<>(dates);
    if (notifyAnyway) {
      silent.clear();
    } else if (!past.isNew()) {
      silent.retainAll(history);
    }
    if (!silent.isEmpty()) {
      long suppressed = deliveries.suppress(told(maliciousEvents, silent), silent, past.isNew());
      counts.put(name + ".suppressed", suppressed);
      log.info(
          "{}: {} not sent, because this is {}; to send them: --notify",
          name,
          Amount.of(suppressed, "event"),
          past.isNew() ? "its first run" : "a backfill");
    }
    SortedSet<LocalDate> told = new TreeSet<>(dates);
    told.removeAll(silent);
    if (!told.isEmpty()) {
      if (past.isNew()) {
        deliveries.start();
      }
      send(maliciousEvents, told, past, counts);
    }
  }

  private void send(
      Dataset<Row> maliciousEvents,
      SortedSet<LocalDate> told,
      Deliveries.Past past,
      SortedMap<String, Long> counts)
      throws Exception {
    SortedSet<LocalDate> all = new TreeSet<>(told);
    all.addAll(past.failedDates());
    Deliveries.Known known = deliveries.known(all);
    List<Row> newlyFailed = new ArrayList<>();
    Exception why = null;
    long delivered = 0;
    long failed = 0;
    int inARow = 0;
    Messages messages = messages(told(maliciousEvents, all), told, known);
    while (messages.hasNext()) {
      Notification message = messages.next();
      Exception failure = inARow < MAX_FAILURES_IN_A_ROW ? send(message) : why;
      if (failure == null) {
        inARow = 0;
        sent.add(message);
        delivered += message.events();
        message.eventIds().values().forEach(known.done()::addAll);
      } else {
        why = why == null ? failure : why;
        inARow++;
        failed += message.events();
        newlyFailed.addAll(failed(message, known));
      }
    }
    sent.finish();
    if (!newlyFailed.isEmpty()) {
      deliveries.add(newlyFailed);
    }
    known.failed().retainAll(known.done());
    if (!known.failed().isEmpty()) {
      deliveries.forgetFailed(past.failedDates(), known.failed());
    }
    counts.put(name + ".sent", delivered);
    counts.put(name + ".failed", failed);
    log.info("{}: {} sent", name, Amount.of(delivered, "event"));
    if (why != null) {
      throw new IllegalStateException(
          "%s not sent and will be tried again by the next run: %s"
              .formatted(
                  Amount.of(failed, "event was", "events were"),
                  why.getMessage() == null ? why : why.getMessage()),
          why);
    }
  }

  private List<Row> failed(Notification message, Deliveries.Known known) {
    List<Row> rows = new ArrayList<>();
    message
        .eventIds()
        .forEach(
            (date, eventIds) -> {
              for (String eventId : eventIds) {
                if (!known.failed().contains(eventId)) {
                  rows.add(deliveries.row(eventId, date, Deliveries.FAILED, clock.instant()));
                }
              }
            });
    return rows;
  }

  /** The rows of the dates that it is to tell of. */
  private Dataset<Row> told(Dataset<Row> maliciousEvents, SortedSet<LocalDate> dates) {
    return ofAlertsOnly
        ? AlertedEvents.of(warehouse, maliciousEvents, dates)
        : maliciousEvents.filter(Slices.of(dates));
  }

  private EventRows inOrder(Dataset<Row> events, Messages.Form form) {
    if (!form.inDigests()) {
      return EventRows.byTime(events);
    }
    if (ofAlertsOnly) {
      return EventRows.byAlert(events);
    }
    return form.isCapped() ? EventRows.byStrength(events) : EventRows.byActor(events);
  }

  private Messages messages(
      Dataset<Row> events, SortedSet<LocalDate> told, Deliveries.Known known) {
    Messages.Form form = Messages.Form.of(notifier);
    return new Messages(
        inOrder(events, form),
        event ->
            !known.done().contains(event.eventId())
                && (known.failed().contains(event.eventId()) || told.contains(event.eventDate())),
        form);
  }

  /** Sends; gives what went wrong, null for nothing. */
  private Exception send(Notification message) throws InterruptedException {
    confirm();
    try {
      voice.send(message);
      return null;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return e;
    }
  }

  private void confirm() {
    Instant now = clock.instant();
    if (sent.isBetweenBatches() || now.isAfter(lastLook.plus(TRUST)) || now.isBefore(lastLook)) {
      warehouse.confirm();
      lastLook = now;
    }
  }
}
