package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.ship.FakeService.Asked;
import dev.nightwarden.ship.FakeService.Reply;
import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Against a real node of OpenSearch. */
class SearchNodeTest {
  private static final Finding ONE = Finding.of("1", "2026-10-31T23:59:59Z", "ann");
  private static final Finding TWO = Finding.of("2", "2026-11-01T00:00:00Z", "bob");
  private static final Finding THREE = Finding.of("3", "2026-11-02T00:00:00Z", "eve");

  @Test
  void holdsADocumentForEachAnomalyInAnIndexForEachMonth() throws Exception {
    OpenSearch store = TestSearch.fresh();
    assertEquals(3, store.replace(Finding.slice(Finding.table(ONE, TWO, THREE), "2026-11-02")));
    assertEquals(List.of("a-1", "a-2", "a-3"), ids(store));
    assertEquals(
        Set.of(store.index() + "-2026.10-0", store.index() + "-2026.11-0"), indices(store));
    JsonNode found =
        TestSearch.ask(
                "POST",
                "/" + store.index() + "/_search",
                """
                {"query": {"bool": {"filter": [
                  {"term": {"user.name": "eve"}},
                  {"term": {"event.kind": "alert"}},
                  {"range": {"@timestamp": {"gte": "2026-11-02"}}},
                  {"range": {"event.risk_score": {"gte": 99}}},
                  {"match": {"message": "never seen"}}]}}}
                """)
            .path("hits")
            .path("hits");
    assertEquals("a-3", found.path(0).path("_id").asText(), found.toString());
    // A second time changes nothing.
    assertEquals(2, store.replace(Finding.slice(Finding.table(ONE, TWO, THREE), "2026-11-02")));
    assertEquals(List.of("a-1", "a-2", "a-3"), ids(store));
    assertEquals(2, indices(store).size());
  }

  @Test
  void isEmptyWhereThereIsNothing() throws Exception {
    OpenSearch store = TestSearch.fresh();
    assertEquals(0, store.replace(Finding.slice(Finding.table(), "2026-11-01")));
    assertEquals(Set.of(), indices(store));
    store.replace(Finding.slice(Finding.table(TWO), "2026-11-01"));
    assertEquals(0, store.replace(Finding.slice(Finding.table(), "2026-11-01")));
    assertEquals(Set.of(), indices(store));
  }

  @Test
  void leavesWhatIsNotOurs() throws Exception {
    OpenSearch store = TestSearch.fresh();
    TestSearch.ask("PUT", "/" + store.index() + "/_doc/1", "{\"mine\": 1}");
    Slice slice = Finding.slice(Finding.table(ONE), "2026-10-31");
    IOException error = assertThrows(IOException.class, () -> store.replace(slice));
    assertTrue(
        error.getMessage().startsWith(store.index() + " at ")
            && error.getMessage().contains("is there already and not all Nightwarden's"),
        error.getMessage());
    assertEquals(
        1, TestSearch.ask("GET", "/" + store.index() + "/_doc/1", "").path("_source").size());

    OpenSearch beside = TestSearch.fresh();
    TestSearch.ask("PUT", "/" + beside.index() + "-mine/_doc/1", "{\"mine\": 1}");
    beside.replace(
        Finding.slice(Finding.table(ONE), Finding.dates("2026-10-31"), null, Finding.held(9)));
    assertEquals(
        1, TestSearch.ask("GET", "/" + beside.index() + "-mine/_doc/1", "").path("_source").size());
  }

  @Test
  void keepsTheOldDocumentsWhereOneNewIsRefused() throws Exception {
    OpenSearch store = TestSearch.fresh();
    store.replace(Finding.slice(Finding.table(TWO), "2026-11-01"));
    // A template of theirs that is stronger than ours, and wants a number.
    TestSearch.ask(
        "PUT",
        "/_index_template/theirs-" + store.index(),
        """
        {"index_patterns": ["%s-*"], "priority": 900, "template": {"mappings": {"properties":
          {"user": {"properties": {"name": {"type": "long"}}}}}}}
        """
            .formatted(store.index()));
    Slice slice = Finding.slice(Finding.table(TWO, THREE), "2026-11-02");
    IOException error = assertThrows(IOException.class, () -> store.replace(slice));
    assertTrue(
        error
            .getMessage()
            .contains("refuses the document a-2 (status 400, mapper_parsing_exception"),
        error.getMessage());
    assertEquals(List.of("a-2"), ids(store));
    assertEquals(1, indices(store).size());
    TestSearch.ask("DELETE", "/_index_template/theirs-" + store.index(), "");
    store.replace(slice);
    assertEquals(List.of("a-2", "a-3"), ids(store));
  }

  @Test
  void saysThatAnIndexIsReadOnly() throws Exception {
    OpenSearch store = TestSearch.fresh();
    store.replace(Finding.slice(Finding.table(TWO), "2026-11-01"));
    String block = "{\"index.blocks.read_only\": %s}";
    TestSearch.ask("PUT", "/" + store.index() + "/_settings", block.formatted(true));
    Slice slice = Finding.slice(Finding.table(TWO, THREE), "2026-11-02");
    IOException error = assertThrows(IOException.class, () -> store.replace(slice));
    assertTrue(
        error.getMessage().contains("is read-only (cluster_block_exception"), error.getMessage());
    assertEquals(List.of("a-2"), ids(store));
    TestSearch.ask("PUT", "/" + store.index() + "/_settings", block.formatted(false));
    store.replace(slice);
    assertEquals(List.of("a-2", "a-3"), ids(store));
  }

