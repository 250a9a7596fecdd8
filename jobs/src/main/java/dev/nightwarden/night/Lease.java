package dev.nightwarden.night;

import dev.nightwarden.table.Fence;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on a warehouse, held by one run at a time.
 *
 * <p>It is written down beside the tables, by a step that fails for all but one of those who try at
 * once ({@link Holders}): so it needs nothing but what the tables need, on an object store as in a
 * folder. A holder renews it while it works; one that has not for {@link #PATIENCE}, or whose
 * process on this machine is gone, has lost it.
 *
 * <p>Each holder gets the next number, which its commits carry ({@link Fence}). Whoever takes over
 * shuts the last holder out of every table before it reads one, so that a holder that was only
 * paused finds out at its next commit, whatever its clock says.
 */
public final class Lease implements AutoCloseable {
  /** How long a holder may go without renewing. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration RENEWAL = Duration.ofSeconds(30);

  /** Conflicts over a lease that nobody then holds: over making its table, say. */
  private static final int MAX_ATTEMPTS = 10;

  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private final Warehouse warehouse;
  private final Holders holders;
  private final String run;
  private final Span span;
  private final Clock clock;
  private final Instant since;
  private final ScheduledExecutorService renewals;
  private Holder previous;
  private volatile Holder mine;
  private volatile boolean lost;

  private Lease(Warehouse warehouse, String run, Span span, Clock clock) {
    this.warehouse = warehouse;
    this.holders = Holders.of(warehouse);
    this.run = run;
    this.span = span;
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
   * @param run the id of the run that asks
   * @throws HeldException saying who holds it and since when
   */
  static Lease take(Warehouse warehouse, String run, Clock clock) {
    return take(warehouse, run, null, clock);
  }

  /**
   * The same.
   *
   * @param span the dates of a backfill, which will come again after it gave the lease back; null
   *     for any other run
   */
  static Lease take(Warehouse warehouse, String run, Span span, Clock clock) {
    Lease lease = new Lease(warehouse, run, span, clock);
    lease.previous = lease.succeed();
    Holder previous = lease.previous;
    boolean tookOver = previous != null && previous.run() != null;
    warehouse.fence(new Fence(warehouse.location(), lease.mine.number(), lease::confirm), tookOver);
    if (tookOver) {
      log.warn(
          "Took over the lease of run {} on {}, which is no longer running",
          previous.run(),
          previous.host());
    }
    Future<?> unused =
        lease.renewals.scheduleWithFixedDelay(
            lease::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    return lease;
  }

  /** The id of the run that holds the lease of a warehouse; empty while none does. */
  public static Optional<String> holder(Warehouse warehouse, Clock clock) {
    if (!warehouse.exists(Table.LEASE)) {
      return Optional.empty();
    }
    return Holders.of(warehouse)
        .latest()
        .filter(holder -> holder.holds(clock.instant(), PATIENCE))
        .map(Holder::run);
  }

  /** Who held it before, or had given it back; null for nobody. */
  Holder previous() {
    return previous;
  }

  /** Its number, which grows with every holder. */
  long number() {
    return mine.number();
  }

  /** Takes it from its last holder, if nobody has it now, and gives that one; null for none. */
  private Holder succeed() {
    for (int attempt = 1; ; attempt++) {
      Holder last = holders.latest().orElse(null);
      if (last != null && last.holds(clock.instant(), PATIENCE)) {
        throw held(last);
      }
      long number = last == null ? 1 : last.number() + 1;
      mine = Holder.here(number, run, span, since, clock.instant());
      try {
        holders.succeed(last, mine);
      } catch (RuntimeException e) {
        if (!isConflict(e) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
      if (isMine()) {
        return last;
      }
    }
  }

  /**
   * Makes sure that the lease was not found lost, before something is written.
   *
   * @throws FencedException if another run has taken it
   */
  void check() {
    if (lost) {
      throw new FencedException(
          ("this run did not renew its lease on %s for %d seconds, and another run took it"
                  + " over; that run completes what this one had not finished")
              .formatted(warehouse.location(), PATIENCE.toSeconds()));
    }
  }

  /** The same, by a look at the warehouse. */
  private synchronized void confirm() {
    lost = !isMine();
    check();
  }

  private boolean isMine() {
    return holders
        .latest()
        .filter(holder -> holder.number() == mine.number() && run.equals(holder.run()))
        .isPresent();
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    giveBack(mine.gone(clock.instant()));
  }

  /** Gives the lease back as if it had not been taken: who had it last still had. */
  void undo() {
    boolean wasGiven = previous != null && previous.run() == null;
    giveBack(wasGiven ? previous.numbered(mine.number()) : mine.gone(clock.instant()));
  }

  private void giveBack(Holder last) {
    renewals.shutdown();
    try {
      if (!renewals.awaitTermination(RENEWAL.toSeconds(), TimeUnit.SECONDS)) {
        renewals.shutdownNow();
      }
      if (!lost) {
        // The number stays, for the next holder's to be greater.
        holders.update(last);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      log.warn(
          "The lease on {} could not be released: {}",
          warehouse.location(),
          Failure.describe(e, UnaryOperator.identity()));
    }
  }

  /** Not while it is looked at, which must not meet a file that is half written. */
  synchronized void renew() {
    try {
      mine = mine.renewed(clock.instant());
      holders.update(mine);
      lost = !isMine();
    } catch (Exception e) {
      // One that got away would end all further renewals in silence.
      log.warn(
          "The lease on {} could not be renewed: {}",
          warehouse.location(),
          Failure.describe(e, UnaryOperator.identity()));
    }
  }

  private static boolean isConflict(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeltaConcurrentModificationException) {
        return true;
      }
    }
    return false;
  }

  private HeldException held(Holder holder) {
    return new HeldException(
        ("the warehouse %s is in use by run %s (%sprocess %s on %s) since %s, lease renewed"
                    + " %s; wait until it ends;")
                .formatted(
                    warehouse.location(),
                    holder.run(),
                    holder.span() == null ? "" : "a backfill %s, ".formatted(holder.span()),
                    holder.pid(),
                    holder.host(),
                    Instant.ofEpochSecond(holder.since()),
                    Instant.ofEpochSecond(holder.renewedAt()))
            + " if it crashed, its lease expires %d seconds after the last renewal"
                .formatted(PATIENCE.toSeconds()),
        holder);
  }
}
