package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestCertificate;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.ship.FakeService.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Slack's documented answers. */
class SlackTest {
  private static final String TOKEN = "xoxb-0-secret";
  private static final Reply OK =
      Reply.of(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}");

  private final FakeWaiting waiting = new FakeWaiting();

  @Test
  void postsAnActorsDateWithReasonsAndTheCommandThatExplainsIt() throws Exception {
    try (FakeService slack = FakeService.inTurn(OK)) {
      assertEquals("1503435956.000247", sender(slack).start(Told.digest("ann", 2)));
      FakeService.Asked asked = slack.asked().get(0);
      assertEquals("POST /chat.postMessage", asked.method() + " " + asked.path());
      assertEquals("Bearer " + TOKEN, asked.headers().get("authorization"));
      assertEquals("application/json; charset=utf-8", asked.headers().get("content-type"));
      JsonNode message = json(asked.body());
      assertEquals("C1", message.path("channel").asText());
      assertFalse(message.path("unfurl_links").asBoolean(true));
      assertFalse(message.has("thread_ts"));
      assertEquals("`2 malicious events of ann on 2026-11-01`", message.path("text").asText());
      List<String> texts = texts(message);
      assertEquals(
          "*2 malicious events* of `ann` on 2026-11-01, between 10:00:00 and 10:00:01 UTC\n"
              + "score 1.000, severity high",
          texts.get(0));
      assertEquals(
          "*10:00:00 UTC* `logins` (score 1.000, severity high)\n"
              + "\u2022 `city \"Lima\" never seen for ann in 412 earlier messages`",
          texts.get(1));
      assertEquals(
          "`scripts/nightwarden explain --event e-ann-0 --date 2026-11-01`",
          texts.get(texts.size() - 1));
    }
  }

  @Test
  void linksToWhereTheConfigSaysThatNobodyElseCanChange() throws Exception {
    String link = "https://r.example/report-{date}.html?a=b&who={actor}#{event_id}";
    try (FakeService slack = FakeService.inTurn(OK)) {
      Event event = Told.event("e>1", "2026-11-01T10:00:00Z", "<!here>|ann & co", "odd");
      SlackSender sender = sender(slack, SlackSender.LIMITS, link);
      sender.send(event);
      sender.send(Told.rest(2));
      List<String> texts = texts(json(slack.asked().get(0).body()));
      assertEquals(
          "<https://r.example/report-2026-11-01.html?a=b&amp;who=%3C%21here%3E%7Cann%20%26%20co#e%3E1|look"
              + " closer> `scripts/nightwarden explain --event e&gt;1 --date 2026-11-01`",
          texts.get(texts.size() - 1));
      assertTrue(
          texts(json(slack.asked().get(1).body()))
              .get(1)
              .contains(
                  "<https://r.example/report-2026-11-01.html?a=b&amp;who=user0#e-user0-0|look"
                      + " closer> `scripts/"));

      sender.send(Told.event("e", "2026-11-01T10:00:00Z", "\ud83d".repeat(900), "odd"));
      texts = texts(json(slack.asked().get(2).body()));
      assertTrue(texts.get(texts.size() - 1).startsWith("`scripts/"), "a link that is too long");
    }
    for (String none :
        List.of("r.example/{date}", "javascript:alert(1)", "https://r.example/<a>")) {
      refused(
          "link is no address of a page, such as https://reports.example.com/report-{date}.html",
          new Slack("xoxb-1", "C1", 20, none, "https://s.example"));
    }
    refused(
        "link names {user}, which no event has; allowed: [actor, date, event_id]",
        new Slack("xoxb-1", "C1", 20, "https://r.example/{user}", "https://s.example"));
  }

  @Test
  void goesOnInTheThreadOfTheFirstMessage() throws Exception {
    try (FakeService slack = FakeService.inTurn(OK)) {
      SlackSender sender = sender(slack);
      Messages messages =
          new Messages(Told.events("ann", 25).iterator(), event -> true, Messages.Form.of(sender));
      Voice voice = new Voice(sender);
      while (messages.hasNext()) {
        voice.send(messages.next());
      }
      List<JsonNode> posted = slack.asked().stream().map(asked -> json(asked.body())).toList();
      assertEquals(
          List.of("", "1503435956.000247", "1503435956.000247"),
          posted.stream().map(one -> one.path("thread_ts").asText()).toList());
      assertTrue(texts(posted.get(0)).contains("and 15 more, in the thread"));
      // A message a second is what Slack takes.
      assertTrue(waiting.pauses().stream().allMatch(p -> p.compareTo(Duration.ofSeconds(1)) > 0));
      assertEquals(2, waiting.pauses().size());
    }
  }

