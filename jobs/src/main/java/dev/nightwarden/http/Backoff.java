package dev.nightwarden.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before another attempt: as long as the service asks; else longer each time, and
 * never as long as others who failed at the same moment.
 *
 * @param longest no pause is longer
 * @param chance gives numbers in [0, 1)
 */
record Backoff(Duration longest, DoubleSupplier chance) {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** For a service that is asked too often and does not say how long to wait. */
  private static final Duration BUSY = Duration.ofSeconds(30);

  private static final int MOST_DOUBLINGS = 20;

  /**
   * The pause after an answer.
   *
   * @param isBusy whether the service is asked too often, and not failing
   * @param attempt how many there were
   * @return none where the service asks for a longer pause than may be
   */
  Optional<Duration> after(WebAnswer answer, boolean isBusy, int attempt, Instant now) {
    Duration shortest = isBusy ? BUSY : FIRST;
    Optional<Duration> asked = answer.retryAfter(now);
    if (asked.isEmpty()) {
      return Optional.of(jittered(shortest, attempt));
    }
    if (asked.get().compareTo(longest) > 0) {
      return Optional.empty();
    }
    // A little later than all who were told the same.
    Duration least = asked.get().compareTo(FIRST) < 0 ? FIRST : asked.get();
    return Optional.of(least.plusMillis((long) (chance.getAsDouble() * 1_000)));
  }

  /** The pause where there was no answer. */
  Duration after(int attempt) {
    return jittered(FIRST, attempt);
  }

  /** Between half and the whole of what doubles with each attempt. */
  private Duration jittered(Duration first, int attempt) {
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
    Duration bounded = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofMillis((long) (bounded.toMillis() * (0.5 + chance.getAsDouble() / 2)));
  }
}
