package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.value.Amount;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a poller came that asks for what happened from one time to another, page by page. The
 * cursor is {@code {"until": T}} between polls, and has {@code "open": {"from", "to", "position"}}
 * beside it while a window's pages are landed. Each window reaches back before the end of the last
 * one, for records that the service shows late.
 *
 * @param overlap how far back
 * @param lookback how far back the first one reaches
 */
record Windows(Duration overlap, Duration lookback) {
  private static final Logger log = LoggerFactory.getLogger(Windows.class);

  private static final String UNTIL = "until";
  private static final String OPEN = "open";
  private static final String POSITION = "position";
  private static final Duration NOTABLE_SKEW = Duration.ofMinutes(2);

  /**
   * A window whose pages are asked for.
   *
   * @param position of the next page; null for the first
   * @param isResumed whether an earlier poll began it
   */
  record Span(Instant from, Instant to, JsonNode position, boolean isResumed) {}

  /** The window that was not finished, else the next one, up to now. */
  Span next(ObjectNode cursor, Instant now) {
    JsonNode open = cursor.path(OPEN);
    Optional<Instant> from = instant(open.path("from"));
    Optional<Instant> to = instant(open.path("to"));
    if (from.isPresent() && to.isPresent()) {
      JsonNode position = open.path(POSITION);
      return new Span(
          from.get(),
          to.get(),
          position.isMissingNode() || position.isNull() ? null : position,
          true);
    }
    Instant end = now.truncatedTo(ChronoUnit.SECONDS);
    // A clock that was ahead when the last window ended must not hide what came after.
    Instant begin =
        instant(cursor.path(UNTIL))
            .map(until -> until.isAfter(end) ? end : until)
            .map(until -> until.minus(overlap))
            .orElseGet(() -> end.minus(lookback));
    return new Span(begin, end, null, false);
  }

  private static Optional<Instant> instant(JsonNode text) {
    return text.isTextual() ? Optional.of(Instant.parse(text.textValue())) : Optional.empty();
  }

  /** The cursor where a window's next page is this. */
  static ObjectNode at(ObjectNode cursor, Span window, JsonNode position) {
    ObjectNode next = cursor.deepCopy();
    ObjectNode open = next.putObject(OPEN);
    open.put("from", window.from().toString());
    open.put("to", window.to().toString());
    open.set(POSITION, position);
    return next;
  }

  /**
   * The cursor where a window has no more pages.
   *
   * @param served what time it was by the service when the window was asked for; null: unknown.
   *     Nothing after it can have been answered
   */
  static ObjectNode closed(ObjectNode cursor, Span window, Instant served) {
    ObjectNode next = cursor.deepCopy();
    next.remove(OPEN);
    boolean isAhead = served != null && served.isBefore(window.to());
    next.put(UNTIL, (isAhead ? served : window.to()).toString());
    return next;
  }

  /** Warns where this machine's clock and the service's are apart. */
  static void warnOfSkew(String transport, Instant here, Instant there) {
    Duration ahead = Duration.between(there, here);
    if (ahead.abs().compareTo(NOTABLE_SKEW) > 0) {
      log.warn(
          "{}: the clock of this machine is {} {} the service's; nothing is lost by that,"
              + " but set it right",
          transport,
          Amount.of(ahead.abs().toMinutes(), "minute"),
          ahead.isNegative() ? "behind" : "ahead of");
    }
  }
}
