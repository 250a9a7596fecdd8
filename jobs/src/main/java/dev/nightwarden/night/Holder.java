package dev.nightwarden.night;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

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
 * @param renewedAt when it was last seen at work, in seconds since 1970
 */
record Holder(
    long number, String run, String host, long pid, Long pidStarted, long since, long renewedAt) {

  /** A run of this process. */
  static Holder here(long number, String run, Instant since, Instant now) {
    ProcessHandle process = ProcessHandle.current();
    return new Holder(
        number,
        run,
        hostName(),
        process.pid(),
        process.info().startInstant().map(Instant::getEpochSecond).orElse(null),
        since.getEpochSecond(),
        now.getEpochSecond());
  }

  Holder renewed(Instant now) {
    return new Holder(number, run, host, pid, pidStarted, since, now.getEpochSecond());
  }

  Holder gone() {
    return new Holder(number, null, host, pid, pidStarted, since, renewedAt);
  }

  /** Whether it still has the warehouse: it was seen lately, and its process may be there. */
  boolean holds(Instant now, Duration patience) {
    boolean isRecent = now.getEpochSecond() - renewedAt <= patience.toSeconds();
    return run != null && isRecent && (!hostName().equals(host) || isAlive());
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
