package dev.nightwarden.ship;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships {@code malicious_events}: makes each store hold them, and each notifier tell of each event
 * once.
 *
 * <p>Each sent event is a commit of its own in {@code deliveries} (an append, which reads nothing),
 * made right after it was sent: a process that dies repeats at most the message that was in flight.
 * The small files this leaves are joined when the notifier is done.
 *
 * @param shippers by their names in the config, in the order in which they are tried; none: the
 *     findings are logged
 * @param database the deployment's database; null where none is configured
 * @param clock tells when an event was sent
 * @param history the dates of which nobody is to be notified, as a backfill's
 * @param notifyAnyway whether to notify all the same, of history and in a notifier's first run
 */
public record Ship(
    Warehouse warehouse,
    Map<String, Shipper> shippers,
    Database database,
    Clock clock,
    SortedSet<LocalDate> history,
    boolean notifyAnyway) {
  /** After so many failures in a row the other side is taken to be down. */
  static final int MAX_FAILURES_IN_A_ROW = 3;

  /** A date with more deliveries than this in one run has its small files joined. */
  private static final int MAX_SMALL_FILES = 8;

  private static final Logger log = LoggerFactory.getLogger(Ship.class);

  public Ship {
    shippers =
        shippers.isEmpty()
            ? Map.of("log", new Log("info", false))
            : Collections.unmodifiableMap(new LinkedHashMap<>(shippers));
    history = Collections.unmodifiableSortedSet(new TreeSet<>(history));
  }

  /**
   * Ships the events of these dates. Run again for the same dates it changes nothing.
   *
   * @throws ShipException after all shippers were tried, when some failed
   */
  public ShipResult run(SortedSet<LocalDate> dates) {
    Dataset<Row> maliciousEvents = warehouse.read(Table.MALICIOUS_EVENTS);
    SortedMap<String, Long> counts = new TreeMap<>();
    Map<String, Exception> failures = new LinkedHashMap<>();
    shippers.forEach(
        (name, shipper) -> {
          try {
            if (shipper instanceof Store store) {
              long rows = store.replace(new Slice(maliciousEvents, dates, database));
              counts.put(name + ".rows", rows);
              log.info("{}: {}", name, Amount.of(rows, "row"));
            } else {
              notify(name, (Notifier) shipper, maliciousEvents, dates, counts);
            }
          } catch (Exception e) {
            if (e instanceof InterruptedException) {
              Thread.currentThread().interrupt();
            }
            failures.put(name, e);
          }
        });
    ShipResult result = new ShipResult(counts);
    if (!failures.isEmpty()) {
      throw new ShipException(failures, result);
    }
    return result;
  }

  private void notify(
      String name,
      Notifier notifier,
      Dataset<Row> maliciousEvents,
      SortedSet<LocalDate> dates,
      SortedMap<String, Long> counts)
      throws Exception {
    Deliveries deliveries = new Deliveries(warehouse, name, clock);
    Deliveries.Past past = deliveries.past();
    SortedSet<LocalDate> silent = new TreeSet<>(dates);
    if (notifyAnyway) {
      silent.clear();
    } else if (!past.isNew()) {
      silent.retainAll(history);
    }
    if (!silent.isEmpty()) {
      long suppressed = deliveries.suppress(maliciousEvents, silent, past.isNew());
      counts.put(name + ".suppressed", suppressed);
      log.info(
          "{}: {} not sent, as this is {}; --notify sends them",
          name,
          Amount.of(suppressed, "event"),
          past.isNew() ? "its first run" : "a backfill");
    }
    SortedSet<LocalDate> told = new TreeSet<>(dates);
    told.removeAll(silent);
    if (told.isEmpty()) {
      return;
    }
    if (past.isNew()) {
      deliveries.start();
    }
    SortedSet<LocalDate> all = new TreeSet<>(told);
    all.addAll(past.failedDates());
    Deliveries.Known known = deliveries.known(all);
    Events events = Events.of(new Slice(maliciousEvents, all, null).found());
    SortedMap<LocalDate, Integer> sent = new TreeMap<>();
    List<Row> newlyFailed = new ArrayList<>();
    Exception why = null;
    long failed = 0;
    int inARow = 0;
    while (events.hasNext()) {
      Event event = events.next();
      boolean failedBefore = known.failed().contains(event.eventId());
      if (known.done().contains(event.eventId())
          || !(failedBefore || told.contains(event.eventDate()))) {
        continue;
      }
      Exception failure = inARow < MAX_FAILURES_IN_A_ROW ? send(notifier, event) : why;
      if (failure == null) {
        inARow = 0;
        deliveries.add(List.of(deliveries.row(event, Deliveries.SENT)));
        sent.merge(event.eventDate(), 1, Integer::sum);
        known.done().add(event.eventId());
      } else {
        why = why == null ? failure : why;
        inARow++;
        failed++;
        if (!failedBefore) {
          newlyFailed.add(deliveries.row(event, Deliveries.FAILED));
        }
      }
    }
    if (!newlyFailed.isEmpty()) {
      deliveries.add(newlyFailed);
    }
    known.failed().retainAll(known.done());
    if (!known.failed().isEmpty()) {
      deliveries.forgetFailed(past.failedDates(), known.failed());
    }
    counts.put(name + ".sent", sent.values().stream().mapToLong(n -> n).sum());
    counts.put(name + ".failed", failed);
    sent.values().removeIf(files -> files <= MAX_SMALL_FILES);
    if (!sent.isEmpty()) {
      deliveries.compact(new TreeSet<>(sent.keySet()));
    }
    log.info("{}: {} sent", name, Amount.of(counts.get(name + ".sent"), "event"));
    if (why != null) {
      throw new IllegalStateException(
          "%s not sent and will be tried again by the next run: %s"
              .formatted(
                  Amount.of(failed, "event was", "events were"),
                  why.getMessage() == null ? why : why.getMessage()),
          why);
    }
  }

  /** Sends; gives what went wrong, null for nothing. */
  private static Exception send(Notifier notifier, Event event) throws InterruptedException {
    try {
      notifier.send(event);
      return null;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return e;
    }
  }
}
