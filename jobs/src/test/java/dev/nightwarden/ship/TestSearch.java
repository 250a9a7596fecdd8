package dev.nightwarden.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.OwnServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The one OpenSearch node of all tests, in a process of its own. */
public final class TestSearch {
  private static final AtomicInteger indices = new AtomicInteger();
  private static String url;

  private TestSearch() {}

  /** Where the node is asked. */
  public static synchronized String url() throws IOException, InterruptedException {
    if (url == null) {
      url =
          OwnServer.start(
              "search-node",
              "node.classpath",
              List.of("-Xmx512m"),
              "dev.nightwarden.searchnode.SearchNode",
              Files.createTempDirectory("search-data"));
    }
    return url;
  }

  /** A store of its own. */
  public static OpenSearch fresh() throws IOException, InterruptedException {
    return new OpenSearch(
        url(), "test" + indices.incrementAndGet(), null, null, null, "user.name", 60);
  }

  /** Asks the node, as anybody might. */
  public static JsonNode ask(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return new JsonMapper()
        .readTree(
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
