package dev.nightwarden.night;

import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.spark.network.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a run, and how runs take turns at it: a backfill gives it back between its parts for
 * a moment, and takes it again once no other run has it.
 *
 * <p>A backfill that gave way is not seen at work, yet alive: within seconds after the lease is
 * free it takes it. So who comes right after it works beside it, and who comes after another run
 * first leaves the lease to it. It is dead once it left a lease that is free alone for {@link
 * Lease#PATIENCE}, or held it when it ended.
 */
final class Turns implements AutoCloseable {
  /**
   * The setting of the session that says how long a backfill holds the lease at least before it
   * gives way.
   */
  static final String TURN = "spark.nightwarden.turn";

  private static final String DEFAULT_TURN = "30s";

  /** How long a run waits for a backfill's part to end, where it is not said. */
  static final Duration USUAL_WAIT = Duration.ofHours(2);

  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  /**
   * How runs pause.
   *
   * @param gap how long a backfill leaves the lease free
   * @param poll from one look at the lease to the next
   */
  record Pace(Duration gap, Duration poll, Pause pause) {
    static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(3), Duration.ofSeconds(1), time -> Thread.sleep(time.toMillis()));
  }

  /** Lets time pass. */
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  /** What is known of a backfill that gave way. */
  private enum Backfill {
    NONE,
    /** It gave the lease back just now. */
    ALIVE,
    /** Another run had the lease after it. */
    UNSEEN,
    DEAD
  }

  private final Warehouse warehouse;
  private final Request request;
  private final Runs runs;
  private final BooleanSupplier isOver;
  private final Pace pace;
  private final Clock clock;
  private final Duration turn;
  private Holders holders;
  private RunRecord run;
  private Runs.State state;
  private boolean isBackfillDead;
  private Lease lease;
  private Instant taken;
  private double waited;

  private Turns(
      Warehouse warehouse,
      Request request,
      Runs runs,
      BooleanSupplier isOver,
      Pace pace,
      Clock clock) {
    this.warehouse = warehouse;
    this.request = request;
    this.runs = runs;
    this.isOver = isOver;
    this.pace = pace;
    this.clock = clock;
    this.turn =
        Duration.ofSeconds(
            JavaUtils.timeStringAsSec(warehouse.spark().conf().get(TURN, DEFAULT_TURN)));
  }

  /**
   * Takes the lease for a new run, if need be after another.
   *
   * @param isOver whether it is not worth waiting any longer
   * @throws HeldException if another run has it that is not to be waited for, or no longer; or a
   *     backfill works on the warehouse that this run cannot go beside
   */
  static Turns begin(
      Warehouse warehouse,
      Request request,
      Runs runs,
      BooleanSupplier isOver,
      Pace pace,
      Clock clock) {
    Turns turns = new Turns(warehouse, request, runs, isOver, pace, clock);
    turns.begin();
    return turns;
  }

  private void begin() {
    Waiting waiting = new Waiting(clock.instant());
    while (lease == null) {
      Instant now = clock.instant();
      run = new RunRecord(RunIds.next(now), request, now);
      Span span = request.isBackfill() ? new Span(request.from(), request.to()) : null;
      try {
        lease = Lease.take(warehouse, run.runId(), span, clock);
      } catch (HeldException held) {
        waiting.behind(held);
        continue;
      }
      HeldException refusal = null;
      try {
        state = runs.latest();
        Backfill backfill = backfill();
        isBackfillDead = backfill == Backfill.DEAD;
        if (backfill == Backfill.UNSEEN || (backfill == Backfill.ALIVE && !goesBeside())) {
          refusal = underWay(backfill);
        }
      } catch (Throwable e) {
        close();
        throw e;
      }
      if (refusal != null) {
        lease.undo();
        lease = null;
        waiting.behind(refusal);
      }
    }
    taken = clock.instant();
  }

  private Backfill backfill() {
    Span reserved = state.agenda().reserved();
    Holder previous = lease.previous();
    if (reserved == null) {
      return Backfill.NONE;
    }
    if (state.hasBackfillEnded() || previous == null) {
      return Backfill.DEAD;
    }
    if (previous.run() != null) {
      return previous.span() != null ? Backfill.DEAD : Backfill.UNSEEN;
    }
    if (previous.isSilent(clock.instant(), Lease.PATIENCE)) {
      return Backfill.DEAD;
    }
    if (previous.span() == null) {
      return Backfill.UNSEEN;
    }
    return previous.mayBeAlive() ? Backfill.ALIVE : Backfill.DEAD;
  }

  private boolean goesBeside() {
    return request.job().goesBesideBackfill() && !state.agenda().reserved().isAskedForBy(request);
  }

  private HeldException underWay(Backfill backfill) {
    Span reserved = state.agenda().reserved();
    return backfill == Backfill.UNSEEN
        ? new HeldException(
            "a backfill %s of the warehouse %s is between two of its parts"
                    .formatted(reserved, warehouse.location())
                + ", or died since; if it did, its dates are free when no run has worked for"
                + " %d seconds".formatted(Lease.PATIENCE.toSeconds()),
            null)
        : new HeldException(
            ("a backfill %s of the warehouse %s is under way; %s cannot go beside it: wait until"
                    + " it ends")
                .formatted(
                    reserved,
                    warehouse.location(),
                    request.job().goesBesideBackfill()
                        ? "a run of its dates"
                        : request.job().key()),
            null);
  }

  /** The wait for the lease. */
  private final class Waiting {
    private final Instant since;
    private final Duration most;
    private boolean isTold;

    Waiting(Instant since) {
      this.since = since;
      this.most = request.patience() == null ? USUAL_WAIT : request.patience();
    }

    /** Waits until it is worth taking the lease again, or throws why it is not taken. */
    void behind(HeldException reason) {
      if (!isWaitedFor(reason)) {
        throw reason;
      }
      if (!isTold) {
        log.info("Waits for up to {}: {}", Parts.words(most), reason.getMessage());
        isTold = true;
      }
      do {
        if (isOver.getAsBoolean()) {
          throw reason;
        }
        if (Duration.between(since, clock.instant()).compareTo(most) >= 0) {
          throw new HeldException(
              "%s; this run waited for %s: start it again later, or let it --wait longer"
                  .formatted(reason.getMessage(), Parts.words(most)),
              reason.holder());
        }
        pause(pace.poll());
      } while (isStill(reason));
    }

    private boolean isWaitedFor(HeldException reason) {
      if (isTold && reason.holder() != null) {
        // Whoever came in between while it waited.
        return true;
      }
      if (request.patience() != null) {
        return !request.patience().isZero();
      }
      if (!request.job().goesBesideBackfill()) {
        return false;
      }
      if (reason.holder() == null) {
        return !state.agenda().reserved().isAskedForBy(request);
      }
      Span span = reason.holder().span();
      return span != null && !span.isAskedForBy(request);
    }

    private boolean isStill(HeldException reason) {
      Holder latest = holders().latest().orElse(null);
      if (latest == null) {
        return false;
      }
      boolean isHeld = latest.holds(clock.instant(), Lease.PATIENCE);
      if (reason.holder() != null) {
        return isHeld && latest.number() == reason.holder().number();
      }
      if (latest.isSilent(clock.instant(), Lease.PATIENCE)) {
        return false;
      }
      return goesBeside()
          ? !isHeld && latest.span() == null
          : isHeld || runs.latest().agenda().reserved() != null;
    }
  }

  /** Looked at by one alone, as each has a session of its own in a catalog. */
  private Holders holders() {
    if (holders == null) {
      holders = Holders.of(warehouse);
    }
    return holders;
  }

  private void pause(Duration time) {
    try {
      pace.pause().last(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for the lease", e);
    }
  }

  /** The run that has the lease. */
  RunRecord run() {
    return run;
  }

  /** The state as the last run left it, at the beginning. */
  Runs.State state() {
    return state;
  }

  /** Whether that state names a backfill which did not end and is no longer at work. */
  boolean isBackfillDead() {
    return isBackfillDead;
  }

  /** Whether this run has had the lease so long that others should have their turn. */
  boolean isDue() {
    return Duration.between(taken, clock.instant()).compareTo(turn) >= 0;
  }

  /**
   * Gives the lease back for a moment, and takes it again when no other run has it.
   *
   * @param span the dates that the others leave alone
   * @return whether another run had it
   */
  boolean giveWay(Span span) {
    long started = System.nanoTime();
    long number = lease.number();
    close();
    pause(pace.gap());
    boolean isTold = false;
    while (lease == null) {
      try {
        lease = Lease.take(warehouse, run.runId(), span, clock);
      } catch (HeldException another) {
        if (!isTold) {
          log.info("Gives way: {}", another.getMessage());
          isTold = true;
        }
        do {
          pause(pace.poll());
        } while (holders()
            .latest()
            .filter(h -> h.holds(clock.instant(), Lease.PATIENCE))
            .isPresent());
      }
    }
    taken = clock.instant();
    waited += (System.nanoTime() - started) / 1e9;
    return lease.previous().number() != number;
  }

  /** The seconds for which this run gave way so far. */
  double waited() {
    return waited;
  }

  /**
   * Makes sure that the lease was not found lost, before something is written.
   *
   * @throws FencedException if another run has taken it
   */
  void check() {
    if (lease == null) {
      throw new FencedException(
          "this run gave the lease on %s back and does not have it again"
              .formatted(warehouse.location()));
    }
    lease.check();
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }
}
