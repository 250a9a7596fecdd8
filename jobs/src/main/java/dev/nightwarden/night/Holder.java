package dev.nightwarden.night;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Who holds a warehouse, or held it last.
 *
 * @param number grows with every holder, from 1 on
 * @param run id of the run; null once it gave the warehouse back
 * @param host its machine
 * @param pid its process
 * @param pidStarted when the process started, in seconds since 1970, which tells it from a later
 *     one of the same number; null where the system does not say
 * @param since when it took the warehouse, in seconds since 1970
 * @param renewedAt when it was last seen at work, or gave the warehouse back, in seconds since 1970
 * @param from of a backfill, which gives the warehouse back between its parts and comes again, the
 *     first date; null for any other run
 * @param to its last date; null where that is not known yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Holder(
    long number,
    String run,
    String host,
    long pid,
    Long pidStarted,
    long since,
    long renewedAt,
    String from,
    String to) {

  /**
   * A run of this process.
   *
   * @param span the dates of a backfill; null for any other run
   */
  static Holder here(long number, String run, Span span, Instant since, Instant now) {
    ProcessHandle process = ProcessHandle.current();
    return new Holder(
        number,
        run,
        hostName(),
        process.pid(),
        process.info().startInstant().map(Instant::getEpochSecond).orElse(null),
        since.getEpochSecond(),
        now.getEpochSecond(),
        span == null ? null : span.from().toString(),
        span == null || span.to() == null ? null : span.to().toString());
  }

  Holder renewed(Instant now) {
    return new Holder(number, run, host, pid, pidStarted, since, now.getEpochSecond(), from, to);
  }

  /** The same after it gave the warehouse back. */
  Holder gone(Instant now) {
    return new Holder(number, null, host, pid, pidStarted, since, now.getEpochSecond(), from, to);
  }

  /** The same under another number. */
  Holder numbered(long other) {
    return new Holder(other, run, host, pid, pidStarted, since, renewedAt, from, to);
  }

  /** The dates of a backfill; null for any other run. */
  Span span() {
    return from == null
        ? null
        : new Span(LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
  }

  /** Whether it was neither seen at work nor gave the warehouse back for so long. */
  boolean isSilent(Instant now, Duration patience) {
    return now.getEpochSecond() - renewedAt > patience.toSeconds();
  }

  /** Whether it still has the warehouse: it was seen lately, and its process may be there. */
  boolean holds(Instant now, Duration patience) {
    return run != null && !isSilent(now, patience) && mayBeAlive();
  }

  /** Whether its process may be there: on another machine nobody knows. */
  boolean mayBeAlive() {
    return !hostName().equals(host) || isAlive();
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                pidStarted == null
                    || process
                        .info()
                        .startInstant()
                        .map(start -> start.getEpochSecond() == pidStarted)
                        .orElse(true))
        .isPresent();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
