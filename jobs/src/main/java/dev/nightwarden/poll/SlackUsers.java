package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * What Slack says of users, each asked for once in some days: {@code {ID: {email, bot, asked}}},
 * kept beside the records.
 */
final class SlackUsers {
  private static final String ASIDE = "users";
  private static final String SLACKBOT = "USLACKBOT";
  private static final Duration FRESH = Duration.ofDays(7);
  private static final Duration FRESH_WITHOUT_EMAIL = Duration.ofDays(1);
  private static final String EMAIL_SCOPE = "users:read.email";

  private final SlackApi api;
  private final Polling polling;
  private final boolean withEmails;
  private final ObjectNode known;
  private boolean isChanged;

  SlackUsers(SlackApi api, Polling polling, boolean withEmails) throws IOException {
    this.api = api;
    this.polling = polling;
    this.withEmails = withEmails;
    this.known = polling.aside(ASIDE);
  }

  /** Whether a user is a bot or an app. */
  boolean isBot(String id) throws IOException, InterruptedException {
    return id.equals(SLACKBOT) || of(id).path("bot").asBoolean();
  }

  /** A user's address; null where Slack knows none. */
  String email(String id) throws IOException, InterruptedException {
    return of(id).path("email").textValue();
  }

  private JsonNode of(String id) throws IOException, InterruptedException {
    JsonNode user = known.get(id);
    boolean mayLack = user != null && withEmails && !user.has("email");
    Instant oldest = polling.now().minus(mayLack ? FRESH_WITHOUT_EMAIL : FRESH);
    if (user != null && user.path("asked").asLong() >= oldest.getEpochSecond()) {
      return user;
    }
    ObjectNode asked = asked(id);
    asked.put("asked", polling.now().getEpochSecond());
    known.set(id, asked);
    isChanged = true;
    return asked;
  }

  private ObjectNode asked(String id) throws IOException, InterruptedException {
    ObjectNode user = JsonRecords.MAPPER.createObjectNode();
    try {
      SlackApi.Said said = api.call("users.info", Map.of("user", id), "users:read");
      JsonNode told = said.body().path("user");
      user.put("bot", told.path("is_bot").asBoolean() || told.path("is_app_user").asBoolean());
      String email = told.path("profile").path("email").textValue();
      if (email != null && !email.isEmpty()) {
        user.put("email", email);
      } else if (withEmails && lacksScope(said.scopes())) {
        throw new SlackApi.RefusedException(
            "missing_scope",
            "%s: the token lacks the scope %s, so that Slack gives no e-mail addresses; add it to the app and install it again, or set emails: false"
                .formatted(polling.subject(), EMAIL_SCOPE));
      }
    } catch (SlackApi.RefusedException refused) {
      boolean isUnknown =
          refused.error().equals("user_not_found") || refused.error().equals("user_not_visible");
      if (!isUnknown) {
        throw refused;
      }
    }
    return user;
  }

  private static boolean lacksScope(String scopes) {
    return scopes != null
        && Arrays.stream(scopes.split(",", -1)).map(String::strip).noneMatch(EMAIL_SCOPE::equals);
  }

  /** Keeps what was asked for the next poll. */
  void keep() throws IOException {
    if (isChanged) {
      polling.keepAside(ASIDE, known);
      isChanged = false;
    }
  }
}