  @Test
  void aRunThatWasOvertakenChangesNothing() throws Exception {
    OpenSearch store = TestSearch.fresh();
    store.replace(
        Finding.slice(Finding.table(TWO), Finding.dates("2026-11-01"), null, Finding.held(4)));
    Dataset<Row> table = Finding.table(TWO, THREE);
    Slice late = Finding.slice(table, Finding.dates("2026-11-02"), null, Finding.lost(3));
    assertThrows(FencedException.class, () -> store.replace(late));
    assertEquals(List.of("a-2"), ids(store));
    assertEquals(Set.of(store.index() + "-2026.11-4"), indices(store));
  }

  @Test
  void removesWhatAKilledRunLeftAndNotWhatALaterOneIsAt() throws Exception {
    OpenSearch store = TestSearch.fresh();
    String meta =
        """
        {"mappings": {"_meta": {"nightwarden":
          {"data_set": "malicious_events", "alias": "%s", "version": 1, "month": "2026-11",
           "number": %d}}}}
        """;
    for (int number : List.of(3, 8)) {
      TestSearch.ask(
          "PUT",
          "/%s-2026.11-%d".formatted(store.index(), number),
          meta.formatted(store.index(), number));
    }
    store.replace(
        Finding.slice(Finding.table(TWO), Finding.dates("2026-11-01"), null, Finding.held(5)));
    assertEquals(
        Set.of(store.index() + "-2026.11-5", store.index() + "-2026.11-8"), indices(store));
    assertEquals(List.of("a-2"), ids(store));
  }

  @Test
  void isRightWhereTheAnswerToTheLastRequestWasLost() throws Exception {
    OpenSearch store = TestSearch.fresh();
    AtomicInteger left = new AtomicInteger(1);
    Function<Asked, Reply> relay =
        asked -> {
          try {
            JsonNode answer = TestSearch.ask(asked.method(), asked.path(), asked.body());
            return asked.body().contains("\"add\"") && left.getAndDecrement() > 0
                ? Reply.of(502, "")
                : Reply.of(answer.path("status").asInt(200), answer.toString());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        };
    try (FakeService between = FakeService.of(relay)) {
      OpenSearch far =
          new OpenSearch(between.url(), store.index(), null, null, null, "user.name", 60);
      Slice slice = Finding.slice(Finding.table(TWO), "2026-11-01");
      IOException error = assertThrows(IOException.class, () -> far.replace(slice));
      assertTrue(error.getMessage().contains("status 502"), error.getMessage());
      assertEquals(List.of("a-2"), ids(store));
      far.replace(Finding.slice(Finding.table(TWO, THREE), "2026-11-02"));
      assertEquals(List.of("a-2", "a-3"), ids(store));
      assertEquals(1, indices(store).size());
    }
  }

  @Test
  void leavesAnotherStoreWhoseNameBeginsTheSame() throws Exception {
    OpenSearch store = TestSearch.fresh();
    OpenSearch other =
        new OpenSearch(store.url(), store.index() + "-more", null, null, null, "host.name", 60);
    other.replace(Finding.slice(Finding.table(ONE), Finding.dates(), null, Finding.held(1)));
    store.replace(Finding.slice(Finding.table(TWO), Finding.dates(), null, Finding.held(2)));
    other.replace(Finding.slice(Finding.table(ONE, THREE), Finding.dates(), null, Finding.held(3)));
    assertEquals(List.of("a-1", "a-3"), ids(other));
    assertEquals(List.of("a-2"), ids(store));
  }

  @Test
  void writesAMonthOfAnEarlierVersionAnew() throws Exception {
    OpenSearch store = TestSearch.fresh();
    store.replace(Finding.slice(Finding.table(ONE, TWO), "2026-11-01"));
    Dataset<Row> table = Finding.table(ONE, TWO, THREE);
    Slice later = new Slice(List.of(Finding.later(table, "2026-11-02")), null, null);
    assertEquals(3, store.replace(later));
    List<String> transports = new ArrayList<>();
    hits(store)
        .forEach(
            hit ->
                transports.add(hit.path("_source").path("nightwarden").path("transport").asText()));
    assertEquals(List.of("test", "test", "test"), transports);
    Slice earlier = Finding.slice(table, "2026-11-02");
    IOException error = assertThrows(IOException.class, () -> store.replace(earlier));
    assertTrue(
        error.getMessage().contains("was written by a newer Nightwarden"), error.getMessage());
  }

  private static List<String> ids(OpenSearch store) throws Exception {
    List<String> ids = new ArrayList<>();
    hits(store).forEach(hit -> ids.add(hit.path("_id").asText()));
    return ids.stream().sorted().toList();
  }

  private static JsonNode hits(OpenSearch store) throws Exception {
    return TestSearch.ask(
            "POST",
            "/" + store.index() + "/_search",
            "{\"size\": 1000, \"query\": {\"match_all\": {}}}")
        .path("hits")
        .path("hits");
  }

  private static Set<String> indices(OpenSearch store) throws Exception {
    Set<String> names = new TreeSet<>();
    TestSearch.ask("GET", "/" + store.index() + "-*/_mapping", "")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }
}
