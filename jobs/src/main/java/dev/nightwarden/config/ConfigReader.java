package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.OwnFile;
import dev.nightwarden.plugin.Quoting;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a YAML file into a settings record, or reports all of its errors. */
public final class ConfigReader {
  /** The key that leads to a section's own file. */
  static final String PATH = "path";

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
            .flatMap(mapping -> withOwnFiles(mapping, name, type, problems))
            .map(mapping -> Overrides.apply(mapping, overrides, problems));
    Optional<T> config =
        root.flatMap(
            r -> new Binder(registry, new Problems(environment, secrets, problems)).bind(type, r));
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

  /**
   * A list of texts at the top of a file, before anything else of it is understood: what the rest
   * may say depends on it. Whatever is wrong with the file is left for {@link #read} to tell.
   *
   * @param environment what {@code ${NAME}} stands for
   * @param key the list's key
   * @return by place ({@code FILE:LINE: KEY[0]}), in their order; empty where there is no such list
   */
  public static Map<String, String> texts(
      Path file, List<String> overrides, Map<String, String> environment, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(Yaml.MAX_BYTES + 1);
    } catch (IOException e) {
      return texts;
    }
    List<Problem> problems = new ArrayList<>();
    String name = file.toString();
    Optional<Mapping> root =
        Yaml.decode(name, bytes, problems)
            .flatMap(text -> Yaml.file(name, text, problems))
            .filter(node -> node instanceof Mapping)
            .map(node -> Overrides.apply((Mapping) node, overrides, problems));
    if (root.isEmpty() || !(root.get().entries().get(key) instanceof Sequence list)) {
      return texts;
    }
    Environment variables = new Environment(environment);
    for (int i = 0; i < list.elements().size(); i++) {
      if (list.elements().get(i) instanceof Scalar text && !text.isNull()) {
        String at = "%s: %s".formatted(text.place(), KeyPath.TOP.then(key).then(i));
        try {
          texts.put(at, variables.fill(text.text()).text());
        } catch (IllegalArgumentException e) {
          // A variable is missing, which the reading of the whole will say.
          return Map.of();
        }
      }
    }
    return texts;
  }

  /** The same with the sections that stand in files of their own; nothing if one cannot be read. */
  private static Optional<Mapping> withOwnFiles(
      Mapping root, String name, Class<? extends Record> type, List<Problem> problems) {
    Mapping whole = root;
    int before = problems.size();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.name(component);
      if (component.getType().isAnnotationPresent(OwnFile.class)
          && root.entries().get(key) instanceof Mapping section
          && section.entries().get(PATH) instanceof Scalar path) {
        Optional<Mapping> read = ownFile(path, name, component, problems);
        if (read.isPresent()) {
          whole = whole.with(key, joined(read.get(), section, key, problems));
        }
      }
    }
    return problems.size() == before ? Optional.of(whole) : Optional.empty();
  }

  private static Optional<Mapping> ownFile(
      Scalar path, String name, RecordComponent component, List<Problem> problems) {
    String key = Keys.name(component) + "." + PATH;
    Path file;
    try {
      file = Path.of(name).resolveSibling(path.text());
    } catch (InvalidPathException e) {
      problems.add(new Problem(path.place(), key + ": is not a path of a file"));
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String shown = file.toString();
      return Yaml.decode(shown, in.readNBytes(Yaml.MAX_BYTES + 1), problems)
          .flatMap(text -> Yaml.file(shown, text, problems))
          .flatMap(
              node -> top(node, shown, component.getType().asSubclass(Record.class), problems));
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "there is no such file" : "cannot be read";
      problems.add(new Problem(path.place(), "%s: %s: %s".formatted(key, file, why)));
      return Optional.empty();
    }
  }

  private static Mapping joined(
      Mapping file, Mapping section, String name, List<Problem> problems) {
    Mapping joined = file;
    for (var entry : section.entries().entrySet()) {
      if (file.entries().containsKey(entry.getKey())) {
        problems.add(
            new Problem(
                entry.getValue().place(),
                "%s.%s is also in the section's own file; keep one"
                    .formatted(name, entry.getKey())));
      } else if (!entry.getKey().equals(PATH)) {
        joined = joined.with(entry.getKey(), entry.getValue());
      }
    }
    return joined;
  }

  private static Optional<Mapping> top(
      Node node, String name, Class<? extends Record> type, List<Problem> problems) {
    if (node instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    boolean empty = node instanceof Scalar scalar && scalar.isNull();
    problems.add(
        new Problem(
            empty ? Position.line(name, 0) : node.place(),
            empty
                ? "the file is empty"
                : "%s is not a config; wanted: a mapping with keys of %s"
                    .formatted(
                        node instanceof Scalar ? "a text" : "a list",
                        Quoting.list(Kinds.keys(type)))));
    return Optional.empty();
  }
}