  @Test
  void postsOneMessageOfWhatIsBeyondTheCap() throws Exception {
    try (FakeService slack = FakeService.inTurn(OK)) {
      sender(slack).send(Told.rest(30));
      List<String> texts = texts(json(slack.asked().get(0).body()));
      assertEquals(
          "*90 more malicious events of 30 other actors*, not shown one by one", texts.get(0));
      assertEquals(
          "`user0` on 2026-11-01: 3 malicious events, score 1.000, severity high\n"
              + "`scripts/nightwarden explain --event e-user0-0 --date 2026-11-01`",
          texts.get(1));
      assertEquals("and 10 more", texts.get(texts.size() - 1));
    }
  }

  @Test
  void letsNoTextOfTheLogsMentionLinkOrFormat() throws Exception {
    try (FakeService slack = FakeService.inTurn(OK)) {
      Event event = Told.event("e", "2026-11-01T10:00:00Z", Told.HOSTILE, Told.HOSTILE);
      sender(slack).send(event);
      JsonNode message = json(slack.asked().get(0).body());
      for (String text : texts(message)) {
        assertFalse(text.contains("<"), text);
        assertFalse(text.contains("://"), text);
        assertFalse(text.contains("www."), text);
        assertFalse(text.contains("\u202E"), text);
        assertEquals(0, text.chars().filter(c -> c == '`').count() % 2, text);
        // Stars, underscores and tildes of the logs stand in code, where they format nothing.
        String outside = text.replaceAll("`[^`\n]*`", "");
        assertFalse(outside.matches("(?s).*([_~]|\\*b\\*).*"), outside);
      }
      assertTrue(texts(message).get(0).contains("&lt;!channel&gt;"));
      for (JsonNode block : message.path("blocks")) {
        JsonNode text = block.has("text") ? block.path("text") : block.path("elements").path(0);
        assertTrue(text.path("verbatim").asBoolean());
      }
    }
  }

