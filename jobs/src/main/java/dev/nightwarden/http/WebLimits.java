package dev.nightwarden.http;

import java.time.Duration;

/**
 * What a client may spend.
 *
 * @param connect until a connection stands
 * @param answer from a request to the head of its answer
 * @param whole from a request to the last byte of its answer
 * @param total for all requests of a client together, pauses included; null: no bound
 * @param maxBytes the longest body of an answer, as sent and as unpacked
 * @param attempts the most for one request, the first included
 * @param longestPause the longest between two attempts; a service that asks for a longer one is
 *     left alone
 * @param spacing the least time between two requests; zero: none
 */
public record WebLimits(
    Duration connect,
    Duration answer,
    Duration whole,
    Duration total,
    int maxBytes,
    int attempts,
    Duration longestPause,
    Duration spacing) {
  /** 10 s, 60 s, 2 min, no total, 32 MiB, 5 attempts, 5 min, no spacing. */
  public static final WebLimits DEFAULT =
      new WebLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          null,
          32 << 20,
          5,
          Duration.ofMinutes(5),
          Duration.ZERO);

  public WebLimits {
    if (maxBytes < 1 || attempts < 1) {
      throw new IllegalArgumentException("an answer needs a byte, and a request an attempt");
    }
  }

  /** These with another total. */
  public WebLimits withTotal(Duration other) {
    return new WebLimits(connect, answer, whole, other, maxBytes, attempts, longestPause, spacing);
  }

  /** These with another longest body. */
  public WebLimits withMaxBytes(int other) {
    return new WebLimits(connect, answer, whole, total, other, attempts, longestPause, spacing);
  }

  /** These with at most so many requests in a minute; null: no bound. */
  public WebLimits withPerMinute(Integer requests) {
    Duration apart =
        requests == null ? Duration.ZERO : Duration.ofMillis((60_000 + requests - 1) / requests);
    return new WebLimits(connect, answer, whole, total, maxBytes, attempts, longestPause, apart);
  }

  /** These with other times for one request. */
  public WebLimits withTimes(Duration newConnect, Duration newAnswer, Duration newWhole) {
    return new WebLimits(
        newConnect, newAnswer, newWhole, total, maxBytes, attempts, longestPause, spacing);
  }
}
