package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.ship.OpenSearch;
import dev.nightwarden.ship.TestSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forget} where findings are shipped to OpenSearch: against a real node. */
class ForgetInSearchTest {
  private static final String NAME = "george@example.com";

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config(OpenSearch store) throws IOException {
    return Files.writeString(
            folder.resolve("search.yml"),
            """
            warehouse: %1$s/warehouse
            forget: {key: 0123456789abcdef0123456789abcdef}
            transports: {logins: {type: files, path: "%1$s/logs", time: time, id: id}}
            profiles:
              logins:
                actor: user
                fields: {city: {type: single}, note: {type: single, reporter: {type: optional}}}
                collector: {type: day}
                analyzer: {type: threshold, threshold: 0.9}
            shippers:
              search: {type: opensearch, url: "%2$s", index: %3$s}
            """
                .formatted(folder, store.url(), store.index()))
        .toString();
  }

  private static String login(String id, String date, String user, String city, String note) {
    return "{\"id\":\"%s\",\"time\":\"%sT09:00:00Z\",\"user\":\"%s\",\"city\":\"%s\",\"note\":\"%s\"}"
        .formatted(id, date, user, city, note);
  }

  /** Each document by its id. */
  private static Map<String, String> documents(OpenSearch store) throws Exception {
    JsonNode found =
        TestSearch.ask("POST", "/" + store.index() + "/_search", "{\"size\": 1000}")
            .path("hits")
            .path("hits");
    Map<String, String> documents = new TreeMap<>();
    found.forEach(hit -> documents.put(hit.path("_id").asText(), hit.path("_source").toString()));
    return documents;
  }

  /** How many documents any field of which begins with a word. */
  private static long holding(OpenSearch store, String word) throws Exception {
    return TestSearch.ask(
            "POST",
            "/" + store.index() + "/_count",
            "{\"query\": {\"query_string\": {\"query\": \"%s*\", \"lenient\": true}}}"
                .formatted(word))
        .path("count")
        .asLong();
  }

  private Ended run(String command, String config, String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "--config";
    args[1] = config;
    System.arraycopy(more, 0, args, 2, more.length);
    return Commands.runJob(folder, command, args);
  }

  @Test
  @Tag("long")
  void noDocumentHoldsTheNameAndThoseOfOthersStay() throws Exception {
    OpenSearch store = TestSearch.fresh();
    String config = config(store);
    Files.createDirectories(folder.resolve("logs"));
    Files.write(
        folder.resolve("logs/1.json"),
        List.of(
            login("g0", "2025-01-31", NAME, "Lima", ""),
            login("g1", "2025-02-28", NAME, "Rome", ""),
            login("a1", "2025-02-28", "ann", "Rome", "asked by " + NAME + ", twice"),
            login("g2", "2025-03-01", NAME, "Oslo", ""),
            login("a2", "2025-03-01", "ann", "georgette", ""),
            login("b2", "2025-03-01", "bob", "Oslo", "")));
    Ended ended = run("run", config);
    assertEquals(0, ended.code(), ended.errors());
    Map<String, String> before = documents(store);
    assertEquals(6, holding(store, "george"), before::toString);
    Map<String, String> others = new TreeMap<>(before);
    others.values().removeIf(source -> source.contains("\"name\":\"" + NAME + "\""));
    assertTrue(others.toString().contains("asked by " + NAME), others::toString);
    assertTrue(others.size() > 4 && others.size() < before.size(), before::toString);

    ended = run("forget", config, "--actor", NAME, "--yes");

    assertEquals(0, ended.code(), ended.errors());
    Map<String, String> after = documents(store);
    assertFalse(after.toString().contains(NAME), after::toString);
    assertEquals(others.keySet(), after.keySet());
    assertEquals(1, holding(store, "georgette"));
    assertEquals(1, holding(store, "george"), after::toString);
    assertTrue(after.toString().contains("asked by forgotten-"), after::toString);
    JsonNode indices = TestSearch.ask("GET", "/" + store.index() + "*", "");
    assertFalse(indices.toString().contains(NAME), indices::toString);
    assertEquals(2, indices.size(), "nobody else's are of January");
  }
}
