package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What {@code scripts/local-cluster} starts: a master and two workers, in processes of their own. */
final class LocalCluster {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Path folder;

  private LocalCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts one.
   *
   * @param folder where it lives; links in its name are followed
   */
  static LocalCluster start(Path folder) throws Exception {
    assertTrue(
        Files.exists(PROJECT.resolve("jobs/target/nightwarden.jar")),
        "the application's jar is made by mvn package");
    LocalCluster cluster = new LocalCluster(Files.createDirectories(folder).toRealPath());
    assertEquals(0, cluster.script("start"), cluster::said);
    return cluster;
  }

  /** Ends it, and gives what it left running. */
  List<String> stop() throws Exception {
    assertEquals(0, script("stop"), this::said);
    return processes(folder.toString());
  }

  int status() throws Exception {
    return script("status");
  }

  String said() {
    try {
      return Files.readString(folder.resolve("said.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private int script(String word) throws Exception {
    Process process = command(List.of(word)).redirectOutput(folder.resolve("said.txt").toFile()).start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), word);
    return process.exitValue();
  }

  private ProcessBuilder command(List<String> words) {
    List<String> command = new ArrayList<>(List.of("bash", PROJECT + "/scripts/local-cluster"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NIGHTWARDEN_CLUSTER", folder.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("NIGHTWARDEN_HOME");
    return builder;
  }

  /** The addresses of the executors' processes, by the numbers that the driver knows them by. */
  Optional<ProcessHandle> executor(String application, String number) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String line = process.info().commandLine().orElse("");
              return line.contains("CoarseGrainedExecutorBackend")
                  && line.contains(folder.toString())
                  && line.contains("--executor-id " + number + " ")
                  && line.contains("--app-id " + application);
            })
        .findFirst();
  }

  private static List<String> processes(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("org.apache.spark."))
        .filter(process -> process.info().commandLine().orElse("").contains(text))
        .map(process -> process.info().commandLine().orElse(""))
        .toList();
  }

  /**
   * Submits a command.
   *
   * @param place the folder that the driver runs in
   * @param words options for spark-submit, then the command
   */
  Submitted submit(Path place, List<String> words) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> all = new ArrayList<>(List.of("submit", "--conf", "spark.ui.port=" + port));
    all.addAll(words);
    Path log = Files.createTempFile(place, "submitted", ".log");
    ProcessBuilder builder = command(all).directory(place.toFile());
    return new Submitted(builder.redirectOutput(log.toFile()).start(), log, port);
  }

  /** A driver. */
  record Submitted(Process process, Path log, int port) {
    int await() throws Exception {
      if (!process.waitFor(30, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + said());
      }
      return process.exitValue();
    }

    String said() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** What the driver's page tells; missing until there is one. */
    JsonNode ask(String path) throws InterruptedException {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/api/v1/applications" + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200
            ? new ObjectMapper().readTree(answer.body())
            : new ObjectMapper().createArrayNode();
      } catch (IOException notThere) {
        return new ObjectMapper().createArrayNode();
      }
    }
  }
}
