package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestCertificate;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.ship.FakeService.Asked;
import dev.nightwarden.ship.FakeService.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What OpenSearch is asked, and what is made of its documented answers; SearchNodeTest has a node.
 */
class SearchTest {
  private static final Reply FOUND = Reply.of(200, "{}");

  private final FakeWaiting waiting = new FakeWaiting();

  @Test
  void makesADocumentInFieldsOfEcs() {
    List<String> names =
        List.of(
            "event_id",
            "message_id",
            "created_at",
            "anomaly_id",
            "field_id",
            "score",
            "profile",
            "actor",
            "detector",
            "field",
            "reason",
            "severity",
            "investigation_id");
    String[] cells = {
      "e1",
      "m1",
      "2026-11-01T10:00:00.500000Z",
      "a1",
      "f1",
      "0.123456789012",
      "logins",
      "ann",
      "mandatory",
      "city",
      "city odd",
      "high",
      null
    };
    JsonNode document = new SearchDocument("host.name").of(names, cells);
    assertEquals(
        "{\"@timestamp\":\"2026-11-01T10:00:00.500000Z\",\"ecs\":{\"version\":\"8.17.0\"},"
            + "\"message\":\"city odd\",\"event\":{\"kind\":\"alert\",\"module\":\"nightwarden\","
            + "\"dataset\":\"nightwarden.malicious_events\",\"id\":\"e1\",\"reason\":\"city odd\","
            + "\"risk_score\":12.3456789012,\"severity\":73},\"rule\":{\"id\":\"f1\","
            + "\"name\":\"city\",\"category\":\"mandatory\",\"ruleset\":\"logins\"},"
            + "\"host\":{\"name\":\"ann\"},\"nightwarden\":{\"event_id\":\"e1\","
            + "\"message_id\":\"m1\",\"created_at\":\"2026-11-01T10:00:00.500000Z\","
            + "\"anomaly_id\":\"a1\",\"field_id\":\"f1\",\"score\":0.123456789012,"
            + "\"profile\":\"logins\",\"actor\":\"ann\",\"detector\":\"mandatory\","
            + "\"field\":\"city\",\"reason\":\"city odd\",\"severity\":\"high\"}}",
        document.toString());
  }

  @Test
  void mapsEveryFieldOfADocument() {
    List<String> names = MaliciousEvents.stored(null, Finding.dates()).names();
    SearchDocument documents = new SearchDocument("user.name");
    String[] cells = new String[names.size()];
    Arrays.fill(cells, "1");
    cells[names.indexOf("severity")] = "low";
    JsonNode fields =
        documents.template("alerts", names, 1).path("template").path("mappings").path("properties");
    assertMapped("", documents.of(names, cells), fields);
  }

  private static void assertMapped(String path, JsonNode document, JsonNode fields) {
    document
        .properties()
        .forEach(
            field -> {
              JsonNode mapped = fields.path(field.getKey());
              assertFalse(mapped.isMissingNode(), path + field.getKey());
              if (field.getValue().isObject()) {
                assertMapped(
                    path + field.getKey() + ".", field.getValue(), mapped.path("properties"));
              } else {
                assertTrue(mapped.path("type").isTextual(), path + field.getKey());
              }
            });
  }

  @Test
  void asksAsAUserOrWithAKey() throws Exception {
    try (FakeService node = FakeService.inTurn(FOUND)) {
      new SearchClient(settings(node.url(), "ann", "p:w", null), waiting).get("/x");
      new SearchClient(settings(node.url() + "/", null, null, "a2V5"), waiting).get("/x");
      assertEquals(
          List.of(
              "Basic " + Base64.getEncoder().encodeToString("ann:p:w".getBytes(UTF_8)),
              "ApiKey a2V5"),
          node.asked().stream().map(asked -> asked.headers().get("authorization")).toList());
      assertEquals(List.of("/x", "/x"), node.asked().stream().map(Asked::path).toList());
    }
  }

