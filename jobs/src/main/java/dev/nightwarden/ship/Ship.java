package dev.nightwarden.ship;

import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.Clock;
import java.time.LocalDate;
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
 * @param shippers by their names in the config, in the order in which they are tried; none: the
 *     findings are logged
 * @param database the deployment's database; null where none is configured
 * @param clock tells when an event was sent
 * @param history the dates of which nobody is to be notified, as a backfill's
 * @param notifyAnyway whether to notify all the same, of history and in a notifier's first run
 * @param alerts what becomes of them
 */
public record Ship(
    Warehouse warehouse,
    Map<String, Shipper> shippers,
    Database database,
    Clock clock,
    SortedSet<LocalDate> history,
    boolean notifyAnyway,
    AlertShipping alerts) {
  private static final Logger log = LoggerFactory.getLogger(Ship.class);

  public Ship {
    shippers =
        shippers.isEmpty()
            ? Map.of("log", new Log("info", false))
            : Collections.unmodifiableMap(new LinkedHashMap<>(shippers));
    history = Collections.unmodifiableSortedSet(new TreeSet<>(history));
  }

  /** One that leaves alerts where they are. */
  public Ship(
      Warehouse warehouse,
      Map<String, Shipper> shippers,
      Database database,
      Clock clock,
      SortedSet<LocalDate> history,
      boolean notifyAnyway) {
    this(warehouse, shippers, database, clock, history, notifyAnyway, AlertShipping.NONE);
  }

  /**
   * Ships the events of these dates. Run again for the same dates it changes nothing.
   *
   * @throws ShipException after all shippers were tried, when some failed
   * @throws FencedException at once, if another run has taken over
   */
  public ShipResult run(SortedSet<LocalDate> dates) {
    Dataset<Row> maliciousEvents = warehouse.read(Table.MALICIOUS_EVENTS);
    List<StoredTable> tables = List.of(MaliciousEvents.stored(maliciousEvents, dates));
    Slice slice = new Slice(tables, database, warehouse.fence());
    SortedMap<String, Long> counts = new TreeMap<>();
    Map<String, Exception> failures = new LinkedHashMap<>();
    shippers.forEach(
        (name, shipper) ->
            tried(
                name,
                failures,
                () -> {
                  if (shipper instanceof Store store) {
                    replace(name, store, slice, counts);
                  } else {
                    new Notifications(warehouse, name, (Notifier) shipper, clock, alerts.isOnly())
                        .tell(maliciousEvents, dates, history, notifyAnyway, counts);
                  }
                }));
    if (!alerts.stores().isEmpty()) {
      StoredTable stored = StoredAlerts.stored(warehouse, dates, alerts.restDays());
      Slice ofAlerts = new Slice(List.of(stored), database, warehouse.fence());
      alerts
          .stores()
          .forEach(
              (name, store) -> tried(name, failures, () -> replace(name, store, ofAlerts, counts)));
    }
    ShipResult result = new ShipResult(counts);
    if (!failures.isEmpty()) {
      throw new ShipException(failures, result);
    }
    return result;
  }

  private static void replace(String name, Store store, Slice slice, SortedMap<String, Long> counts)
      throws Exception {
    long rows = store.replace(slice);
    counts.put(name + ".rows", rows);
    log.info("{}: {}", name, Amount.of(rows, "row"));
  }

  /** What a shipper does. */
  private interface Attempted {
    void run() throws Exception;
  }

  /** Keeps what went wrong, so that the others are tried too. */
  private static void tried(String name, Map<String, Exception> failures, Attempted shipping) {
    try {
      shipping.run();
    } catch (FencedException e) {
      failures.values().forEach(e::addSuppressed);
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      failures.put(name, e);
    }
  }
}
