package dev.nightwarden.night;

import dev.nightwarden.pipeline.Request;
import java.time.LocalDate;

/**
 * The dates that a backfill works on, and leaves to nobody else while it gives way to other runs.
 *
 * @param from the first
 * @param to the last; null before it is known which is the newest
 */
record Span(LocalDate from, LocalDate to) {
  boolean covers(LocalDate date) {
    return !date.isBefore(from) && (to == null || !date.isAfter(to));
  }

  /** Whether a request names one of the dates, as far as they are known. */
  boolean isAskedForBy(Request request) {
    return request.hasDates()
        && to != null
        && !request.from().isAfter(to)
        && (request.to() == null || !request.to().isBefore(from));
  }

  @Override
  public String toString() {
    return to == null ? "from %s on".formatted(from) : "from %s to %s".formatted(from, to);
  }
}