  @Test
  void sendsBatchesBoundedByBytes() throws Exception {
    try (FakeService node = FakeService.of(SearchTest::taken)) {
      SearchBulk bulk = bulk(node);
      int documents = 30;
      String half = "x".repeat(SearchBulk.MAX_BATCH / 7);
      for (int i = 0; i < documents; i++) {
        bulk.add("a" + i, document(half));
      }
      bulk.add("huge", document("y".repeat(SearchBulk.MAX_BATCH + 1)));
      IOException wrong = assertThrows(IOException.class, bulk::finish);
      assertTrue(
          wrong.getMessage().contains("holds 0 documents in alerts-1 of 31"), wrong.getMessage());
      // A batch whose answer was lost on its way may come twice.
      List<Asked> batches =
          node.asked().stream()
              .filter(asked -> asked.path().endsWith("/_bulk"))
              .distinct()
              .toList();
      assertEquals(6, batches.size());
      assertTrue(
          batches.subList(0, 5).stream()
              .allMatch(batch -> batch.body().length() <= SearchBulk.MAX_BATCH));
      assertEquals("application/x-ndjson", batches.get(0).headers().get("content-type"));
    }
  }

  @Test
  void sendsAgainOnlyWhatANodeWasTooBusyFor() throws Exception {
    List<String> bodies = new ArrayList<>();
    Function<Asked, Reply> busyOnce =
        asked -> {
          if (!asked.path().endsWith("/_bulk")) {
            return Reply.of(200, "{\"count\":3}");
          }
          bodies.add(asked.body());
          return bodies.size() == 1
              ? items("201", "429 es_rejected_execution_exception", "201")
              : items("201");
        };
    try (FakeService node = FakeService.of(busyOnce)) {
      SearchBulk bulk = bulk(node);
      for (String id : List.of("a", "b", "c")) {
        bulk.add(id, document(id));
      }
      bulk.finish();
      assertEquals(2, bodies.size());
      assertEquals("{\"index\":{\"_id\":\"b\"}}\n{\"text\":\"b\"}\n", bodies.get(1));
      assertEquals(List.of(Duration.ofSeconds(2)), waiting.pauses());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 mapper_parsing_exception|refuses the document b (status 400, mapper_parsing_exception:"
            + " why): does a template of yours give the index other fields?",
        "429 cluster_block_exception|refuses the document b (status 429, cluster_block_exception:"
            + " why): it is read-only",
      })
  void saysWhichDocumentIsRefused(String item, String words) throws Exception {
    Function<Asked, Reply> answers = asked -> items("201", item);
    try (FakeService node = FakeService.of(answers)) {
      SearchBulk bulk = bulk(node);
      bulk.add("a", document("a"));
      bulk.add("b", document("b"));
      IOException error = assertThrows(IOException.class, bulk::finish);
      assertTrue(error.getMessage().contains(words), error.getMessage());
      assertEquals(1, node.asked().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"error\":\"Unauthorized\"}|refuses user and password, or api_key",
        "403|{\"error\":{\"type\":\"security_exception\",\"reason\":\"no permissions for [x]\"}}"
            + "|does not allow this (security_exception: no permissions for [x])",
        "403|{\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"blocked\"}}"
            + "|is read-only (cluster_block_exception: blocked)",
        "413||takes no request of this length",
        "400|{\"error\":{\"type\":\"validation_exception\",\"reason\":\"maximum shards open\"}}"
            + "|answers with status 400: validation_exception: maximum shards open",
        "200|<html>Log in</html>|no JSON of OpenSearch's: is url right?",
        "200|{\"acknow|no JSON of OpenSearch's: is url right?",
      })
  void saysWhatToChange(int status, String body, String words) throws Exception {
    try (FakeService node = FakeService.inTurn(Reply.of(status, body == null ? "" : body))) {
      SearchClient client = new SearchClient(settings(node.url(), "ann", "hidden", null), waiting);
      ObjectNode nothing = JsonNodeFactory.instance.objectNode();
      IOException error = assertThrows(IOException.class, () -> client.put("/x", nothing));
      assertTrue(error.getMessage().contains(words), error.getMessage());
      assertFalse(error.getMessage().contains("hidden"), error.getMessage());
    }
  }

  @Test
  void asksAgainAfter500AndGivesUpWhereNobodyListens() throws Exception {
    String url;
    try (FakeService node = FakeService.inTurn(Reply.of(500, "oops"), FOUND)) {
      url = node.url();
      assertEquals(
          "{}", new SearchClient(settings(url, null, null, null), waiting).get("/x").toString());
    }
    SearchClient client = new SearchClient(settings(url, null, null, null), waiting);
    IOException error = assertThrows(IOException.class, () -> client.get("/x"));
    assertTrue(error.getMessage().contains("no connection"), error.getMessage());
  }

  @Test
  void waitsNoLongerThanItMay() throws Exception {
    try (FakeService node = FakeService.inTurn(Reply.of(0, ""))) {
      SearchClient client = new SearchClient(settings(node.url(), null, null, null), waiting);
      ObjectNode nothing = JsonNodeFactory.instance.objectNode();
      IOException error = assertThrows(IOException.class, () -> client.post("/_aliases", nothing));
      assertTrue(error.getMessage().contains("no answer within 1 second"), error.getMessage());
      assertEquals(1, node.asked().size());
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    try (FakeService node = FakeService.secure(TestCertificate.context(), asked -> FOUND)) {
      SearchClient client = new SearchClient(settings(node.url(), "ann", "hidden", null), waiting);
      IOException error = assertThrows(IOException.class, () -> client.get("/x"));
      assertTrue(error.getMessage().contains("fails at TLS"), error.getMessage());
      assertEquals(List.of(), node.asked());
    }
  }

  @Test
  void findsNothingWhereThereIsNothing() throws Exception {
    try (FakeService node = FakeService.inTurn(Reply.of(404, "{\"error\":{},\"status\":404}"))) {
      assertNull(new SearchClient(settings(node.url(), null, null, null), waiting).get("/x"));
    }
  }

  @Test
  void refusesWhatCannotBe() {
    refused(
        "url is http://es.example:9200, which everybody on the way can read and change; write https",
        settings("http://es.example:9200", null, null, null));
    refused(
        "password is missing: give both user and password",
        settings("https://es.example", "ann", null, null));
    refused(
        "api_key cannot stand beside user: give one of the two",
        settings("https://es.example", "ann", "x", "y"));
    refused(
        "index is Alerts*; allowed: lower case, digits, '.', '_', '-'",
        new OpenSearch("https://es.example", "Alerts*", null, null, null, "user.name", 1));
    refused(
        "actor_field is event.id; allowed: a field of ECS such as host.name",
        new OpenSearch("https://es.example", "alerts", null, null, null, "event.id", 1));
  }

  private static void refused(String message, OpenSearch settings) {
    assertEquals(
        message,
        assertThrows(IllegalKeyException.class, () -> Keys.checked(settings)).getMessage());
  }

  private SearchBulk bulk(FakeService node) {
    return new SearchBulk(
        new SearchClient(settings(node.url(), null, null, null), waiting), "alerts-1");
  }

  private static OpenSearch settings(String url, String user, String password, String apiKey) {
    return new OpenSearch(url, "alerts", user, password, apiKey, "user.name", 1);
  }

  private static ObjectNode document(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text);
  }

  /** Takes every document. */
  private static Reply taken(Asked asked) {
    if (!asked.path().endsWith("/_bulk")) {
      return FOUND;
    }
    String[] items = new String[(int) (asked.body().lines().count() / 2)];
    Arrays.fill(items, "201");
    return items(items);
  }

  /** What a bulk of so many documents is answered with: a status, and the type of an error. */
  private static Reply items(String... items) {
    ObjectNode answer = new JsonMapper().createObjectNode();
    for (String item : items) {
      String[] parts = item.split(" ", -1);
      ObjectNode one = answer.withArrayProperty("items").addObject().putObject("index");
      one.put("status", Integer.parseInt(parts[0]));
      if (parts.length > 1) {
        one.putObject("error").put("type", parts[1]).put("reason", "why");
      }
    }
    return Reply.of(200, answer.toString());
  }
}
