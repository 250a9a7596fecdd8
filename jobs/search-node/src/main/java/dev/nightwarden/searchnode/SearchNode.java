package dev.nightwarden.searchnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
                // Tests run in several processes, whose nodes would else make one cluster.
                settings.put("discovery.type", "single-node");
                settings.put("http.port", freePort());
                settings.put("transport.port", "0");
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
