package dev.nightwarden.http;

import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** What is told of requests that got no answer. */
final class FailureWords {
  /** How the message of an answer that began and did not end begins. */
  private static final String NO_END = "no end of the answer within ";

  private FailureWords() {}

  /** An answer that did not end in time. */
  static HttpTimeoutException endless(WebLimits limits) {
    return new HttpTimeoutException(NO_END + of(limits.whole()));
  }

  /** Whether the service cannot have seen a request. */
  static boolean isUnsent(IOException broken) {
    return broken instanceof ConnectException
        || broken instanceof HttpConnectTimeoutException
        || broken instanceof UnknownHostException;
  }

  /** What went wrong, in words that follow the request. */
  static String of(WebRequest request, IOException broken, WebLimits limits) {
    return "fails: " + reason(request, broken, limits);
  }

  private static String reason(WebRequest request, IOException broken, WebLimits limits) {
    String message = broken.getMessage() == null ? "" : broken.getMessage();
    if (broken instanceof UnknownHostException) {
      return "the name %s is not known; is it right, and is there a network?"
          .formatted(request.uri().getHost());
    }
    if (broken instanceof HttpConnectTimeoutException) {
      return "no connection within " + of(limits.connect());
    }
    if (broken instanceof HttpTimeoutException) {
      return message.startsWith(NO_END) ? message : "no answer within " + of(limits.answer());
    }
    if (broken instanceof ConnectException) {
      return message.isEmpty() ? "no connection" : "no connection, " + message;
    }
    return message.isEmpty() ? "the connection broke" : message;
  }

  /** Such as {@code 90 seconds} or {@code 5 minutes}. */
  static String of(Duration duration) {
    long seconds = Math.max(1, duration.toSeconds());
    return seconds >= 120 ? Amount.of((seconds + 59) / 60, "minute") : Amount.of(seconds, "second");
  }
}
