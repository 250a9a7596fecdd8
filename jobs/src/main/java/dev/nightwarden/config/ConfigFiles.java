package dev.nightwarden.config;

import dev.nightwarden.plugin.Quoting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the config is: where {@code --config} says, or on the search path. */
public final class ConfigFiles {
  private final List<Path> searchPath;

  /**
   * @param folder the working folder
   * @param home the user's home folder
   * @param environment for XDG_CONFIG_HOME and NIGHTWARDEN_HOME
   * @param projectHome the folder that holds the demo's {@code configs/}; null: NIGHTWARDEN_HOME
   */
  public ConfigFiles(Path folder, Path home, Map<String, String> environment, String projectHome) {
    List<Path> path = new ArrayList<>();
    path.add(folder.resolve("nightwarden.yml"));
    // The XDG specification has relative paths ignored.
    Path configHome =
        variable(environment, "XDG_CONFIG_HOME")
            .filter(Path::isAbsolute)
            .orElse(home.resolve(".config"));
    path.add(configHome.resolve("nightwarden").resolve("config.yml"));
    Optional.ofNullable(projectHome)
        .filter(given -> !given.isBlank())
        .map(Path::of)
        .or(() -> variable(environment, "NIGHTWARDEN_HOME"))
        .ifPresent(project -> path.add(project.resolve("configs").resolve("example.yml")));
    this.searchPath = List.copyOf(path);
  }

  /** Those of this process; the system property {@code nightwarden.home} is the project's home. */
  public static ConfigFiles ofThisProcess() {
    return new ConfigFiles(
        Path.of("."),
        Path.of(System.getProperty("user.home")),
        System.getenv(),
        System.getProperty("nightwarden.home"));
  }

  /** What is tried, in this order, when no file is given. */
  public List<Path> searchPath() {
    return searchPath;
  }

  /**
   * The config to read.
   *
   * @param given what {@code --config} says; null without it
   * @throws ConfigException if there is none, or it is a folder
   */
  public Path find(String given) {
    if (given == null) {
      return searchPath.stream()
          .filter(Files::exists)
          .findFirst()
          .map(ConfigFiles::refuseFolder)
          .orElseThrow(
              () ->
                  new ConfigException(
                      "there is no config: none of %s; name one with --config".formatted(tried())));
    }
    Path file = Path.of(given);
    if (!Files.exists(file)) {
      throw new ConfigException(
          "--config %s: there is no such file; without --config the first of these is read: %s"
              .formatted(Quoting.printable(given, 200), tried()));
    }
    return refuseFolder(file);
  }

  private static Path refuseFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": is a folder; a config is one file");
    }
    return file;
  }

  private String tried() {
    return searchPath.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }
}
