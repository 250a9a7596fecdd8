package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.http.WebRequest;
import dev.nightwarden.value.HmacSha256;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;

/** Posts events to a URL in one run. */
final class WebhookSender implements Notifier {
  static final String SIGNATURE = "Nightwarden-Signature";

  /** Code points of a value, so that no event grows beyond what a receiver takes. */
  static final int MAX_VALUE = 4_000;

  /** Of more anomalies than this the others are counted. */
  static final int MAX_ANOMALIES = 100;

  private static final JsonMapper JSON = new JsonMapper();

  private final Webhook settings;
  private final Waiting waiting;
  private final URI target;
  private final WebClient client;

  WebhookSender(Webhook settings, Waiting waiting) {
    this.settings = settings;
    this.waiting = waiting;
    this.target = WebAddress.of("url", settings.url());
    Duration answer = Duration.ofSeconds(settings.timeout());
    WebLimits usual = WebLimits.DEFAULT.withMaxBytes(1 << 20);
    WebLimits limits =
        new WebLimits(
            usual.connect(),
            answer,
            answer.plusSeconds(10),
            null,
            usual.maxBytes(),
            settings.attempts(),
            Duration.ofMinutes(1),
            Duration.ZERO);
    this.client =
        WebClient.of("webhook").limits(limits).allowPrivate(true).waiting(waiting).build();
  }

  @Override
  public void send(Event event) throws IOException, InterruptedException {
    String body = body(event);
    WebRequest request =
        WebRequest.post(target, "application/json; charset=utf-8", body)
            .secretPath()
            .repeatable()
            .header("Idempotency-Key", headerText(event.eventId()));
    if (settings.secret() != null) {
      long seconds = waiting.now().getEpochSecond();
      request =
          request.header(SIGNATURE, "t=%d,v1=%s".formatted(seconds, signed(seconds + "." + body)));
    }
    WebAnswer answer = client.send(request.credentials(settings.headers()));
    if (!answer.isSuccess()) {
      throw new IOException(
          "the webhook answers with status %d: %s"
              .formatted(answer.status(), advice(answer.status())));
    }
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403 -> "is what headers or secret hold right, and still valid?";
      case 404, 405, 410 -> "is url right?";
      case 413 -> "the event is longer than it takes";
      case 400, 415, 422 -> "it takes no JSON, or none like this";
      default -> "it did not take the event";
    };
  }

  /** The event as JSON: its own texts as they are, which JSON escapes, and one for people. */
  static String body(Event event) throws JsonProcessingException {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", "malicious_event");
    json.put("version", 1);
    json.put("event_id", event.eventId());
    json.put("event_time", event.eventTime().toString());
    json.put("event_date", event.eventDate().toString());
    json.put("profile", event.profile());
    json.put("actor", cut(event.actor()));
    json.put("severity", event.severity());
    json.put("score", event.score());
    json.put("transport", event.transport());
    json.put("message_id", cut(event.messageId()));
    json.put("investigation_id", event.investigationId());
    json.put("run_id", event.runId());
    if (event.alert() != null) {
      ObjectNode alert = json.putObject("alert");
      alert.put("alert_id", event.alert().alertId());
      alert.put("risk", event.alert().risk());
      alert.put("points", event.alert().points());
      alert.put("reason", cut(event.alert().reason()));
      event.alert().attack().forEach(alert.putArray("attack")::add);
      alert.put("verdict", EventWords.verdict(event.alert()));
    }
    ArrayNode anomalies = json.putArray("anomalies");
    event.anomalies().stream()
        .limit(MAX_ANOMALIES)
        .forEach(
            anomaly -> {
              ObjectNode one = anomalies.addObject();
              one.put("anomaly_id", anomaly.anomalyId());
              one.put("detector", anomaly.detector());
              one.put("field", cut(anomaly.field()));
              one.put("value", cut(anomaly.value()));
              one.put("score", anomaly.score());
              one.put("severity", anomaly.severity());
              one.put("reason", cut(anomaly.reason()));
              anomaly.attack().forEach(one.putArray("attack")::add);
            });
    json.put("more_anomalies", Math.max(0, event.anomalies().size() - MAX_ANOMALIES));
    json.put(
        "text",
        Defanged.hosts(
            "%s at %s (%s): %s"
                .formatted(
                    EventWords.title(Digest.of(event)),
                    EventWords.time(event),
                    EventWords.strength(event.score(), event.severity()),
                    String.join("; ", EventWords.reasons(event)))));
    json.put("explain", EventWords.explain(event));
    return JSON.writeValueAsString(json);
  }

  private static String cut(String text) {
    if (text == null || text.codePointCount(0, text.length()) <= MAX_VALUE) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_VALUE)) + "...";
  }

  /** An id as it is; one that no header can hold is escaped. */
  private static String headerText(String id) {
    return id.chars().allMatch(c -> c > ' ' && c < 127)
        ? id
        : HexFormat.of().formatHex(id.getBytes(UTF_8));
  }

  private String signed(String text) {
    return new HmacSha256(settings.secret()).hex(text);
  }
}
