package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.plugin.Quoting;
import dev.nightwarden.plugin.TypedBy;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns nodes into records, noting every problem on the way. */
final class Binder {
  private static final String TYPE = "type";
  private static final int MAX_DIGITS = 40;
  private static final int MAX_PROBLEM = 1_000;

  private final Registry registry;
  private final Environment environment;
  private final Secrets secrets;
  private final List<Problem> problems;

  Binder(Registry registry, Environment environment, Secrets secrets, List<Problem> problems) {
    this.registry = registry;
    this.environment = environment;
    this.secrets = secrets;
    this.problems = problems;
  }

  /**
   * What a component says of the values inside it.
   *
   * @param defaultType the type where a mapping names none; empty where it must
   */
  private record Rule(boolean secret, String defaultType) {
    static final Rule NONE = new Rule(false, "");
  }

  /** A scalar with the environment in place. */
  private record Filled(Scalar written, String text, List<String> variables, boolean secret) {
    Tag tag() {
      return Scalar.tag(text, written.plain());
    }

    /** Whether it may be a text though it looks like something else. */
    boolean needsNoQuotes() {
      return !variables.isEmpty() || written.origin() != Origin.FILE;
    }
  }

  /** The record, or nothing if there were problems. */
  <T extends Record> Optional<T> bind(Class<T> type, Mapping root) {
    return Optional.ofNullable(type.cast(bindRecord(type, root, KeyPath.TOP, Rule.NONE, false)));
  }

  /** The value; null for none, and where there was a problem, which is then noted. */
  private Object bind(Type type, Node node, KeyPath path, Rule rule) {
    return switch (Kinds.of(type)) {
      case LIST -> bindList(type, node, path, rule);
      case MAP -> bindMap(type, node, path, rule);
      case RECORD -> {
        if (node instanceof Mapping mapping) {
          yield bindRecord(Kinds.raw(type).asSubclass(Record.class), mapping, path, rule, false);
        }
        yield wrongType(type, node, path, rule, "");
      }
      case POINT -> bindPoint(Kinds.raw(type), node, path, rule);
      case ANYTHING -> anything(node, path, rule);
      default -> {
        if (node instanceof Scalar scalar) {
          yield fill(scalar, path, rule).map(f -> bindScalar(type, f, path)).orElse(null);
        }
        String raw = raw(node);
        if (Kinds.of(type) == Kinds.Kind.TEXT && raw != null) {
          yield bind(type, new Scalar(node.place(), raw, true, Origin.OPTION), path, rule);
        }
        yield wrongType(type, node, path, rule, "");
      }
    };
  }

