package dev.nightwarden.pipeline;

import java.time.Duration;
import java.time.LocalDate;

/**
 * What a job is asked for.
 *
 * @param job what to do
 * @param from the first event date; null: whatever is new
 * @param to the last event date; null with a {@code from}: up to the newest
 * @param notifyAnyway whether notifiers are told of what a backfill, or a new notifier, finds
 * @param retry whether files that were held back are read again and ingested whatever their share
 *     of rejects
 * @param patience how long to wait for another run that works on the warehouse; null: as long as is
 *     usual for a backfill, and not for any other run
 */
public record Request(
    Job job, LocalDate from, LocalDate to, boolean notifyAnyway, boolean retry, Duration patience) {
  public Request {
    checkOrder(from, to);
    if (job == Job.BACKFILL && from == null) {
      throw new IllegalArgumentException(
          "backfill needs its first date, and may have a last: --from 2024-01-01 --to 2024-12-31");
    }
    if (from == null && to != null) {
      throw new IllegalArgumentException("--to needs --from");
    }
  }

  /** A request without the rare wishes. */
  public Request(Job job, LocalDate from, LocalDate to) {
    this(job, from, to, false, false);
  }

  /** One that waits as is usual. */
  public Request(Job job, LocalDate from, LocalDate to, boolean notifyAnyway, boolean retry) {
    this(job, from, to, notifyAnyway, retry, null);
  }

  /** Whether it names its dates. */
  public boolean hasDates() {
    return from != null;
  }

  /** Whether a date is among those asked for. */
  public boolean covers(LocalDate date) {
    return from == null || (!date.isBefore(from) && (to == null || !date.isAfter(to)));
  }

  /** The dates asked for, in words: {@code from 2025-03-01 to 2025-03-04}. */
  public String between() {
    if (to == null) {
      return "from %s on".formatted(from);
    }
    return from.equals(to) ? "on " + from : "from %s to %s".formatted(from, to);
  }

  /** Whether it is for history, beside which other runs go on. */
  public boolean isBackfill() {
    return job == Job.BACKFILL;
  }

  /** Whether nobody is to be notified of what is found, also by a run that completes this one. */
  public boolean isQuiet() {
    return isBackfill() && !notifyAnyway;
  }

  /**
   * Refuses dates that are the wrong way round.
   *
   * @param from null: not given
   * @param to null: not given
   * @throws IllegalArgumentException naming the options that gave them
   */
  public static void checkOrder(LocalDate from, LocalDate to) {
    if (from != null && to != null && from.isAfter(to)) {
      throw new IllegalArgumentException(
          "--from %s is after --to %s; give the earlier date first".formatted(from, to));
    }
  }
}
