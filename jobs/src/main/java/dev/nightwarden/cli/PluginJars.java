package dev.nightwarden.cli;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.PluginServices;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DependencyUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The jars that a config names under {@code plugins}: files, or Maven coordinates, which Spark
 * resolves as it does for {@code --packages} (and heeds the same settings, such as {@code
 * spark.jars.ivySettings}). Nothing of a jar runs before a config names one of its types.
 */
final class PluginJars {
  private static final Pattern COORDINATES =
      Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.+-]+(?::[\\w.-]+)?");

  private static final Logger log = LoggerFactory.getLogger(PluginJars.class);

  /** Where Spark looks for the jars that every machine is given. */
  static final String SPARK_JARS = "spark.jars";

  private PluginJars() {}

  /**
   * Puts jars on the class path of this process, and of every machine that will work for it.
   *
   * @param entries what the config says, each with its key
   * @throws ConfigException if one cannot be found, or none brings types
   */
  static void add(List<Entry> entries) {
    List<String> jars = new ArrayList<>();
    Set<String> given = new LinkedHashSet<>(split(System.getProperty(SPARK_JARS, "")));
    Map<Entry, List<Path>> resolved = new LinkedHashMap<>();
    entries.forEach(entry -> resolved.put(entry, resolve(entry)));
    checkTypes(resolved);
    for (List<Path> found : resolved.values()) {
      for (Path jar : found) {
        String uri = jar.toAbsolutePath().normalize().toUri().toString();
        if (given.add(uri)) {
          jars.add(uri);
        }
      }
    }
    if (jars.isEmpty()) {
      return;
    }
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(
        new URLClassLoader(
            jars.stream().map(PluginJars::url).toArray(URL[]::new),
            thread.getContextClassLoader()));
    // Sessions that are yet to be opened read it from here.
    System.setProperty(SPARK_JARS, String.join(",", given));
    Option<SparkContext> there =
        org.apache.spark.sql.SparkSession.getDefaultSession()
            .map(session -> session.sparkContext());
    if (there.isDefined()) {
      jars.forEach(there.get()::addJar);
    }
  }

  /**
   * One entry of {@code plugins}.
   *
   * @param at where it stands: file, line and key
   */
  record Entry(String text, String at) {}

  /**
   * Refuses jars of which none brings types. Beside one that does, another may be a library that it
   * needs.
   */
  private static void checkTypes(Map<Entry, List<Path>> resolved) {
    List<String> without = new ArrayList<>();
    resolved.forEach(
        (entry, jars) ->
            named(entry, jars)
                .filter(jar -> !bringsTypes(entry, jar))
                .map(
                    jar ->
                        "%s: %s brings no types: it has no %s"
                            .formatted(entry.at(), jar.getFileName(), PluginServices.FILE))
                .ifPresent(without::add));
    if (!without.isEmpty() && without.size() == resolved.size()) {
      throw new ConfigException(without);
    }
    without.forEach(problem -> log.info("{}; it is taken as a library of the others", problem));
  }

  /** The jar that an entry names itself, not one that comes with it; coordinates may have none. */
  private static Optional<Path> named(Entry entry, List<Path> jars) {
    if (!isCoordinates(entry)) {
      return Optional.of(jars.get(0));
    }
    String[] parts = entry.text().split(":", -1);
    String name = "%s_%s-%s.jar".formatted(parts[0], parts[1], parts[2]);
    return jars.stream().filter(jar -> jar.getFileName().toString().equals(name)).findFirst();
  }

  private static boolean bringsTypes(Entry entry, Path jar) {
    try {
      return PluginServices.isIn(jar);
    } catch (IOException e) {
      throw new ConfigException(
          "%s: %s cannot be read as a jar: %s".formatted(entry.at(), jar, e.getMessage()));
    }
  }

  private static boolean isCoordinates(Entry entry) {
    return COORDINATES.matcher(entry.text()).matches();
  }

  private static List<Path> resolve(Entry entry) {
    if (isCoordinates(entry)) {
      return fetched(entry);
    }
    Path jar = Path.of(entry.text()).toAbsolutePath().normalize();
    if (!Files.isRegularFile(jar)) {
      throw new ConfigException(
          "%s: there is no file %s; expected: the path of a jar, or Maven coordinates"
                  .formatted(entry.at(), jar)
              + " (group:artifact:version)");
    }
    return List.of(jar);
  }

  private static List<Path> fetched(Entry entry) {
    SparkConf conf = new SparkConf();
    try {
      return CollectionConverters.asJava(
              DependencyUtils.resolveMavenDependencies(
                  true,
                  conf.get("spark.jars.excludes", null),
                  entry.text(),
                  conf.get("spark.jars.repositories", null),
                  conf.get("spark.jars.ivy", null),
                  Option.apply(conf.get("spark.jars.ivySettings", null))))
          .stream()
          .map(Path::of)
          .toList();
    } catch (RuntimeException e) {
      throw new ConfigException(
          "%s: %s cannot be resolved: %s".formatted(entry.at(), entry.text(), e.getMessage()));
    }
  }

  private static List<String> split(String jars) {
    return jars.isEmpty() ? List.of() : List.of(jars.split(","));
  }

  private static URL url(String uri) {
    try {
      return URI.create(uri).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
