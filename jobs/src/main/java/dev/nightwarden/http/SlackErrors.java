package dev.nightwarden.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.http.WebClient.Passing;
import java.util.Optional;

/** What Slack says, mostly with status 200, of calls that it will take later. */
public final class SlackErrors {
  /** No refusal is longer; what is may be a page of records, which is parsed once only. */
  private static final int LONGEST_REFUSAL = 10_000;

  private static final JsonMapper JSON = new JsonMapper();

  private SlackErrors() {}

  /** For {@link WebClient.Builder#passing}. */
  public static Optional<Passing> passing(WebAnswer answer) {
    String text = answer.text();
    if (text.length() >= LONGEST_REFUSAL) {
      return Optional.empty();
    }
    String error;
    try {
      error = JSON.readTree(text).path("error").asText("");
    } catch (JsonProcessingException none) {
      return Optional.empty();
    }
    return switch (error) {
      case "ratelimited", "rate_limited" -> Optional.of(new Passing(error, true));
      case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
          Optional.of(new Passing(error, false));
      default -> Optional.empty();
    };
  }
}