  @Test
  void keepsWithinSlacksLimitsWhateverTheTextsAre() throws Exception {
    try (FakeService slack = FakeService.inTurn(OK)) {
      SlackSender sender = sender(slack);
      for (String filling : List.of("&", "\ud83d\ude00", "x", "`", "\n")) {
        List<String> reasons = Collections.nCopies(40, filling.repeat(100_000));
        List<Event> events =
            Collections.nCopies(
                SlackSender.EVENTS_PER_MESSAGE,
                Told.event(
                    "e".repeat(999), "2026-11-01T10:00:00Z", filling.repeat(9_999), reasons));
        sender.start(new Digest(filling.repeat(9_999), LocalDate.parse("2026-11-01"), events, 5));
      }
      sender.send(Told.rest(500));
      for (FakeService.Asked asked : slack.asked()) {
        JsonNode message = json(asked.body());
        assertTrue(message.path("blocks").size() <= SlackBlocks.MAX_BLOCKS);
        List<String> texts = texts(message);
        assertTrue(texts.stream().allMatch(text -> text.length() <= SlackBlocks.MAX_SECTION));
        assertTrue(message.path("text").asText().length() <= 40_000);
        assertTrue(texts.stream().mapToInt(String::length).sum() <= 40_000);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ok\":false,\"error\":\"token_revoked\"}|the token is refused (token_revoked)",
        "{\"ok\":false,\"error\":\"token_expired\"}|the token is refused (token_expired)",
        "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\",\"provided\":\"users:read\"}"
            + "|the token lacks the scope chat:write (it has users:read)",
        "{\"ok\":false,\"error\":\"channel_not_found\"}|there is no channel C1 that the app can see",
        "{\"ok\":false,\"error\":\"not_in_channel\"}|the app is not in the channel C1: invite it",
        "{\"ok\":false,\"error\":\"is_archived\"}|the channel C1 is archived: unarchive it",
        "{\"ok\":false,\"error\":\"msg_too_long\"}|the message is refused as too long",
        "{\"ok\":false,\"error\":\"restricted_action\"}|the app may not post to the channel C1",
        "{\"ok\":false,\"error\":\"odd\\nnews\"}|the message was not taken (odd\\nnews)",
        "<html>Sign in</html>|no JSON of Slack's: is url right?",
        "[]|no JSON of Slack's: is url right?",
        "{\"ok\":tr|no JSON of Slack's: is url right?",
      })
  void saysWhatToChange(String body, String words) throws Exception {
    try (FakeService slack = FakeService.inTurn(Reply.of(200, body))) {
      SlackSender sender = sender(slack);
      IOException error =
          assertThrows(IOException.class, () -> sender.start(Told.digest("ann", 1)));
      assertTrue(error.getMessage().startsWith("Slack: "), error.getMessage());
      assertTrue(error.getMessage().contains(words), error.getMessage());
      assertFalse(error.getMessage().contains(TOKEN), error.getMessage());
      assertEquals(1, slack.asked().size());
    }
  }

  @Test
  void waitsAsLongAsItIsAskedTo() throws Exception {
    Reply busy =
        new Reply(429, "{\"ok\":false,\"error\":\"ratelimited\"}", Map.of("Retry-After", "7"));
    try (FakeService slack = FakeService.inTurn(busy, OK)) {
      sender(slack).start(Told.digest("ann", 1));
      assertEquals(2, slack.asked().size());
      assertTrue(
          waiting.pauses().stream().anyMatch(p -> p.compareTo(Duration.ofSeconds(7)) >= 0),
          waiting.pauses().toString());
    }
  }

  @Test
  void postsAgainAfterAFailureThatSlackTells() throws Exception {
    for (Reply failure :
        List.of(
            Reply.of(500, "oops"), Reply.of(200, "{\"ok\":false,\"error\":\"internal_error\"}"))) {
      try (FakeService slack = FakeService.inTurn(failure, OK)) {
        assertEquals("1503435956.000247", sender(slack).start(Told.digest("ann", 1)));
        assertEquals(2, slack.asked().size());
      }
    }
  }

  @Test
  void givesUpAfterSomeFailures() throws Exception {
    try (FakeService slack = FakeService.inTurn(Reply.of(503, ""))) {
      SlackSender sender = sender(slack);
      IOException error =
          assertThrows(IOException.class, () -> sender.start(Told.digest("ann", 1)));
      assertTrue(
          error.getMessage().endsWith("answers with status 503 after 5 attempts; try again later"),
          error.getMessage());
      assertEquals(5, slack.asked().size());
    }
  }

  @Test
  void doesNotPostAgainWhatMayBePostedAlready() throws Exception {
    try (FakeService slack = FakeService.inTurn(Reply.of(0, ""))) {
      Duration second = Duration.ofSeconds(1);
      SlackSender sender =
          sender(slack, SlackSender.LIMITS.withTimes(second, second, second.multipliedBy(2)));
      IOException error =
          assertThrows(IOException.class, () -> sender.start(Told.digest("ann", 1)));
      assertTrue(error.getMessage().contains("no answer within 1 second"), error.getMessage());
      assertEquals(1, slack.asked().size());
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    try (FakeService slack = FakeService.secure(TestCertificate.context(), asked -> OK)) {
      SlackSender sender = sender(slack);
      IOException error =
          assertThrows(IOException.class, () -> sender.start(Told.digest("ann", 1)));
      assertTrue(error.getMessage().contains("fails at TLS"), error.getMessage());
      assertEquals(List.of(), slack.asked());
    }
  }

  @Test
  void showsNoSecret() {
    assertEquals(
        "slack channel C1", new Slack(TOKEN, "C1", 2, null, "https://s.example").toString());
  }

  @Test
  void refusesWhatCannotBe() {
    refused(
        "channel is not an ID or a #name",
        new Slack("xoxb-1", "a b", 20, null, "https://s.example"));
    refused(
        "token is not a token, such as xoxb-...",
        new Slack(" ", "C1", 20, null, "https://s.example"));
    refused(
        "url is http://s.example, which everybody on the way can read and change; write https",
        new Slack("xoxb-1", "C1", 20, null, "http://s.example"));
  }

  private static void refused(String message, Slack slack) {
    assertEquals(
        message, assertThrows(IllegalKeyException.class, () -> Keys.checked(slack)).getMessage());
  }

  private SlackSender sender(FakeService service) {
    return sender(service, SlackSender.LIMITS);
  }

  private SlackSender sender(FakeService service, WebLimits limits) {
    return sender(service, limits, null);
  }

  private SlackSender sender(FakeService service, WebLimits limits, String link) {
    return new SlackSender(new Slack(TOKEN, "C1", 2, link, service.url()), waiting, limits);
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> texts(JsonNode message) {
    return message.findParents("verbatim").stream()
        .map(node -> node.path("text").asText())
        .toList();
  }
}
