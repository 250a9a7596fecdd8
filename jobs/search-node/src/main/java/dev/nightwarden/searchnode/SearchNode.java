package dev.nightwarden.searchnode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** Runs one OpenSearch node until its standard input ends. */
public final class SearchNode {
  private SearchNode() {}

  /**
   * Writes the node's port once it can be asked.
   *
   * @param arguments the folder that holds the node's data, and the file for the port, which is
   *     there whole or not at all
   */
  public static void main(String[] arguments) throws IOException {
    try (OpenSearchRunner runner = new OpenSearchRunner()) {
      runner
          .onBuild(
              (number, settings) -> {
                settings.put("network.host", "127.0.0.1");
                settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
              })
          .build(
              OpenSearchRunner.newConfigs()
                  .basePath(arguments[0])
                  .clusterName("nightwarden-test")
                  .numOfNode(1));
      runner.ensureYellow();
      // The node takes the standard output for its log.
      Path file = Path.of(arguments[1]);
      Path aside = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(aside, runner.node().settings().get("http.port"));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      while (System.in.read() >= 0) {
        // Whoever started it goes on.
      }
    }
    System.exit(0);
  }
}
