package dev.nightwarden.night;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.table.Fence;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on a warehouse, held by one run at a time.
 *
 * <p>It is a row of a Delta table, taken by a commit that fails for all but one of those who try at
 * once: so it needs nothing but what the tables need, on an object store as in a folder. A holder
 * renews it while it works; one that has not for {@link #PATIENCE}, or whose process on this
 * machine is gone, has lost it.
 *
 * <p>Each holder gets the next number, which its commits carry ({@link Fence}). Whoever takes over
 * shuts the last holder out of every table before it reads one, so that a holder that was only
 * paused finds out at its next commit, whatever its clock says.
 */
final class Lease implements AutoCloseable {
  /** How long a holder may go without renewing. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The place of the number among the columns of {@link #current}. */
  private static final int NUMBER = 6;

  private static final Duration RENEWAL = Duration.ofSeconds(30);

  /** Conflicts over a lease that nobody then holds: over making its table, say. */
  private static final int MAX_ATTEMPTS = 10;

  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private final Warehouse warehouse;
  private final String holder;
  private final Clock clock;
  private final Instant since;
  private long number;
  private final ScheduledExecutorService renewals;
  private volatile boolean lost;

  private Lease(Warehouse warehouse, String holder, Clock clock) {
    this.warehouse = warehouse;
    this.holder = holder;
    this.clock = clock;
    this.since = clock.instant();
    this.renewals =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "nightwarden-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease, and keeps it until it is closed.
   *
   * @param holder the id of the run that asks
   * @throws HeldException saying who holds it and since when
   */
  static Lease take(Warehouse warehouse, String holder, Clock clock) {
    warehouse.upgrade(Table.LEASE);
    Lease lease = new Lease(warehouse.apart(), holder, clock);
    Optional<Row> current = lease.current();
    if (current.isPresent() && isHeld(current.get(), clock.instant())) {
      throw held(warehouse, current.get());
    }
    Row winner = lease.contend(current);
    if (!holder.equals(winner.getString(0))) {
      throw held(warehouse, winner);
    }
    lease.number = winner.getLong(NUMBER);
    boolean tookOver = current.isPresent() && current.get().getString(0) != null;
    warehouse.fence(new Fence(warehouse.location(), lease.number, lease::confirm), tookOver);
    if (tookOver) {
      log.warn(
          "Took over from run {} of {}, which is gone", current.get().get(0), current.get().get(1));
    }
    Future<?> unused =
        lease.renewals.scheduleWithFixedDelay(
            lease::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    return lease;
  }

  /**
   * Makes sure that the lease was not found lost, before something is written.
   *
   * @throws FencedException if another run has taken it
   */
  void check() {
    if (lost) {
      throw new FencedException(
          ("this run did not renew its hold on %s for %d seconds, and another took over; what it had"
                  + " not finished is left to that one")
              .formatted(warehouse.location(), PATIENCE.toSeconds()));
    }
  }

  /** The same, by a look at the warehouse. */
  private void confirm() {
    lost = current().map(row -> !holder.equals(row.getString(0))).orElse(true);
    check();
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    renewals.shutdown();
    try {
      if (!renewals.awaitTermination(RENEWAL.toSeconds(), TimeUnit.SECONDS)) {
        renewals.shutdownNow();
      }
      if (!lost) {
        // The number stays, for the next holder's to be greater.
        table().update(isMine(), Map.of("holder", lit(null).cast("string")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      log.warn(
          "The hold on {} could not be given back: {}",
          warehouse.location(),
          Failure.describe(e, UnaryOperator.identity()));
    }
  }

  /** Tries to take the lease from its last holder, and gives the row of whoever succeeded. */
  private Row contend(Optional<Row> last) {
    Optional<Row> current = last;
    for (int attempt = 1; ; attempt++) {
      try {
        if (current.isEmpty()) {
          insert();
        } else {
          takeFrom(current.get());
        }
      } catch (RuntimeException e) {
        if (!isConflict(e) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
      current = current();
      if (current.isPresent() && !current.get().isNullAt(0)) {
        return current.get();
      }
    }
  }

  private Row mine(long number) {
    ProcessHandle process = ProcessHandle.current();
    return RowFactory.create(
        holder,
        hostName(),
        process.pid(),
        process.info().startInstant().orElse(null),
        since,
        clock.instant(),
        number,
        null,
        null);
  }

  /** Of several who take it from the same holder, Delta lets one commit. */
  private void takeFrom(Row previous) {
    Row mine = mine(previous.getLong(NUMBER) + 1);
    String[] names = Table.LEASE.schema().fieldNames();
    Map<String, Column> set = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      set.put(names[i], lit(mine.get(i)).cast(Table.LEASE.schema().apply(i).dataType()));
    }
    Column isAsSeen =
        col("holder")
            .eqNullSafe(lit(previous.getString(0)))
            .and(coalesce(col("number"), lit(0L)).equalTo(previous.getLong(NUMBER)));
    table().update(isAsSeen, set);
  }

  /** Of several who make the first row, Delta lets one commit. */
  private void insert() {
    table()
        .as("lease")
        .merge(
            warehouse.spark().createDataFrame(List.of(mine(1)), Table.LEASE.schema()).as("mine"),
            lit(true))
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  void renew() {
    try {
      table().update(isMine(), Map.of("renewed_at", lit(clock.instant())));
      lost = current().map(row -> !holder.equals(row.getString(0))).orElse(true);
    } catch (Exception e) {
      // One that got away would end all further renewals in silence.
      log.warn(
          "The hold on {} could not be renewed: {}",
          warehouse.location(),
          Failure.describe(e, UnaryOperator.identity()));
    }
  }

  private Column isMine() {
    return col("holder").equalTo(holder);
  }

  private DeltaTable table() {
    return warehouse.deltaTable(Table.LEASE);
  }

  /** Columns holder, host, pid, as seconds since 1970 pid_started, since, renewed_at; number. */
  private Optional<Row> current() {
    return warehouse
        .read(Table.LEASE)
        .selectExpr(
            "holder",
            "host",
            "pid",
            "unix_seconds(pid_started)",
            "unix_seconds(since)",
            "unix_seconds(renewed_at)",
            "coalesce(number, 0)")
        .collectAsList()
        .stream()
        .findFirst();
  }

  private static boolean isHeld(Row row, Instant now) {
    if (row.isNullAt(0)) {
      return false;
    }
    boolean renewed = now.getEpochSecond() - row.getLong(5) <= PATIENCE.toSeconds();
    boolean mayLive = !hostName().equals(row.getString(1)) || isAlive(row);
    return renewed && mayLive;
  }

  /** Whether the process is there, and is not another that was given the same number. */
  private static boolean isAlive(Row row) {
    return ProcessHandle.of(row.getLong(2))
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                row.isNullAt(3)
                    || process
                        .info()
                        .startInstant()
                        .map(start -> start.getEpochSecond() == row.getLong(3))
                        .orElse(true))
        .isPresent();
  }

  private static HeldException held(Warehouse warehouse, Row row) {
    return new HeldException(
        "the warehouse %s is held by run %s (process %s on %s) since %s, last seen %s; wait for it, or"
                .formatted(
                    warehouse.location(),
                    row.getString(0),
                    row.get(2),
                    row.getString(1),
                    Instant.ofEpochSecond(row.getLong(4)),
                    Instant.ofEpochSecond(row.getLong(5)))
            + " if it died elsewhere, for %d seconds".formatted(PATIENCE.toSeconds()));
  }

  private static boolean isConflict(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeltaConcurrentModificationException) {
        return true;
      }
    }
    return false;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
