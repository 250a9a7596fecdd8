package dev.nightwarden.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The one OpenSearch node of all tests, in a process of its own. */
final class TestSearch {
  private static final Path CLASS_PATH = Path.of("search-node/target/node.classpath");
  private static final AtomicInteger indices = new AtomicInteger();
  private static String url;

  private TestSearch() {}

  /** Where the node is asked. */
  static synchronized String url() throws IOException, InterruptedException {
    if (url == null) {
      Path folder = Files.createTempDirectory("search-node");
      Path log = folder.resolve("log.txt");
      Path port = folder.resolve("port.txt");
      // It ends with its standard input: with this process, however that ends.
      Process node =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx512m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-cp",
                      "search-node/target/classes:" + Files.readString(CLASS_PATH).strip(),
                      "dev.nightwarden.searchnode.SearchNode",
                      folder.resolve("data").toString(),
                      port.toString()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Instant end = Instant.now().plusSeconds(180);
      while (!Files.exists(port)) {
        if (!node.isAlive() || Instant.now().isAfter(end)) {
          node.destroyForcibly();
          throw new IOException("the node did not start: " + Files.readString(log));
        }
        Thread.sleep(100);
      }
      url = "http://127.0.0.1:" + Files.readString(port);
      Runtime.getRuntime().addShutdownHook(new Thread(node::destroyForcibly));
    }
    return url;
  }

  /** A store of its own. */
  static OpenSearch fresh() throws IOException, InterruptedException {
    return new OpenSearch(
        url(), "test" + indices.incrementAndGet(), null, null, null, "user.name", 60);
  }

  /** Asks the node, as anybody might. */
  static JsonNode ask(String method, String path, String body) throws Exception {
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
