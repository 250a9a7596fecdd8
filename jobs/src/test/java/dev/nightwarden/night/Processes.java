package dev.nightwarden.night;

import dev.nightwarden.cli.Started;
import dev.nightwarden.plugin.Plugin;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    List<String> options = new ArrayList<>(Started.INTERPRETED);
    options.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    options.add("-Dspark.delta.logStore.file.impl=" + Halts.LogStore.class.getName());
    options.addAll(properties);
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--config", config.toString()));
    String classes =
        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
    return Started.process(log, Map.of("CLASSPATH", classes), options, line);
  }

  @Override
  public void close() throws IOException {
    URLClassLoader ours = (URLClassLoader) Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(before);
    ours.close();
  }
}
