package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.plugin.Quoting;
import dev.nightwarden.plugin.TypedBy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Finds the type of an extension point that a mapping names, whose record its keys then fill. */
final class ExtensionBinder {
  static final String TYPE = "type";

  private final Registry registry;
  private final Problems problems;
  private final RecordBinder records;

  ExtensionBinder(Registry registry, Problems problems, RecordBinder records) {
    this.registry = registry;
    this.problems = problems;
    this.records = records;
  }

  /** The type that the mapping itself names, or the default one. */
  Object bind(Class<?> point, Node node, KeyPath path, Rule rule) {
    Map<String, Registry.Type> types = registry.types(point);
    if (!(node instanceof Mapping mapping)) {
      boolean isName = node instanceof Scalar scalar && types.containsKey(scalar.text());
      String hint = isName ? "; write {type: %s}".formatted(((Scalar) node).text()) : "";
      return problems.wrongType(point, node, path, rule, hint);
    }
    Node given = mapping.entries().get(TYPE);
    if (!Node.isNull(given)) {
      return bindNamed(point, given, path.then(TYPE), mapping, path, rule);
    }
    String name = rule.defaultType();
    if (name.isEmpty()) {
      return missing(mapping, path, types);
    }
    if (!types.containsKey(name)) {
      throw new IllegalStateException("the fallback %s is not %s".formatted(name, a(point)));
    }
    return records.bind(types.get(name).settings(), mapping, path, rule.inside(), true);
  }

  private Object missing(Mapping mapping, KeyPath path, Map<String, Registry.Type> types) {
    problems.note(
        mapping.place(), "%s is missing; known: %s".formatted(path.then(TYPE), known(types)));
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!key.equals(TYPE) && Nearest.to(key, List.of(TYPE)).isPresent()) {
                problems.note(
                    value.place(), "%s is not a key; did you mean type?".formatted(path.then(key)));
              }
            });
    return null;
  }

  /** The type that a key beside the component names. */
  Object bindTyped(RecordComponent component, Mapping mapping, KeyPath path, Rule rule) {
    TypedBy by = component.getAnnotation(TypedBy.class);
    String own = Keys.name(component);
    KeyPath at = path.then(own);
    Node node = mapping.entries().get(own);
    Node kind = mapping.entries().get(TYPE);
    String type =
        kind instanceof Scalar given && !Node.isNull(kind)
            ? given.text()
            : fallback(TYPE, component);
    if (!List.of(by.when()).contains(type)) {
      return Node.isNull(node)
          ? null
          : problems.note(
              node.place(), "%s is only for type %s".formatted(at, String.join(" or ", by.when())));
    }
    if (!Node.isNull(node) && !(node instanceof Mapping)) {
      return problems.wrongType(component.getGenericType(), node, at, rule);
    }
    for (String key : by.value()) {
      Node name = mapping.entries().get(key);
      if (!Node.isNull(name)) {
        Position place = Node.isNull(node) ? mapping.place() : node.place();
        Map<String, Node> params = Node.isNull(node) ? Map.of() : ((Mapping) node).entries();
        return bindNamed(
            Kinds.raw(component.getGenericType()),
            name,
            path.then(key),
            new Mapping(place, params, null),
            at,
            rule);
      }
    }
    // The key that is missing is required, and said to be missing.
    return null;
  }

  private static String fallback(String name, RecordComponent component) {
    return Arrays.stream(component.getDeclaringRecord().getRecordComponents())
        .filter(other -> Keys.name(other).equals(name))
        .map(other -> Kinds.key(other).fallback())
        .findFirst()
        .orElse("");
  }

  /** The type that a node names, its keys in a mapping. */
  private Object bindNamed(
      Class<?> point, Node given, KeyPath key, Mapping mapping, KeyPath path, Rule rule) {
    Map<String, Registry.Type> types = registry.types(point);
    if (!(given instanceof Scalar scalar)) {
      return problems.note(
          given.place(),
          "%s: %s is not %s; known: %s"
              .formatted(key, problems.found(given, rule), a(point), known(types)));
    }
    Filled name = problems.fill(scalar, key, Rule.NONE).orElse(null);
    if (name == null) {
      return null;
    }
    if (!types.containsKey(name.text())) {
      return problems.note(
          given.place(),
          "%s: %s is not %s%s"
              .formatted(
                  key,
                  name.found(),
                  a(point),
                  Nearest.hint(name.shown(), types.keySet(), "known")));
    }
    boolean typed = key.equals(path.then(TYPE));
    return records.bind(types.get(name.text()).settings(), mapping, path, rule.inside(), typed);
  }

  private static String known(Map<String, Registry.Type> types) {
    return Quoting.list(types.keySet());
  }

  private static String a(Class<?> point) {
    String word = Registry.word(point);
    return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
  }
}
