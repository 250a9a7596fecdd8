package dev.nightwarden.config;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.TypedBy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the reference of all keys of a config as Markdown: a table for each section, and one for
 * each type that an extension point knows.
 */
public final class Reference {
  private final Registry registry;
  private final Map<Class<?>, String> titles = new LinkedHashMap<>();
  private final Map<String, String> sections = new LinkedHashMap<>();

  private Reference(Registry registry) {
    this.registry = registry;
  }

  /**
   * The reference: the same for the same records and plug-ins.
   *
   * @param type the record of a whole config
   * @param registry the types that the config may name
   */
  public static String of(Class<? extends Record> type, Registry registry) {
    Reference reference = new Reference(registry);
    reference.record(type, "", "The top");
    StringBuilder text = new StringBuilder();
    reference.sections.forEach(
        (title, section) -> text.append("### ").append(title).append("\n\n").append(section));
    return text.toString();
  }

  /** Adds the section of a record and then those of what its keys lead to. */
  private void record(Class<? extends Record> type, String path, String title) {
    titles.put(type, title);
    sections.put(title, "");
    List<Runnable> below = new ArrayList<>();
    sections.put(title, table(type, path, below));
    below.forEach(Runnable::run);
  }

  private String table(Class<? extends Record> type, String path, List<Runnable> below) {
    StringBuilder table =
        new StringBuilder("| key | takes | default | |\n| --- | --- | --- | --- |\n");
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = Kinds.key(component);
      String name = Keys.name(component);
      String at = path.isEmpty() ? name : path + "." + name;
      String takes = takes(component.getGenericType(), key, at, below);
      TypedBy by = component.getAnnotation(TypedBy.class);
      if (by != null) {
        takes += " that `%s` names".formatted(String.join("` or `", by.value()));
      }
      table.append(
          "| `%s` | %s | %s | %s |\n".formatted(name, takes, fallback(key), escaped(key.doc())));
    }
    return table.append('\n').toString();
  }

  private String takes(Type type, Key key, String at, List<Runnable> below) {
    return switch (Kinds.of(type)) {
      case RECORD -> "a section: " + link(Kinds.raw(type), at, below);
      case POINT ->
          ("aeiou".indexOf(word(Kinds.raw(type)).charAt(0)) < 0 ? "a " : "an ")
              + link(Kinds.raw(type), at, below);
      case LIST ->
          leadsOn(type)
              ? "a list, each entry " + takes(Kinds.element(type), key, at, below)
              : bounded("a list", key);
      case MAP ->
          leadsOn(type)
              ? "names, each with " + takes(Kinds.element(type), key, at + ".NAME", below)
              : bounded("a mapping", key);
      default -> bounded(Kinds.wanted(type), key);
    };
  }

  private static boolean leadsOn(Type type) {
    Kinds.Kind inner = Kinds.of(Kinds.element(type));
    return inner == Kinds.Kind.RECORD || inner == Kinds.Kind.POINT;
  }

  private static String bounded(String kind, Key key) {
    String allowed = Keys.allowed(key);
    boolean saysAll = allowed.startsWith("a number") || allowed.startsWith("one of");
    return escaped(allowed.isEmpty() ? kind : saysAll ? allowed : kind + ", " + allowed);
  }

  private static String fallback(Key key) {
    if (key.required()) {
      return "required";
    }
    return key.fallback().isEmpty() ? "" : "`" + key.fallback().replace("|", "\\|") + "`";
  }

  private String link(Class<?> to, String at, List<Runnable> below) {
    String title = titles.get(to);
    if (title == null) {
      if (to.isRecord()) {
        title = "`" + at + "`";
        String own = title;
        below.add(() -> record(to.asSubclass(Record.class), at, own));
      } else {
        title = "Types of " + word(to);
        below.add(() -> point(to, at));
      }
      titles.put(to, title);
    }
    String shown = to.isRecord() ? title : word(to);
    return "[%s](#%s)".formatted(shown, anchor(title));
  }

  /** Adds the section of an extension point and one for each of its types that has keys. */
  private void point(Class<?> point, String at) {
    String title = titles.get(point);
    String word = word(point);
    StringBuilder text = new StringBuilder();
    List<Runnable> below = new ArrayList<>();
    List<Registry.Type> types = List.copyOf(registry.types(point).values());
    if (types.isEmpty()) {
      text.append("None is built in; jars bring them.\n\n");
    } else {
      text.append("| type | |\n| --- | --- |\n");
    }
    Map<String, Registry.Type> withKeys = new LinkedHashMap<>();
    for (Registry.Type type : types) {
      String own = "`%s` (%s)".formatted(type.name(), word);
      boolean hasKeys = type.settings().getRecordComponents().length > 0;
      if (hasKeys) {
        withKeys.put(own, type);
      }
      String shown =
          hasKeys ? "[`%s`](#%s)".formatted(type.name(), anchor(own)) : "`" + type.name() + "`";
      text.append("| %s | %s |\n".formatted(shown, escaped(type.doc())));
    }
    sections.put(title, text.append(types.isEmpty() ? "" : "\n").toString());
    withKeys.forEach(
        (own, type) -> {
          sections.put(own, "");
          sections.put(own, escaped(type.doc()) + "\n\n" + table(type.settings(), at, below));
        });
    below.forEach(Runnable::run);
  }

  private static String word(Class<?> point) {
    return Registry.word(point).replace(" settings", "");
  }

  /** As the sites that show Markdown make it of a title. */
  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
  }

  /** A text as it stands, in a cell of a table. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("[", "\\[")
        .replace("<", "&lt;");
  }
}
