package dev.nightwarden.ship;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.SlackErrors;
import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.http.WebRequest;
import java.io.IOException;
import java.net.URI;

/** Posts to Slack in one run, at the pace that Slack allows. */
final class SlackSender implements ThreadNotifier, CappedNotifier {
  /** Far from 50 blocks and 40,000 characters, whatever the reasons are. */
  static final int EVENTS_PER_MESSAGE = 10;

  /** Slack takes about one message a second for a channel. */
  private static final int PER_MINUTE = 55;

  private static final int MAX_SHOWN = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private final Slack settings;
  private final WebClient client;
  private final URI target;
  private final Link link;

  /** The times and the pace for Slack. */
  static final WebLimits LIMITS = WebLimits.DEFAULT.withMaxBytes(1 << 20).withPerMinute(PER_MINUTE);

  SlackSender(Slack settings, Waiting waiting, WebLimits limits) {
    this.settings = settings;
    this.link = new Link(settings.link());
    this.target =
        WebAddress.of("url", settings.url().replaceFirst("/+$", "") + "/chat.postMessage");
    this.client =
        WebClient.of("Slack")
            .limits(limits)
            .passing(SlackErrors::passing)
            .allowPrivate(true)
            .waiting(waiting)
            .build();
  }

  @Override
  public int eventsPerMessage() {
    return EVENTS_PER_MESSAGE;
  }

  @Override
  public int maxMessages() {
    return settings.maxMessages();
  }

  @Override
  public String start(Digest digest) throws IOException, InterruptedException {
    return post(EventWords.title(digest), SlackBlocks.first(digest, link), null);
  }

  @Override
  public void goOn(String thread, Digest digest) throws IOException, InterruptedException {
    post(EventWords.title(digest), SlackBlocks.further(digest), thread);
  }

  @Override
  public void send(Digest digest) throws IOException, InterruptedException {
    start(digest);
  }

  @Override
  public void send(Rest rest) throws IOException, InterruptedException {
    post(EventWords.title(rest), SlackBlocks.rest(rest, link), null);
  }

  /** Posts a message; gives its time stamp, by which Slack knows it. */
  private String post(String title, ArrayNode blocks, String thread)
      throws IOException, InterruptedException {
    ObjectNode message = JSON.createObjectNode();
    message.put("channel", settings.channel());
    message.put("text", SlackBlocks.plain(title));
    message.set("blocks", blocks);
    message.put("unfurl_links", false);
    message.put("unfurl_media", false);
    message.put("link_names", false);
    if (thread != null) {
      message.put("thread_ts", thread);
    }
    WebRequest request =
        WebRequest.post(target, "application/json; charset=utf-8", JSON.writeValueAsString(message))
            .credential("Authorization", "Bearer " + settings.token())
            .repeatableAfterFailure();
    JsonNode answer = answer(client.send(request));
    if (!answer.path("ok").asBoolean()) {
      throw new IOException(sentence(answer.path("error").asText(""), answer));
    }
    return answer.path("ts").asText();
  }

  private JsonNode answer(WebAnswer answer) throws IOException {
    JsonNode json = null;
    try {
      json = JSON.readTree(answer.bytes());
    } catch (JsonProcessingException e) {
      // Said below.
    }
    if (json == null || !json.path("ok").isBoolean()) {
      throw new IOException(
          "Slack: %s answers with status %d and no JSON of Slack's: is url right?"
              .formatted(WebAddress.shown(target), answer.status()));
    }
    return json;
  }

  /** What is wrong, and what to change. */
  private String sentence(String error, JsonNode answer) {
    String shown = EscapedText.text(error, MAX_SHOWN);
    String channel = EscapedText.text(settings.channel(), MAX_SHOWN);
    return "Slack: "
        + switch (error) {
          case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive" ->
              ("the token is refused (%s): install the app again (api.slack.com/apps, Install App)"
                      + " and set token to its bot token, xoxb-...")
                  .formatted(shown);
          case "missing_scope", "not_allowed_token_type", "no_permission" ->
              ("the token lacks the scope %s (it has %s): add it under OAuth & Permissions, and"
                      + " install the app again")
                  .formatted(
                      EscapedText.text(answer.path("needed").asText("chat:write"), MAX_SHOWN),
                      EscapedText.text(answer.path("provided").asText("others"), MAX_SHOWN));
          case "channel_not_found" ->
              ("there is no channel %s that the app can see: set channel to the ID in the"
                      + " channel's details, and invite the app there (/invite @APP)")
                  .formatted(channel);
          case "not_in_channel" ->
              "the app is not in the channel %s: invite it there (/invite @APP)".formatted(channel);
          case "is_archived" ->
              "the channel %s is archived: unarchive it, or set channel to another"
                  .formatted(channel);
          case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format" ->
              "the message is refused as too long or malformed (%s)".formatted(shown);
          case "restricted_action",
              "restricted_action_read_only_channel",
              "restricted_action_thread_only_channel",
              "restricted_action_non_threadable_channel" ->
              "the app may not post to the channel %s (%s): let an admin of the workspace allow it"
                  .formatted(channel, shown);
          default ->
              "the message was not taken (%s)".formatted(shown.isEmpty() ? "no word" : shown);
        };
  }
}
