package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestCertificate;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.ship.FakeService.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTest {
  private static final String SECRET = "a secret of 16 and more";
  private static final Reply OK = Reply.of(204, "");
  private static final Event EVENT =
      Told.event("e1", "2026-11-01T10:00:00.5Z", "ann", "city \"Lima\" never seen for ann");

  private final FakeWaiting waiting = new FakeWaiting();

  @Test
  void postsAnEventAsJsonThatIsSigned() throws Exception {
    try (FakeService hook = FakeService.inTurn(OK)) {
      sender(hook, 5).send(EVENT);
      FakeService.Asked asked = hook.asked().get(0);
      assertEquals("POST /hook/T0/secret", asked.method() + " " + asked.path());
      assertEquals("e1", asked.headers().get("idempotency-key"));
      assertEquals("Bearer token-1", asked.headers().get("authorization"));
      String seconds = String.valueOf(FakeWaiting.START.getEpochSecond());
      assertEquals(
          "t=%s,v1=%s".formatted(seconds, hmac(seconds + "." + asked.body())),
          asked.headers().get("nightwarden-signature"));
      JsonNode json = new JsonMapper().readTree(asked.body());
      assertEquals("malicious_event", json.path("type").asText());
      assertEquals("e1", json.path("event_id").asText());
      assertEquals("2026-11-01T10:00:00.500Z", json.path("event_time").asText());
      assertEquals("ann", json.path("actor").asText());
      assertEquals("a-e1-0", json.path("anomalies").path(0).path("anomaly_id").asText());
      assertEquals(
          "1 malicious event of ann on 2026-11-01 at 10:00:00 UTC (score 1.000, severity high):"
              + " city \"Lima\" never seen for ann",
          json.path("text").asText());
      assertEquals(
          "scripts/nightwarden explain --event e1 --date 2026-11-01",
          json.path("explain").asText());
    }
  }

  @Test
  void sendsTheSameKeyAndBodyAgain() throws Exception {
    try (FakeService hook = FakeService.inTurn(Reply.of(500, ""), Reply.of(502, ""), OK)) {
      sender(hook, 5).send(EVENT);
      List<FakeService.Asked> asked = hook.asked();
      assertEquals(3, asked.size());
      assertEquals(asked.get(0).body(), asked.get(2).body());
      assertEquals("e1", asked.get(2).headers().get("idempotency-key"));
      assertEquals(2, waiting.pauses().size());
      // The pauses grow, and are no round number of seconds.
      assertTrue(waiting.pauses().get(0).compareTo(Duration.ofSeconds(1)) <= 0);
    }
  }

  @Test
  void waitsAsLongAsItIsAskedTo() throws Exception {
    Reply busy = new Reply(429, "", Map.of("Retry-After", "9"));
    try (FakeService hook = FakeService.inTurn(busy, OK)) {
      sender(hook, 5).send(EVENT);
      assertTrue(waiting.pauses().get(0).compareTo(Duration.ofSeconds(9)) >= 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, 'is what headers or secret hold right, and still valid?'",
    "404, is url right?",
    "413, the event is longer than it takes",
    "422, 'it takes no JSON, or none like this'",
    "451, it did not take the event",
  })
  void saysWhatToChange(int status, String words) throws Exception {
    try (FakeService hook = FakeService.inTurn(Reply.of(status, "<html>no</html>"))) {
      WebhookSender sender = sender(hook, 5);
      IOException error = assertThrows(IOException.class, () -> sender.send(EVENT));
      assertEquals(
          "the webhook answers with status %d: %s".formatted(status, words), error.getMessage());
      assertEquals(1, hook.asked().size());
    }
  }

  @Test
  void givesUpWhereNoAnswerComesAndTellsNothingSecret() throws Exception {
    try (FakeService hook = FakeService.inTurn(Reply.of(0, ""))) {
      WebhookSender sender = sender(hook, 1);
      IOException error = assertThrows(IOException.class, () -> sender.send(EVENT));
      assertTrue(error.getMessage().contains("no answer within 1 second"), error.getMessage());
      for (String secret : List.of(SECRET, "secret", "token-1", "/hook")) {
        assertFalse(error.getMessage().contains(secret), error.getMessage());
      }
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    try (FakeService hook = FakeService.secure(TestCertificate.context(), asked -> OK)) {
      WebhookSender sender = sender(hook, 1);
      IOException error = assertThrows(IOException.class, () -> sender.send(EVENT));
      assertTrue(error.getMessage().contains("fails at TLS"), error.getMessage());
      assertTrue(error.getMessage().contains("trustStore"), error.getMessage());
      assertEquals(List.of(), hook.asked());
    }
  }

  @Test
  void keepsAnEventShortWhateverTheTextsAre() throws Exception {
    String huge = "\ud83d\ude00".repeat(500_000);
    Event event = Told.event("e", "2026-11-01T10:00:00Z", huge, Collections.nCopies(1_000, huge));
    String body = WebhookSender.body(event);
    assertTrue(body.length() < 1_000_000, "length " + body.length());
    JsonNode json = new JsonMapper().readTree(body);
    assertEquals(900, json.path("more_anomalies").asInt());
  }

  @Test
  void givesTheTextsAsTheyAreAndOneWithoutLinks() throws Exception {
    Event event = Told.event("e", "2026-11-01T10:00:00Z", Told.HOSTILE, Told.HOSTILE);
    JsonNode json = new JsonMapper().readTree(WebhookSender.body(event));
    assertEquals(Told.HOSTILE, json.path("actor").asText());
    assertFalse(json.path("text").asText().contains("://"));
    assertFalse(json.path("text").asText().contains("\n"));
  }

  @Test
  void refusesWhatCannotBe() {
    refused(
        "url is http://a.example, which everybody on the way can read and change; write https",
        new Webhook("http://a.example/x", null, Map.of(), 5, 30));
    refused(
        "secret is shorter than 16 characters",
        new Webhook("https://a.example/x", "short", Map.of(), 5, 30));
    refused(
        "headers cannot set this header: Idempotency-Key",
        new Webhook("https://a.example/x", null, Map.of("Idempotency-Key", "1"), 5, 30));
    refused(
        "headers.X holds what no header can",
        new Webhook("https://a.example/x", null, Map.of("X", "a\r\nY: b"), 5, 30));
  }

  private static void refused(String message, Webhook webhook) {
    assertEquals(
        message, assertThrows(IllegalKeyException.class, () -> Keys.checked(webhook)).getMessage());
  }

  private WebhookSender sender(FakeService service, int attempts) {
    return new WebhookSender(
        new Webhook(
            service.url() + "/hook/T0/secret",
            SECRET,
            Map.of("Authorization", "Bearer token-1"),
            attempts,
            1),
        waiting);
  }

  private static String hmac(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
  }
}
