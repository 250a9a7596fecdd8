package dev.nightwarden.http;

import dev.nightwarden.plugin.Quoting;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** What is told of requests that got no answer. */
final class FailureWords {
  private static final int LONGEST_WORD = 100;

  private FailureWords() {}

  /** An answer that did not end in time. */
  static HttpTimeoutException endless(Duration within) {
    return new HttpTimeoutException("no end of the answer within " + of(within));
  }

  /** An answer that did not begin in time. */
  static HttpTimeoutException unanswered(Duration within) {
    return new HttpTimeoutException("no answer within " + of(within));
  }

  /** Whether the service cannot have seen a request. */
  static boolean isUnsent(IOException broken) {
    return broken instanceof ConnectException
        || broken instanceof HttpConnectTimeoutException
        || broken instanceof UnknownHostException;
  }

  /** What a service answered that will pass, in words that follow the request. */
  static String of(WebAnswer answer, Optional<WebClient.Passing> said) {
    String word =
        said.map(passing -> " (%s)".formatted(Quoting.printable(passing.word(), LONGEST_WORD)))
            .orElse("");
    return "answers with status %d%s".formatted(answer.status(), word);
  }

  /**
   * What went wrong, in words that follow the request.
   *
   * @param connect how long a connection was waited for
   */
  static String of(WebRequest request, IOException broken, Duration connect) {
    return "fails: " + reason(request, broken, connect);
  }

  private static String reason(WebRequest request, IOException broken, Duration connect) {
    String message = broken.getMessage() == null ? "" : broken.getMessage();
    if (broken instanceof UnknownHostException) {
      return "the name %s is not known; is it right, and is there a network?"
          .formatted(request.uri().getHost());
    }
    if (broken instanceof HttpConnectTimeoutException) {
      return "no connection within " + of(connect);
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
