package dev.nightwarden.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What a service answered. */
public final class WebAnswer {
  /** Beyond a year, a number of seconds is nonsense. */
  private static final long LONGEST_SECONDS = 366 * 86_400L;

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  WebAnswer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Such as 200. */
  public int status() {
    return status;
  }

  /** Whether the service did what it was asked for. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** All values of a header. */
  public List<String> headers(String name) {
    return headers.allValues(name);
  }

  /** The body, unpacked. */
  public byte[] bytes() {
    return body.clone();
  }

  /** The body as text in UTF-8; what is none is U+FFFD. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** What time it is by the service's clock. */
  public Optional<Instant> date() {
    return header("Date").flatMap(WebAnswer::instant);
  }

  /**
   * How long the service asks to be left alone: seconds, or a date, seen by the service's own
   * clock.
   *
   * @param now what time it is here, where the answer does not say
   */
  Optional<Duration> retryAfter(Instant now) {
    return header("Retry-After")
        .map(String::strip)
        .flatMap(
            text ->
                text.matches("\\d{1,9}")
                    ? Optional.of(
                        Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_SECONDS)))
                    : instant(text).map(until -> Duration.between(date().orElse(now), until)));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  /** The status. */
  @Override
  public String toString() {
    return "WebAnswer[" + status + "]";
  }
}
