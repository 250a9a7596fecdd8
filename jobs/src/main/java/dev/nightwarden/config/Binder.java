package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.plugin.Nearest;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns nodes into values of the types that records want, noting every problem on the way. */
final class Binder {
  private final Problems problems;
  private final ScalarBinder scalars;
  private final RecordBinder records;

  Binder(Registry registry, Problems problems) {
    this.problems = problems;
    this.scalars = new ScalarBinder(problems);
    this.records = new RecordBinder(registry, problems, this);
  }

  /** The record, or nothing if there were problems. */
  <T extends Record> Optional<T> bind(Class<T> type, Mapping root) {
    return Optional.ofNullable(type.cast(records.bind(type, root, KeyPath.TOP, Rule.NONE, false)));
  }

  /** The value; null for none, and where there was a problem, which is then noted. */
  Object bind(Type type, Node node, KeyPath path, Rule rule) {
    return switch (Kinds.of(type)) {
      case LIST -> bindList(type, node, path, rule);
      case MAP -> bindMap(type, node, path, rule);
      case RECORD ->
          node instanceof Mapping mapping
              ? records.bind(Kinds.raw(type).asSubclass(Record.class), mapping, path, rule, false)
              : problems.wrongType(type, node, path, rule);
      case POINT -> records.extensions().bind(Kinds.raw(type), node, path, rule);
      case ANYTHING -> anything(node, path, rule);
      default -> bindScalar(type, node, path, rule);
    };
  }

  private Object bindScalar(Type type, Node node, KeyPath path, Rule rule) {
    if (node instanceof Scalar scalar) {
      return problems
          .fill(scalar, path, rule)
          .map(filled -> scalars.bind(type, filled, path))
          .orElse(null);
    }
    String raw = raw(node);
    return Kinds.of(type) == Kinds.Kind.TEXT && raw != null
        ? bind(type, new Scalar(node.place(), raw, true, Origin.OPTION), path, rule)
        : problems.wrongType(type, node, path, rule);
  }

  private static String raw(Node node) {
    return node instanceof Sequence list ? list.raw() : ((Mapping) node).raw();
  }

  private Object bindList(Type type, Node node, KeyPath path, Rule rule) {
    if (!(node instanceof Sequence list)) {
      return problems.wrongType(type, node, path, rule);
    }
    Type element = Kinds.element(type);
    List<Object> values = new ArrayList<>();
    int before = problems.count();
    for (int i = 0; i < list.elements().size(); i++) {
      values.add(bindElement(element, list.elements().get(i), path.then(i), rule));
    }
    return problems.count() == before ? Collections.unmodifiableList(values) : null;
  }

  private Object bindMap(Type type, Node node, KeyPath path, Rule rule) {
    if (!(node instanceof Mapping mapping)) {
      return problems.wrongType(type, node, path, rule);
    }
    Type element = Kinds.element(type);
    Map<String, Object> values = new LinkedHashMap<>();
    int before = problems.count();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              KeyPath at = path.then(name);
              if (Node.isNull(value) && ((Scalar) value).origin() == Origin.OPTION) {
                return;
              }
              if (Node.isNull(value) && ((Scalar) value).origin() == Origin.OPTION_WITHOUT_EFFECT) {
                List<String> others =
                    mapping.entries().keySet().stream().filter(o -> !o.equals(name)).toList();
                problems.note(
                    value.place(), at + " is not there" + Nearest.hint(name, others, "there are"));
                return;
              }
              values.put(name, bindElement(element, orEmpty(element, value), at, rule));
            });
    return problems.count() == before ? Collections.unmodifiableMap(values) : null;
  }

  /** An entry of a map whose value is left out has no keys, where it could have some. */
  private static Node orEmpty(Type element, Node value) {
    boolean nested = List.of(Kinds.Kind.RECORD, Kinds.Kind.POINT).contains(Kinds.of(element));
    return Node.isNull(value) && nested ? new Mapping(value.place(), Map.of(), null) : value;
  }

  private Object bindElement(Type element, Node value, KeyPath path, Rule rule) {
    return Node.isNull(value) && Kinds.of(element) != Kinds.Kind.ANYTHING
        ? problems.wrongType(element, value, path, rule)
        : bind(element, value, path, rule);
  }

  /** The value there as Java's own types, which a config passes on unchecked. */
  private Object anything(Node node, KeyPath path, Rule rule) {
    if (node instanceof Sequence list) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < list.elements().size(); i++) {
        values.add(anything(list.elements().get(i), path.then(i), rule));
      }
      return Collections.unmodifiableList(values);
    }
    if (node instanceof Mapping mapping) {
      Map<String, Object> values = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach((name, value) -> values.put(name, anything(value, path.then(name), rule)));
      return Collections.unmodifiableMap(values);
    }
    return problems.fill((Scalar) node, path, rule).map(ScalarBinder::anything).orElse(null);
  }
}
