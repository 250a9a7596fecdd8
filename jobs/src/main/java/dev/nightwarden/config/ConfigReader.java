package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a YAML file into a settings record, or says everything that is wrong with it. */
public final class ConfigReader {
  private final Registry registry;
  private final Environment environment;

  /**
   * @param environment what {@code ${NAME}} stands for
   */
  public ConfigReader(Registry registry, Map<String, String> environment) {
    this.registry = registry;
    this.environment = new Environment(environment);
  }

  /**
   * Reads a file.
   *
   * @param overrides {@code KEY.PATH=VALUE}, the last one winning
   * @throws ConfigException with every problem of the file and the overrides
   */
  public <T extends Record> Loaded<T> read(Path file, List<String> overrides, Class<T> type) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": is a folder; a config is one file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in.readNBytes(Yaml.MAX_BYTES + 1), overrides, type);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + ": cannot be read: permission denied");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /**
   * As {@link #read(Path, List, Class)}, from bytes.
   *
   * @param name what messages call them
   */
  public <T extends Record> Loaded<T> read(
      String name, byte[] yaml, List<String> overrides, Class<T> type) {
    List<Problem> problems = new ArrayList<>();
    Secrets secrets = new Secrets();
    Optional<Mapping> root =
        Yaml.decode(name, yaml, problems)
            .flatMap(text -> Yaml.file(name, text, problems))
            .flatMap(node -> top(node, name, type, problems))
            .map(mapping -> Overrides.apply(mapping, overrides, problems));
    Optional<T> config =
        root.flatMap(r -> new Binder(registry, environment, secrets, problems).bind(type, r));
    if (!problems.isEmpty()) {
      throw new ConfigException(
          problems.stream()
              .sorted(Comparator.comparing(Problem::place))
              .map(Problem::toString)
              .distinct()
              .toList());
    }
    return new Loaded<>(config.orElseThrow(), name, secrets, root.orElseThrow());
  }

  private static Optional<Mapping> top(
      Node node, String name, Class<? extends Record> type, List<Problem> problems) {
    if (node instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    boolean empty = node instanceof Scalar scalar && scalar.isNull();
    problems.add(
        new Problem(
            empty ? Place.line(name, 0) : node.place(),
            empty
                ? "the file is empty"
                : "%s is not a config; wanted: a mapping with keys of %s"
                    .formatted(
                        node instanceof Scalar ? "a text" : "a list",
                        Shown.list(Kinds.keys(type)))));
    return Optional.empty();
  }
}
