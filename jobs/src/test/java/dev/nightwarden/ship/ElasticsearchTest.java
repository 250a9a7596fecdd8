package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.ship.FakeService.Asked;
import dev.nightwarden.ship.FakeService.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What Elasticsearch 8 is asked, against its reference: no node of it can be run here. It answers
 * as that says, and refuses what that does not have: bodies of another type (406), keys that are
 * not in the template API, types of fields and of documents that are not there any more.
 */
class ElasticsearchTest {
  private static final Set<String> TEMPLATE =
      Set.of(
          "allow_auto_create",
          "composed_of",
          "data_stream",
          "_meta",
          "ignore_missing_component_templates",
          "index_patterns",
          "priority",
          "template",
          "version");
  private static final Set<String> FIELDS =
      Set.of("date", "text", "keyword", "float", "long", "double");
  private static final Map<String, String> ITS_OWN = Map.of("X-elastic-product", "Elasticsearch");

  private final Map<String, JsonNode> indices = new TreeMap<>();
  private final Map<String, Integer> documents = new TreeMap<>();
  private final Set<String> aliased = new TreeSet<>();
  private final List<String> asked = new ArrayList<>();
  private JsonNode template;
  private boolean isRefusing;

  private Reply answer(Asked request) {
    asked.add(request.method() + " " + request.path());
    String type = request.headers().getOrDefault("content-type", "");
    boolean isBulk = request.path().endsWith("/_bulk");
    if (!request.body().isEmpty()
        && !type.equals(isBulk ? "application/x-ndjson" : "application/json")) {
      return reply(
          406, "{\"error\":\"Content-Type header [%s] is not supported\"}".formatted(type));
    }
    if (!request.headers().get("accept").equals("application/json")) {
      return reply(406, "{\"error\":\"Accept\"}");
    }
    try {
      return reply(request);
    } catch (IOException | AssertionError e) {
      return reply(400, "{\"error\":{\"type\":\"test\",\"reason\":\"%s\"}}".formatted(e));
    }
  }

  private static Reply reply(int status, String body) {
    return new Reply(status, body, ITS_OWN);
  }

  private static Reply notFound(String type) {
    return reply(
        404, "{\"error\":{\"root_cause\":[],\"type\":\"%s\"},\"status\":404}".formatted(type));
  }

  private Reply reply(Asked request) throws IOException {
    JsonMapper json = new JsonMapper();
    String path = request.path();
    String first = path.split("/", -1)[1];
    switch (request.method() + " " + path.replace(first, "X")) {
      case "GET /X/_mapping" -> {
        Map<String, JsonNode> found = new TreeMap<>(indices);
        found
            .keySet()
            .removeIf(
                index ->
                    first.endsWith("*")
                        ? !index.startsWith(first.replace("*", ""))
                        : !aliased.contains(index));
        return found.isEmpty() && !first.endsWith("*")
            ? notFound("index_not_found_exception")
            : reply(200, json.writeValueAsString(found));
      }
      case "GET /X/alerts" -> {
        return template == null
            ? notFound("resource_not_found_exception")
            : reply(
                200,
                "{\"index_templates\":[{\"name\":\"alerts\",\"index_template\":%s}]}"
                    .formatted(template));
      }
      case "PUT /X/alerts" -> {
        template = json.readTree(request.body());
        assertKeys(template, TEMPLATE);
        assertKeys(template.path("template"), Set.of("aliases", "mappings", "settings"));
        JsonNode mappings = template.path("template").path("mappings");
        assertKeys(mappings, Set.of("dynamic", "properties"));
        assertFields(mappings.path("properties"));
        return reply(200, "{\"acknowledged\":true}");
      }
      case "PUT /X" -> {
        JsonNode body = json.readTree(request.body());
        assertKeys(body, Set.of("aliases", "mappings", "settings"));
        assertKeys(body.path("mappings"), Set.of("_meta"));
        indices.put(first, json.createObjectNode().set("mappings", body.path("mappings")));
        documents.put(first, 0);
        return reply(
            200,
            "{\"acknowledged\":true,\"shards_acknowledged\":true,\"index\":\"%s\"}"
                .formatted(first));
      }
      case "POST /X/_bulk" -> {
        return bulk(first, request.body());
      }
      case "POST /X/_refresh" -> {
        return reply(200, "{\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0}}");
      }
      case "GET /X/_count" -> {
        return reply(200, "{\"count\":%d,\"_shards\":{}}".formatted(documents.get(first)));
      }
      case "POST /X" -> {
        assertEquals("_aliases", first);
        return aliases(json.readTree(request.body()).path("actions"));
      }
      default -> throw new AssertionError("not asked of Elasticsearch: " + path);
    }
  }

