package dev.nightwarden.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** The program in a process of its own, of the classes of this one. */
public final class Started {
  private Started() {}

  /** Options of a process that interprets its plans, as the session of the tests does. */
  public static final List<String> INTERPRETED =
      List.of(
          "-XX:MetaspaceSize=256m",
          "-Dspark.databricks.delta.allFilesInCrc.enabled=false",
          "-Dspark.sql.codegen.wholeStage=false",
          "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
          "-Dspark.sql.adaptive.enabled=false");

  /** Starts a command line without options of its own for Java. */
  public static Process process(Path log, Map<String, String> environment, List<String> words)
      throws IOException {
    return process(log, environment, List.of(), words);
  }

  /**
   * Starts a command line.
   *
   * @param log takes what it writes
   * @param environment variables beside those of this process
   * @param options for Java
   */
  public static Process process(
      Path log, Map<String, String> environment, List<String> options, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    Collections.addAll(command, JavaModuleOptions.defaultModuleOptions().trim().split("\\s+"));
    Collections.addAll(
        command,
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=256m",
        "-XX:+UseSerialGC",
        "-Xmx1g");
    command.addAll(options);
    command.add(Nightwarden.class.getName());
    command.addAll(words);
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process.environment().putAll(environment);
    return process.redirectOutput(log.toFile()).start();
  }
}
