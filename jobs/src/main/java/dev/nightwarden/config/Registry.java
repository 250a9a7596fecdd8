package dev.nightwarden.config;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Plugin;
import dev.nightwarden.plugin.TypeName;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All types that a config can name, by extension point. An extension point is a public interface
 * that settings records implement, other than {@link Checked}, which any settings may; a sealed one
 * is closed and brings its types itself.
 */
public final class Registry {
  private final List<Class<? extends Record>> records;

  /**
   * One type of an extension point.
   *
   * @param name as a config asks for it
   * @param doc one sentence for people who choose
   * @param settings the record whose components are its keys
   * @param source the file name of the jar, or the folder, that brought it
   */
  public record Type(String name, String doc, Class<? extends Record> settings, String source) {}

  private Registry(Collection<Class<? extends Record>> records) {
    this.records = List.copyOf(new LinkedHashSet<>(records));
    this.records.forEach(Registry::check);
    points().forEach(this::types);
  }

  /**
   * The types of all plug-ins on the class path.
   *
   * @throws ConfigException if one cannot be loaded, is made wrongly, or two have one name
   */
  public static Registry load() {
    Map<String, Plugin> plugins = new LinkedHashMap<>();
    // A notebook's context class loader may know jars that ours does not, and the other way round.
    Stream.of(Thread.currentThread().getContextClassLoader(), Registry.class.getClassLoader())
        .filter(loader -> loader != null)
        .distinct()
        .forEach(
            loader -> {
              try {
                ServiceLoader.load(Plugin.class, loader)
                    .forEach(plugin -> plugins.putIfAbsent(plugin.getClass().getName(), plugin));
              } catch (ServiceConfigurationError e) {
                throw new ConfigException(
                    "a plug-in cannot be loaded: %s%s"
                        .formatted(PluginServices.origin(loader, e.getMessage()), e.getMessage()));
              }
            });
    return of(plugins.values());
  }

  /** The types of these plug-ins only. */
  public static Registry of(Collection<? extends Plugin> plugins) {
    List<Class<? extends Record>> records = new ArrayList<>();
    plugins.forEach(plugin -> records.addAll(plugin.types()));
    return new Registry(records);
  }

  /** The extension points that have a type, in the order in which the plug-ins name them. */
  public List<Class<?>> points() {
    Set<Class<?>> points = new LinkedHashSet<>();
    records.forEach(record -> collectPoints(record, points));
    return List.copyOf(points);
  }

  /**
   * The types of an extension point by name, in the order in which the plug-ins name them.
   *
   * @throws ConfigException if two have one name
   */
  public Map<String, Type> types(Class<?> point) {
    List<Class<? extends Record>> offered = new ArrayList<>();
    if (point.isSealed()) {
      for (Class<?> permitted : point.getPermittedSubclasses()) {
        if (permitted.isRecord() && permitted.isAnnotationPresent(TypeName.class)) {
          offered.add(permitted.asSubclass(Record.class));
        }
      }
    }
    records.stream()
        .filter(record -> point.isAssignableFrom(record) && !offered.contains(record))
        .forEach(offered::add);
    Map<String, Type> types = new LinkedHashMap<>();
    for (Class<? extends Record> settings : offered) {
      Type type = type(settings);
      Type other = types.putIfAbsent(type.name(), type);
      if (other != null) {
        throw new ConfigException(
            "two %ss are named %s: %s (%s) and %s (%s)"
                .formatted(
                    word(point),
                    type.name(),
                    other.settings().getName(),
                    other.source(),
                    settings.getName(),
                    type.source()));
      }
    }
    return types;
  }

  /** What an extension point's types are called: {@code cluster engine}. */
  static String word(Class<?> point) {
    return point.getSimpleName().replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  private static Type type(Class<? extends Record> settings) {
    TypeName name = settings.getAnnotation(TypeName.class);
    return new Type(name.value(), name.doc(), settings, source(settings));
  }

  private static void collectPoints(Class<?> type, Set<Class<?>> points) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent != Checked.class
          && Modifier.isPublic(parent.getModifiers())
          && !parent.getName().matches("(java|javax|scala|org\\.apache\\.spark)\\..*")) {
        points.add(parent);
      }
      collectPoints(parent, points);
    }
  }

  private static void check(Class<? extends Record> settings) {
    String problem = null;
    if (!settings.isAnnotationPresent(TypeName.class)) {
      problem = "has no @TypeName";
    } else if (!settings.getAnnotation(TypeName.class).value().matches("[a-z][a-z0-9_]*")) {
      problem = "has a @TypeName that is not lower case with underscores";
    } else {
      for (RecordComponent component : settings.getRecordComponents()) {
        if (!component.isAnnotationPresent(Key.class)) {
          problem = "has no @Key on " + component.getName();
        } else if (component.getName().equals("type")) {
          problem = "has a key named type, which is taken";
        }
      }
    }
    if (problem != null) {
      throw new ConfigException(
          "the plug-in type %s (%s) %s".formatted(settings.getName(), source(settings), problem));
    }
  }

  private static String source(Class<?> type) {
    URL location =
        Optional.ofNullable(type.getProtectionDomain().getCodeSource())
            .map(CodeSource::getLocation)
            .orElse(null);
    if (location == null) {
      return "unknown source";
    }
    return PluginServices.shown(location.getPath());
  }
}