  private Object bindRecord(
      Class<? extends Record> type, Mapping mapping, KeyPath path, Rule rule, boolean typed) {
    int before = problems.size();
    refuseUnknownKeys(type, mapping, path, typed);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Key key = Kinds.key(components[i]);
      Rule inner = new Rule(rule.secret || key.secret(), defaultType(components[i], key));
      values[i] = bindComponent(components[i], key, mapping, path, inner);
    }
    return problems.size() == before ? construct(type, values, mapping, path, rule) : null;
  }

  private Object bindComponent(
      RecordComponent component, Key key, Mapping mapping, KeyPath path, Rule rule) {
    Type type = component.getGenericType();
    String name = Keys.name(component);
    KeyPath at = path.then(name);
    Node node = mapping.entries().get(name);
    if (component.isAnnotationPresent(TypedBy.class)) {
      return bindTyped(component, node, mapping, path, rule);
    }
    if (key.commas() && node instanceof Scalar scalar && !isNull(node)) {
      node = parts(scalar);
    }
    if (!isNull(node)) {
      Object value = bind(type, node, at, rule);
      return value != null && isAllowed(type, key, value, node, at, rule) ? value : null;
    }
    if (key.required()) {
      Position place = node == null ? mapping.place() : node.place();
      return problem(place, "%s is missing; wanted: %s".formatted(at, Kinds.wanted(type)));
    }
    return bindFallback(component, key, mapping.place(), at, rule);
  }

  /** A type of an extension point that a key beside it names. */
  private Object bindTyped(
      RecordComponent component, Node node, Mapping mapping, KeyPath path, Rule rule) {
    TypedBy by = component.getAnnotation(TypedBy.class);
    KeyPath at = path.then(Keys.name(component));
    Node kind = mapping.entries().get(TYPE);
    String type =
        kind instanceof Scalar given && !isNull(kind) ? given.text() : defaultOf(TYPE, component);
    if (!List.of(by.when()).contains(type)) {
      return isNull(node)
          ? null
          : problem(
              node.place(), "%s is only for type %s".formatted(at, String.join(" or ", by.when())));
    }
    if (!isNull(node) && !(node instanceof Mapping)) {
      return wrongType(component.getGenericType(), node, at, rule, "");
    }
    for (String key : by.value()) {
      Node name = mapping.entries().get(key);
      if (!isNull(name)) {
        Position place = isNull(node) ? mapping.place() : node.place();
        Map<String, Node> params = isNull(node) ? Map.of() : ((Mapping) node).entries();
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

  private static String defaultOf(String name, RecordComponent component) {
    return Arrays.stream(component.getDeclaringRecord().getRecordComponents())
        .filter(other -> Keys.name(other).equals(name))
        .map(other -> Kinds.key(other).fallback())
        .findFirst()
        .orElse("");
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
      return bind(type, Yaml.value(key.fallback(), place, Origin.FALLBACK), path, rule);
    }
    return switch (Kinds.of(type)) {
      case LIST -> List.of();
      case MAP -> Map.of();
      case POINT ->
          key.fallback().isEmpty()
              ? null
              : bind(type, new Mapping(place, Map.of(), null), path, rule);
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

  private static String defaultType(RecordComponent component, Key key) {
    return Kinds.leadsToPoint(component.getGenericType()) ? key.fallback() : "";
  }

  private void refuseUnknownKeys(
      Class<? extends Record> type, Mapping mapping, KeyPath path, boolean typed) {
    List<String> keys = Kinds.keys(type);
    List<String> near = new ArrayList<>(keys);
    if (typed) {
      near.add(TYPE);
    }
    mapping
        .entries()
        .forEach(
            (name, node) -> {
              if (!near.contains(name)) {
                if (Arrays.stream(type.getRecordComponents())
                    .anyMatch(c -> Kinds.key(c).secret())) {
                  node.place().conceal();
                }
                problem(
                    node.place(),
                    path.then(name) + " is not a key" + Nearest.hint(name, near, "keys", keys));
              }
            });
  }

  private Object construct(
      Class<? extends Record> type, Object[] values, Mapping mapping, KeyPath path, Rule rule) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalKeyException refused) {
        KeyPath key = keyPath(refused.key());
        Node at = deepest(mapping, key);
        Rule inner = new Rule(rule.secret || isSecret(type, key), "");
        refusal(at.place(), path.then(key) + " ", withoutValue(refused.problem(), at, inner));
      } else if (e.getCause() instanceof IllegalArgumentException refused) {
        refusal(mapping.place(), prefix(path), String.valueOf(refused.getMessage()));
      } else {
        throw new IllegalStateException(type.getName() + " fails on its settings", e.getCause());
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    }
  }

  /** The words of a record that may repeat a value that must not be shown. */
  private String withoutValue(String reason, Node node, Rule rule) {
    if (!(node instanceof Scalar scalar)) {
      return reason;
    }
    if (rule.secret) {
      scalar.place().conceal();
    }
    Filled filled = fill(scalar, KeyPath.TOP, rule).orElse(null);
    return filled == null
            || filled.text().isEmpty()
            || (filled.variables().isEmpty() && !rule.secret)
        ? reason
        : reason.replace(filled.text(), found(filled));
  }

  private static boolean isSecret(Class<? extends Record> type, KeyPath key) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(c -> Keys.name(c).equals(key.parts().get(0)) && Kinds.key(c).secret());
  }

  private static KeyPath keyPath(String key) {
    try {
      return KeyPath.parse(key);
    } catch (IllegalArgumentException e) {
      return KeyPath.TOP.then(key);
    }
  }

  /** The node that a path leads to, or the last one on the way that is there. */
  static Node deepest(Node from, KeyPath path) {
    Node at = from;
    for (String part : path.parts()) {
      Node next = null;
      if (at instanceof Mapping mapping) {
        next = mapping.entries().get(part);
      } else if (at instanceof Sequence list && part.matches("\\[\\d{1,6}]")) {
        int index = Integer.parseInt(part.substring(1, part.length() - 1));
        next = index < list.elements().size() ? list.elements().get(index) : null;
      }
      if (next == null) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private Object bindPoint(Class<?> point, Node node, KeyPath path, Rule rule) {
    Map<String, Registry.Type> types = registry.types(point);
    if (!(node instanceof Mapping mapping)) {
      boolean isName = node instanceof Scalar scalar && types.containsKey(scalar.text());
      String hint = isName ? "; write {type: %s}".formatted(((Scalar) node).text()) : "";
      return wrongType(point, node, path, rule, hint);
    }
    Node given = mapping.entries().get(TYPE);
    String name = rule.defaultType;
    if (!isNull(given)) {
      return bindNamed(point, given, path.then(TYPE), mapping, path, rule);
    } else if (name.isEmpty()) {
      problem(mapping.place(), "%s is missing; known: %s".formatted(path.then(TYPE), known(types)));
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                if (!key.equals(TYPE) && Nearest.to(key, List.of(TYPE)).isPresent()) {
                  problem(
                      value.place(),
                      "%s is not a key; did you mean type?".formatted(path.then(key)));
                }
              });
      return null;
    } else if (!types.containsKey(name)) {
      throw new IllegalStateException("the fallback %s is not %s".formatted(name, a(point)));
    }
    return bindRecord(types.get(name).settings(), mapping, path, new Rule(rule.secret, ""), true);
  }

  /** The type of an extension point that a node names, its keys in a mapping. */
  private Object bindNamed(
      Class<?> point, Node given, KeyPath key, Mapping mapping, KeyPath path, Rule rule) {
    Map<String, Registry.Type> types = registry.types(point);
    if (!(given instanceof Scalar scalar)) {
      return problem(
          given.place(),
          "%s: %s is not %s; known: %s".formatted(key, found(given, rule), a(point), known(types)));
    }
    Filled filled = fill(scalar, key, Rule.NONE).orElse(null);
    if (filled == null) {
      return null;
    }
    String name = filled.text();
    if (!types.containsKey(name)) {
      String shown = filled.variables().isEmpty() ? name : null;
      return problem(
          given.place(),
          "%s: %s is not %s%s"
              .formatted(
                  key, found(filled), a(point), Nearest.hint(shown, types.keySet(), "known")));
    }
    boolean typed = key.toString().equals(path.then(TYPE).toString());
    return bindRecord(types.get(name).settings(), mapping, path, new Rule(rule.secret, ""), typed);
  }

  private static String known(Map<String, Registry.Type> types) {
    return Quoting.list(types.keySet());
  }

  private static String a(Class<?> point) {
    String word = Registry.word(point);
    return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
  }

  private Object bindList(Type type, Node node, KeyPath path, Rule rule) {
    if (!(node instanceof Sequence list)) {
      return wrongType(type, node, path, rule, "");
    }
    List<Object> values = new ArrayList<>();
    int before = problems.size();
    for (int i = 0; i < list.elements().size(); i++) {
      Node element = list.elements().get(i);
      if (isNull(element) && Kinds.of(Kinds.element(type)) != Kinds.Kind.ANYTHING) {
        wrongType(Kinds.element(type), element, path.then(i), rule, "");
      } else {
        values.add(bind(Kinds.element(type), element, path.then(i), rule));
      }
    }
    return problems.size() == before ? Collections.unmodifiableList(values) : null;
  }

  private Object bindMap(Type type, Node node, KeyPath path, Rule rule) {
    if (!(node instanceof Mapping mapping)) {
      return wrongType(type, node, path, rule, "");
    }
    Type element = Kinds.element(type);
    boolean nested = List.of(Kinds.Kind.RECORD, Kinds.Kind.POINT).contains(Kinds.of(element));
    Map<String, Object> values = new LinkedHashMap<>();
    int before = problems.size();
    mapping
        .entries()
        .forEach(
            (name, given) -> {
              Node value = given;
              KeyPath at = path.then(name);
              if (isNull(value) && ((Scalar) value).origin() == Origin.OPTION) {
                return;
              }
              if (isNull(value) && ((Scalar) value).origin() == Origin.OPTION_WITHOUT_EFFECT) {
                List<String> others =
                    mapping.entries().keySet().stream().filter(o -> !o.equals(name)).toList();
                problem(
                    value.place(), at + " is not there" + Nearest.hint(name, others, "there are"));
                return;
              }
              if (isNull(value) && nested) {
                value = new Mapping(value.place(), Map.of(), null);
              }
              if (isNull(value) && Kinds.of(element) != Kinds.Kind.ANYTHING) {
                wrongType(element, value, at, rule, "");
              } else {
                values.put(name, bind(element, value, at, rule));
              }
            });
    return problems.size() == before ? Collections.unmodifiableMap(values) : null;
  }

  /** Whatever stands there, as Java's own types: what a config hands on without looking at it. */
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
    Filled filled = fill((Scalar) node, path, rule).orElse(null);
    if (filled == null || filled.tag().equals(Tag.NULL)) {
      return null;
    } else if (filled.tag().equals(Tag.BOOL)) {
      return Boolean.valueOf(filled.text());
    } else if (filled.tag().equals(Tag.INT)) {
      BigInteger number = wholeNumber(filled.text()).orElse(null);
      return number == null ? filled.text() : number.bitLength() < 64 ? number.longValue() : number;
    } else if (filled.tag().equals(Tag.FLOAT)) {
      return number(filled.text()).map(n -> (Object) n).orElse(filled.text());
    }
    return filled.text();
  }

  private Object bindScalar(Type type, Filled value, KeyPath path) {
    String text = value.text();
    // In brackets ${NAME} needs its quotes, so they do not make it a text.
    Tag tag = value.variables().isEmpty() ? value.tag() : Scalar.tag(text, true);
    boolean looksLikeText = !List.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL).contains(tag);
    Kinds.Kind kind = Kinds.of(type);
    Optional<?> read =
        switch (kind) {
          case TEXT -> Optional.of(text).filter(t -> looksLikeText || value.needsNoQuotes());
          case WHOLE_NUMBER ->
              wholeNumber(text)
                  .filter(n -> tag.equals(Tag.INT))
                  .flatMap(n -> fit(n, Kinds.raw(type)));
          case NUMBER -> number(text).filter(n -> tag.equals(Tag.INT) || tag.equals(Tag.FLOAT));
          case BOOLEAN -> Optional.of(Boolean.valueOf(text)).filter(b -> tag.equals(Tag.BOOL));
          case DURATION -> Durations.parse(text);
          case DATE -> date(text);
          case ENUM ->
              Arrays.stream(Kinds.raw(type).getEnumConstants())
                  .filter(constant -> Kinds.constant((Enum<?>) constant).equals(text))
                  .findFirst();
          default -> throw new IllegalStateException(kind.toString());
        };
    if (read.isPresent()) {
      return read.get();
    }
    if (kind == Kinds.Kind.ENUM) {
      notAllowed(value, path, Kinds.constants(type));
      return null;
    }
    Tag unquoted = Scalar.tag(text, true);
    String hint = "";
    if (kind == Kinds.Kind.TEXT) {
      hint = "; put it in quotes";
    } else if (kind == Kinds.Kind.WHOLE_NUMBER && tag.equals(Tag.INT)) {
      hint =
          Kinds.raw(type) == int.class || Kinds.raw(type) == Integer.class
              ? " from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE)
              : " from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (!value.written().plain()
        && (unquoted.equals(Tag.INT)
            || (unquoted.equals(Tag.FLOAT) && kind == Kinds.Kind.NUMBER)
            || (unquoted.equals(Tag.BOOL) && kind == Kinds.Kind.BOOLEAN))
        && kind != Kinds.Kind.DURATION
        && kind != Kinds.Kind.DATE) {
      hint = "; take away the quotes";
    }
    problem(
        value.written().place(),
        "%s: %s is not %s%s".formatted(path, found(value), Kinds.wanted(type), hint));
    return null;
  }

  private boolean isAllowed(Type type, Key key, Object value, Node node, KeyPath path, Rule rule) {
    if (Keys.allows(key, value)) {
      return true;
    }
    if (rule.secret) {
      node.place().conceal();
    }
    if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
      int size = value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
      problem(
          node.place(), "%s has %d entries; allowed: %s".formatted(path, size, Keys.allowed(key)));
    } else if (key.oneOf().length > 0 && node instanceof Scalar scalar) {
      fill(scalar, path, rule).ifPresent(f -> notAllowed(f, path, List.of(key.oneOf())));
    } else {
      problem(
          node.place(),
          "%s is %s; allowed: %s%s"
              .formatted(
                  path,
                  found(node, rule),
                  Keys.allowed(key),
                  Kinds.of(type) == Kinds.Kind.DURATION ? ", in seconds" : ""));
    }
    return false;
  }

  private void notAllowed(Filled value, KeyPath path, List<String> allowed) {
    String shown = value.variables().isEmpty() && !value.secret() ? value.text() : null;
    problem(
        value.written().place(),
        "%s: %s is not allowed%s"
            .formatted(path, found(value), Nearest.hint(shown, allowed, "allowed")));
  }

  private static boolean isNull(Node node) {
    return node == null || (node instanceof Scalar scalar && scalar.isNull());
  }

  private static String raw(Node node) {
    return node instanceof Sequence list ? list.raw() : ((Mapping) node).raw();
  }

  private Optional<Filled> fill(Scalar scalar, KeyPath path, Rule rule) {
    if (rule.secret) {
      scalar.place().conceal();
    }
    try {
      Environment.Filled filled = environment.fill(scalar.text());
      filled.values().forEach(secrets::add);
      if (rule.secret) {
        secrets.add(filled.text());
      }
      return Optional.of(new Filled(scalar, filled.text(), filled.names(), rule.secret));
    } catch (IllegalArgumentException e) {
      problem(scalar.place(), "%s: %s".formatted(path, e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<BigInteger> wholeNumber(String text) {
    if (text.length() > MAX_DIGITS || !Scalar.tag(text, true).equals(Tag.INT)) {
      return Optional.empty();
    }
    boolean hex = text.startsWith("0x");
    boolean octal = text.startsWith("0o");
    return Optional.of(
        hex || octal
            ? new BigInteger(text.substring(2), hex ? 16 : 8)
            : new BigInteger(text.startsWith("+") ? text.substring(1) : text));
  }

  private static Optional<Object> fit(BigInteger number, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return number.bitLength() < 32 ? Optional.of(number.intValue()) : Optional.empty();
    }
    return number.bitLength() < 64 ? Optional.of(number.longValue()) : Optional.empty();
  }

  private static Optional<Double> number(String text) {
    Optional<BigInteger> whole = wholeNumber(text);
    if (whole.isPresent()) {
      return Optional.of(whole.get().doubleValue());
    }
    try {
      return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Object wrongType(Type type, Node node, KeyPath path, Rule rule, String hint) {
    if (rule.secret) {
      node.place().conceal();
    }
    String at = prefix(path);
    return problem(
        node.place(), at + "%s is not %s%s".formatted(found(node, rule), Kinds.wanted(type), hint));
  }

  private static String prefix(KeyPath path) {
    return path.parts().isEmpty() ? "" : path + ": ";
  }

  private String found(Node node, Rule rule) {
    if (node instanceof Sequence) {
      return "a list";
    } else if (node instanceof Mapping) {
      return "a mapping";
    }
    Scalar scalar = (Scalar) node;
    try {
      Environment.Filled filled = environment.fill(scalar.text());
      return found(new Filled(scalar, filled.text(), filled.names(), rule.secret));
    } catch (IllegalArgumentException e) {
      return found(new Filled(scalar, scalar.text(), List.of(), rule.secret));
    }
  }

  /** What was found, in words; never what the environment gave, nor a secret. */
  private static String found(Filled value) {
    if (!value.variables().isEmpty()) {
      List<String> names = value.variables().stream().distinct().map("${%s}"::formatted).toList();
      return "the value of " + String.join(" and ", names);
    } else if (value.secret()) {
      return Secrets.MASK;
    } else if (value.tag().equals(Tag.NULL)) {
      return "an empty value";
    }
    boolean bare = List.of(Tag.INT, Tag.FLOAT, Tag.BOOL).contains(value.tag());
    return bare ? Quoting.printable(value.text()) : Quoting.quoted(value.text());
  }

  /** A problem in the words of a record, which does not know what is secret. */
  private void refusal(Position place, String path, String reason) {
    problem(place, path + Quoting.printable(secrets.mask(reason), MAX_PROBLEM));
  }

  /** Notes it. Null, the value of what has a problem. */
  private Object problem(Position place, String text) {
    problems.add(new Problem(place, text));
    return null;
  }
}
