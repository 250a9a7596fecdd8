package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.http.SlackErrors;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebException;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.http.WebRequest;
import dev.nightwarden.plugin.Quoting;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Calls of Slack's APIs. Slack's own client reads the whole of an answer whatever its length, and
 * into classes that drop what they do not know; what is landed here is what Slack sent.
 */
final class SlackApi {
  private final String subject;
  private final String token;
  private final URI base;
  private final WebClient client;

  SlackApi(SlackLogs settings, Polling polling) {
    subject = polling.subject();
    token = settings.token();
    base = settings.base();
    client =
        polling
            .client()
            .limits(WebLimits.DEFAULT.withTotal(settings.maxTime()))
            // Only a url of one's own can be private.
            .allowPrivate(true)
            .passing(SlackErrors::passing)
            .build();
  }

  /**
   * What Slack said.
   *
   * @param scopes what the token may do, as far as Slack says so; else null
   */
  record Said(JsonNode body, String scopes, WebAnswer answer) {}

  /** Slack refused a call. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String error;

    RefusedException(String error, String message) {
      super(message);
      this.error = error;
    }

    /** Slack's own word, such as {@code user_not_found}. */
    String error() {
      return error;
    }
  }

  /**
   * Calls a method.
   *
   * @param scope that the method needs, for an error
   * @throws RefusedException if Slack refuses it, saying what is to be done
   */
  Said call(String method, Map<String, String> parameters, String scope)
      throws RefusedException, WebException, InterruptedException {
    URI address = URI.create(base.toString().replaceFirst("/$", "") + "/" + method);
    WebAnswer answer =
        client.send(
            WebRequest.get(UriQuery.with(address, parameters))
                .header("Accept", "application/json")
                .credential("Authorization", "Bearer " + token));
    JsonNode body = JsonRecords.of("%s: Slack's %s".formatted(subject, method), answer);
    if (answer.isSuccess() && !body.has("error") && body.path("ok").asBoolean(true)) {
      return new Said(body, answer.header("X-OAuth-Scopes").orElse(null), answer);
    }
    String error = body.path("error").asText("");
    throw new RefusedException(
        error,
        "%s: Slack refuses %s (%s): %s"
            .formatted(
                subject,
                method,
                error.isEmpty() ? "status " + answer.status() : Quoting.printable(error),
                advice(error, body, scope)));
  }

  private static String advice(String error, JsonNode body, String scope) {
    return switch (error) {
      case "missing_scope", "no_permission" ->
          "the token lacks the scope %s (it has: %s); add it to the app, install the app again, and take the new token"
              .formatted(
                  Quoting.printable(body.path("needed").asText(scope)),
                  Quoting.printable(body.path("provided").asText("unknown"), 200));
      case "token_revoked", "account_inactive" ->
          "the token was revoked, or its user was removed; install the app again and take the new token";
      case "token_expired" -> "the token has expired; take a new one, or turn token rotation off";
      case "invalid_auth", "not_authed" ->
          "the token is none that Slack knows; is it whole, and of this workspace?";
      case "not_allowed_token_type" ->
          "this needs a user token (xoxp-...), with the scope %s, not a bot's".formatted(scope);
      case "paid_only", "paid_teams_only" -> "access logs are part of Slack's paid plans";
      case "feature_not_enabled", "team_not_authorized" ->
          "audit logs are part of Enterprise Grid, and the token must be of the organization, with the scope "
              + scope;
      case "team_access_not_granted", "access_denied", "not_an_admin", "user_not_authorized" ->
          "the token's user may not see this; it must be an owner or an administrator, and the token needs the scope "
              + scope;
      default -> "see this error in Slack's documentation of the method";
    };
  }
}
