package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.plugin.TypedBy;
import dev.nightwarden.value.Amount;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Fills the components of a record with the keys of a mapping, as their {@link Key}s say. */
final class RecordBinder {
  private final Problems problems;
  private final Binder values;
  private final ExtensionBinder extensions;

  RecordBinder(Registry registry, Problems problems, Binder values) {
    this.problems = problems;
    this.values = values;
    this.extensions = new ExtensionBinder(registry, problems, this);
  }

  ExtensionBinder extensions() {
    return extensions;
  }

  /**
   * The record; null, and noted, where a key is unknown, missing or wrong.
   *
   * @param typed whether the mapping may also say which type it is of
   */
  Object bind(
      Class<? extends Record> type, Mapping mapping, KeyPath path, Rule rule, boolean typed) {
    int before = problems.count();
    refuseUnknownKeys(type, mapping, path, typed);
    RecordComponent[] components = type.getRecordComponents();
    Object[] bound = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Key key = Kinds.key(components[i]);
      Rule inner = new Rule(rule.secret() || key.secret(), defaultType(components[i], key));
      bound[i] = bindComponent(components[i], key, mapping, path, inner);
    }
    return problems.count() == before ? construct(type, bound, mapping, path, rule) : null;
  }

  private void refuseUnknownKeys(
      Class<? extends Record> type, Mapping mapping, KeyPath path, boolean typed) {
    List<String> keys = Kinds.keys(type);
    List<String> near = new ArrayList<>(keys);
    if (typed) {
      near.add(ExtensionBinder.TYPE);
    }
    boolean hasSecrets = keys.stream().anyMatch(key -> Kinds.isSecret(type, key));
    mapping
        .entries()
        .forEach(
            (name, node) -> {
              if (!near.contains(name)) {
                if (hasSecrets) {
                  node.place().conceal();
                }
                problems.note(
                    node.place(),
                    path.then(name) + " is not a key" + Nearest.hint(name, near, "keys", keys));
              }
            });
  }

  private static String defaultType(RecordComponent component, Key key) {
    return Kinds.leadsToPoint(component.getGenericType()) ? key.fallback() : "";
  }

  private Object bindComponent(
      RecordComponent component, Key key, Mapping mapping, KeyPath path, Rule rule) {
    if (component.isAnnotationPresent(TypedBy.class)) {
      return extensions.bindTyped(component, mapping, path, rule);
    }
    Type type = component.getGenericType();
    String name = Keys.name(component);
    KeyPath at = path.then(name);
    Node node = mapping.entries().get(name);
    if (Node.isNull(node)) {
      if (key.required()) {
        Position place = node == null ? mapping.place() : node.place();
        return problems.note(place, "%s is missing; wanted: %s".formatted(at, Kinds.wanted(type)));
      }
      return bindFallback(component, key, mapping.place(), at, rule);
    }
    if (key.commas() && node instanceof Scalar scalar) {
      node = parts(scalar);
    }
    Object value = values.bind(type, node, at, rule);
    return value != null && isAllowed(type, key, value, node, at, rule) ? value : null;
  }

  private static Node parts(Scalar scalar) {
    List<Node> parts = new ArrayList<>();
    for (String part : scalar.text().split(",", -1)) {
      parts.add(new Scalar(scalar.place(), part.strip(), scalar.plain(), scalar.origin()));
    }
    return new Sequence(scalar.place(), parts, scalar.text());
  }

  private Object bindFallback(
      RecordComponent component, Key key, Position place, KeyPath path, Rule rule) {
    Type type = component.getGenericType();
    if (!key.fallback().isEmpty() && !Kinds.leadsToPoint(type)) {
      return values.bind(type, Yaml.value(key.fallback(), place, Origin.FALLBACK), path, rule);
    }
    return switch (Kinds.of(type)) {
      case LIST -> List.of();
      case MAP -> Map.of();
      case POINT ->
          key.fallback().isEmpty()
              ? null
              : values.bind(type, new Mapping(place, Map.of(), null), path, rule);
      default -> {
        if (Kinds.raw(type).isPrimitive()) {
          throw new IllegalStateException(
              "%s of %s needs a fallback, or must be required"
                  .formatted(component.getName(), component.getDeclaringRecord().getName()));
        }
        yield null;
      }
    };
  }

  private boolean isAllowed(Type type, Key key, Object value, Node node, KeyPath path, Rule rule) {
    if (Keys.allows(key, value)) {
      return true;
    }
    if (rule.secret()) {
      node.place().conceal();
    }
    if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
      int size = value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
      problems.note(
          node.place(),
          "%s has %s; allowed: %s"
              .formatted(path, Amount.of(size, "entry", "entries"), Keys.allowed(key)));
    } else if (key.oneOf().length > 0 && node instanceof Scalar scalar) {
      problems
          .fill(scalar, path, rule)
          .ifPresent(filled -> problems.notAllowed(filled, path, List.of(key.oneOf())));
    } else {
      problems.note(
          node.place(),
          "%s is %s; allowed: %s%s"
              .formatted(
                  path,
                  problems.found(node, rule),
                  Keys.allowed(key),
                  Kinds.of(type) == Kinds.Kind.DURATION ? ", in seconds" : ""));
    }
    return false;
  }

  private Object construct(
      Class<? extends Record> type, Object[] bound, Mapping mapping, KeyPath path, Rule rule) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      Object settings = constructor.newInstance(bound);
      if (settings instanceof Checked checked) {
        checked.check();
      }
      return settings;
    } catch (InvocationTargetException e) {
      return refused(e.getCause(), type, mapping, path, rule);
    } catch (RuntimeException e) {
      return refused(e, type, mapping, path, rule);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    }
  }

  private Object refused(
      Throwable thrown, Class<? extends Record> type, Mapping mapping, KeyPath path, Rule rule) {
    if (thrown instanceof IllegalKeyException refused) {
      problems.refusal(refused, type, mapping, path, rule);
    } else if (thrown instanceof IllegalArgumentException refused) {
      problems.refusal(refused, mapping, path);
    } else {
      throw new IllegalStateException(type.getName() + " fails on its settings", thrown);
    }
    return null;
  }
}
