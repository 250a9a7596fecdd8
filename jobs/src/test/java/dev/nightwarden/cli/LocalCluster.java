package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code scripts/local-cluster} starts: a master and two workers, in processes of their own.
 */
final class LocalCluster {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

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
    Process process =
        command(List.of(word)).redirectOutput(folder.resolve("said.txt").toFile()).start();
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

  /** The process of an executor that the driver knows by a number. */
  Optional<ProcessHandle> executor(String number) throws Exception {
    // Java itself tells no more of a long command line than its beginning.
    Process ps = new ProcessBuilder("ps", "-eww", "-o", "pid=,args=").start();
    String all = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return all.lines()
        .filter(line -> line.contains(".CoarseGrainedExecutorBackend "))
        .filter(line -> line.contains(folder.toString()))
        .filter(line -> line.contains(" --executor-id " + number + " "))
        .map(line -> Long.parseLong(line.strip().split(" ", 2)[0]))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
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
   * @param place the folder that the driver runs in, and for its log
   * @param words options for spark-submit, then the command
   */
  Submitted submit(Path place, List<String> words) throws IOException {
    Path events = Files.createTempDirectory(place, "events");
    List<String> all =
        new ArrayList<>(
            List.of(
                "submit",
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.compress=false",
                "--conf",
                "spark.eventLog.dir=" + events.toUri()));
    all.addAll(words);
    Path log = Files.createTempFile(place, "submitted", ".log");
    ProcessBuilder builder = command(all).directory(place.toFile());
    return new Submitted(builder.redirectOutput(log.toFile()).start(), log, events);
  }

  /** A driver, and the folder of what Spark tells of its jobs as they go. */
  record Submitted(Process process, Path log, Path events) {
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

    /** Follows what Spark tells. */
    Told follow() {
      return new Told(events);
    }
  }

  /** Spark's events of executors and jobs as they come: those that Spark writes out at once. */
  static final class Told {
    private static final Pattern WANTED =
        Pattern.compile("\\{\"Event\":\"SparkListener(Executor(Added|Removed)|Job(Start|End))\".*");

    private final Path folder;
    private final Map<Path, Long> read = new HashMap<>();

    private Told(Path folder) {
      this.folder = folder;
    }

    /** What came since the last look; a line that is not written whole yet comes later. */
    List<JsonNode> next() throws IOException {
      List<JsonNode> next = new ArrayList<>();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String text = since(file);
          String whole = text.substring(0, text.lastIndexOf('\n') + 1);
          read.merge(file, (long) whole.getBytes(StandardCharsets.UTF_8).length, Long::sum);
          for (String line : whole.lines().toList()) {
            if (WANTED.matcher(line).matches()) {
              next.add(new ObjectMapper().readTree(line));
            }
          }
        }
      }
      return next;
    }

    private String since(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        in.skipNBytes(read.getOrDefault(file, 0L));
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
