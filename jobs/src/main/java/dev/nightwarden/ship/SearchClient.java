package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.http.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;

/** Asks OpenSearch or Elasticsearch, and says what is wrong in words that tell what to change. */
final class SearchClient {
  private static final int MAX_SHOWN = 500;
  private static final JsonMapper JSON = new JsonMapper();

  private final OpenSearch settings;
  private final WebClient client;
  private final String base;
  private final Waiting waiting;

  SearchClient(OpenSearch settings, Waiting waiting) {
    this.settings = settings;
    this.waiting = waiting;
    this.base = WebAddress.of("url", settings.url()).toString().replaceFirst("/+$", "");
    Duration answer = Duration.ofSeconds(settings.timeout());
    this.client =
        WebClient.of("OpenSearch")
            .limits(
                WebLimits.DEFAULT.withTimes(
                    WebLimits.DEFAULT.connect(), answer, answer.plusSeconds(30)))
            .allowPrivate(true)
            .waiting(waiting)
            .build();
  }

  Waiting waiting() {
    return waiting;
  }

  /** What is at a path; null where there is nothing. */
  JsonNode get(String path) throws IOException, InterruptedException {
    WebAnswer answer = send(WebRequest.get(at(path)));
    return answer.status() == 404 ? null : json(answer);
  }

  /** Puts a document; it may be done again. */
  JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
    return json(send(WebRequest.put(at(path), "application/json", body.toString())));
  }

  /** Posts a document, once. */
  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return json(send(WebRequest.post(at(path), "application/json", body.toString())));
  }

  /** Posts what has the same effect when it is posted again. */
  JsonNode postAgain(String path, String type, String body)
      throws IOException, InterruptedException {
    return json(send(WebRequest.post(at(path), type, body).repeatable()));
  }

  private WebAnswer send(WebRequest request) throws IOException, InterruptedException {
    WebRequest asked = request.header("Accept", "application/json");
    if (settings.apiKey() != null) {
      asked = asked.credential("Authorization", "ApiKey " + settings.apiKey());
    } else if (settings.user() != null) {
      String pair = settings.user() + ":" + settings.password();
      asked =
          asked.credential(
              "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }
    return client.send(asked);
  }

  private URI at(String path) {
    return URI.create(base + path);
  }

  private JsonNode json(WebAnswer answer) throws IOException {
    JsonNode json = null;
    try {
      json = JSON.readTree(answer.bytes());
    } catch (JsonProcessingException e) {
      // Said below.
    }
    if (answer.isSuccess() && json != null && json.isObject()) {
      return json;
    }
    String said = json == null ? "" : words(json.path("error"));
    throw new IOException("OpenSearch at %s %s".formatted(shown(), sentence(answer, said)));
  }

  private static String sentence(WebAnswer answer, String said) {
    if (said.contains("cluster_block_exception")) {
      return ("is read-only (%s): when there is space on its disks again, or whoever blocked it"
              + " agrees, remove the block")
          .formatted(said);
    }
    return switch (answer.status()) {
      case 401 -> "refuses user and password, or api_key: are they right, and still valid?";
      case 403 -> "does not allow this (%s): give the user the rights of the guide".formatted(said);
      case 413 -> "takes no request of this length: raise http.max_content_length there";
      default ->
          answer.isSuccess() || said.isEmpty()
              ? "answers with status %d and no JSON of OpenSearch's: is url right?"
                  .formatted(answer.status())
              : "answers with status %d: %s".formatted(answer.status(), said);
    };
  }

  /** Type and reason of an error, with that of its cause. */
  static String words(JsonNode error) {
    if (error.isTextual()) {
      return EscapedText.text(error.asText(), MAX_SHOWN);
    }
    if (!error.isObject()) {
      return "";
    }
    String words = error.path("type").asText() + ": " + error.path("reason").asText();
    JsonNode cause = error.path("caused_by");
    if (cause.isObject()) {
      words += ": " + cause.path("reason").asText();
    }
    return EscapedText.text(words, MAX_SHOWN);
  }

  /** The address, for messages. */
  String shown() {
    return WebAddress.shown(URI.create(base));
  }
}