  private Reply bulk(String index, String body) throws IOException {
    JsonMapper json = new JsonMapper();
    List<String> lines = body.lines().toList();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      JsonNode action = json.readTree(lines.get(i));
      assertKeys(action, Set.of("index"));
      assertKeys(action.path("index"), Set.of("_id"));
      String id = action.path("index").path("_id").asText();
      items.add(
          isRefusing
              ? ("{\"index\":{\"_index\":\"%s\",\"_id\":\"%s\",\"status\":400,\"error\":"
                      + "{\"type\":\"document_parsing_exception\",\"reason\":\"[1:9] failed to parse"
                      + " field [message]\",\"caused_by\":{\"type\":\"illegal_argument_exception\","
                      + "\"reason\":\"For input string\"}}}}")
                  .formatted(index, id)
              : ("{\"index\":{\"_index\":\"%s\",\"_id\":\"%s\",\"_version\":1,\"result\":\"created\","
                      + "\"_shards\":{\"total\":2},\"_seq_no\":0,\"_primary_term\":1,\"status\":201}}")
                  .formatted(index, id));
    }
    documents.merge(index, lines.size() / 2, Integer::sum);
    return reply(
        200,
        "{\"errors\":%s,\"took\":3,\"items\":[%s]}".formatted(isRefusing, String.join(",", items)));
  }

  /** All or none, those that remove an index first, wherever they stand. */
  private Reply aliases(JsonNode actions) {
    for (JsonNode action : actions) {
      assertKeys(action, Set.of("add", "remove_index"));
      assertKeys(action.path("add"), Set.of("index", "alias"));
      assertKeys(action.path("remove_index"), Set.of("index"));
      String gone = action.path("remove_index").path("index").asText();
      aliased.remove(gone);
      indices.remove(gone);
    }
    actions.forEach(
        action -> {
          if (action.has("add")) {
            aliased.add(action.path("add").path("index").asText());
          }
        });
    return reply(200, "{\"acknowledged\":true,\"errors\":false}");
  }

  private static void assertKeys(JsonNode object, Set<String> allowed) {
    object.fieldNames().forEachRemaining(key -> assertTrue(allowed.contains(key), key));
  }

  private static void assertFields(JsonNode properties) {
    for (JsonNode field : properties) {
      if (field.has("properties")) {
        assertFields(field.path("properties"));
      } else {
        assertKeys(field, Set.of("type", "ignore_above"));
        assertTrue(FIELDS.contains(field.path("type").asText()), field.toString());
      }
    }
  }

  @Test
  void isAskedForWhatItsReferenceHasAndNothingElse() throws Exception {
    try (FakeService node = FakeService.of(this::answer)) {
      OpenSearch search = new OpenSearch(node.url(), "alerts", null, null, "a2V5", "user.name", 5);
      var table =
          Finding.table(
              Finding.of("1", "2026-10-31T10:00:00Z", "ann"),
              Finding.of("2", "2026-11-01T10:00:00Z", "ann"));
      assertEquals(
          2, search.replace(Finding.slice(table, "2026-10-31", "2026-11-01"), new FakeWaiting()));
      assertEquals(
          List.of(
              "GET /alerts/_mapping",
              "GET /alerts-*/_mapping",
              "GET /_index_template/alerts",
              "PUT /_index_template/alerts",
              "PUT /alerts-2026.10-0",
              "POST /alerts-2026.10-0/_bulk",
              "POST /alerts-2026.10-0/_refresh",
              "GET /alerts-2026.10-0/_count",
              "PUT /alerts-2026.11-0",
              "POST /alerts-2026.11-0/_bulk",
              "POST /alerts-2026.11-0/_refresh",
              "GET /alerts-2026.11-0/_count",
              "POST /_aliases"),
          asked);
      assertEquals(Set.of("alerts-2026.10-0", "alerts-2026.11-0"), aliased);

      assertEquals(1, search.replace(Finding.slice(table, "2026-11-01"), new FakeWaiting()));
      assertEquals(Set.of("alerts-2026.10-0", "alerts-2026.11-0.1"), aliased);
      assertEquals(aliased, indices.keySet());
    }
  }

  @Test
  void aDocumentThatItRefusesIsNamed() throws Exception {
    isRefusing = true;
    try (FakeService node = FakeService.of(this::answer)) {
      OpenSearch search = new OpenSearch(node.url(), "alerts", null, null, null, "user.name", 5);
      Slice slice =
          Finding.slice(
              Finding.table(Finding.of("1", "2026-11-01T10:00:00Z", "ann")), "2026-11-01");
      String message =
          assertThrows(IOException.class, () -> search.replace(slice, new FakeWaiting()))
              .getMessage();
      assertTrue(
          message.contains(
              "refuses the document a-1 (status 400, document_parsing_exception: [1:9] failed to"
                  + " parse field [message]: For input string): does a template of yours"),
          message);
      assertEquals(Set.of(), aliased);
      assertEquals(Set.of(), indices.keySet(), "what was begun is removed");
    }
  }
}
