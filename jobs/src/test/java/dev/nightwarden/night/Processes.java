package dev.nightwarden.night;

import dev.nightwarden.cli.Nightwarden;
import dev.nightwarden.plugin.Plugin;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Commands in processes of their own. Only while this is open does a config know the types of
 * {@link Halts}.
 */
final class Processes implements AutoCloseable {
  private final Path folder;
  private final ClassLoader before;

  private Processes(Path folder, ClassLoader before) {
    this.folder = folder;
    this.before = before;
  }

  static Processes in(Path folder) throws IOException {
    Path services = folder.resolve("classes/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve(Plugin.class.getName()), Halts.class.getName());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    URL classes = folder.resolve("classes").toUri().toURL();
    Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {classes}, before));
    Files.createDirectories(folder.resolve("tmp"));
    return new Processes(folder, before);
  }

  Process start(Path config, Path log, List<String> properties, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    Collections.addAll(command, JavaModuleOptions.defaultModuleOptions().trim().split("\\s+"));
    Collections.addAll(
        command,
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=128m",
        "-XX:MetaspaceSize=256m",
        "-XX:+UseSerialGC",
        "-Xmx1g",
        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
        "-Dspark.delta.logStore.file.impl=" + Halts.LogStore.class.getName(),
        "-Dspark.databricks.delta.allFilesInCrc.enabled=false",
        "-Dspark.sql.codegen.wholeStage=false",
        "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
        "-Dspark.sql.adaptive.enabled=false");
    command.addAll(properties);
    command.add(Nightwarden.class.getName());
    Collections.addAll(command, words);
    Collections.addAll(command, "--config", config.toString());
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process
        .environment()
        .put(
            "CLASSPATH",
            folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"));
    return process.redirectOutput(log.toFile()).start();
  }

  @Override
  public void close() throws IOException {
    URLClassLoader ours = (URLClassLoader) Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(before);
    ours.close();
  }
}
