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

  /**
   * Starts a command line.
   *
   * @param log takes what it writes
   * @param environment variables beside those of this process
   */
  public static Process process(Path log, Map<String, String> environment, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    Collections.addAll(command, JavaModuleOptions.defaultModuleOptions().trim().split("\\s+"));
    Collections.addAll(
        command,
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=256m",
        "-XX:+UseSerialGC",
        "-Xmx1g",
        Nightwarden.class.getName());
    command.addAll(words);
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process.environment().putAll(environment);
    return process.redirectOutput(log.toFile()).start();
  }
}
