package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.plugin.Quoting;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * The errors of a config, without its secrets. Texts pass through here on their way to a record, so
 * that every secret is known before a message could quote it.
 */
final class Problems {
  private static final int MAX_PROBLEM = 1_000;

  private final Environment environment;
  private final Secrets secrets;
  private final List<Problem> noted;

  /**
   * @param noted where they are put, after what is there
   */
  Problems(Environment environment, Secrets secrets, List<Problem> noted) {
    this.environment = environment;
    this.secrets = secrets;
    this.noted = noted;
  }

  int count() {
    return noted.size();
  }

  /** Notes it. Null, the value of what has a problem. */
  Object note(Position place, String text) {
    noted.add(new Problem(place, text));
    return null;
  }

  /** Notes that a node is not what its component's type wants. */
  Object wrongType(Type type, Node node, KeyPath path, Rule rule) {
    return wrongType(type, node, path, rule, "");
  }

  Object wrongType(Type type, Node node, KeyPath path, Rule rule, String hint) {
    if (rule.secret()) {
      node.place().conceal();
    }
    return note(
        node.place(),
        prefix(path) + "%s is not %s%s".formatted(found(node, rule), Kinds.wanted(type), hint));
  }

  /** Notes that a text is none of those allowed. */
  Object notAllowed(Filled value, KeyPath path, List<String> allowed) {
    return note(
        value.written().place(),
        "%s: %s is not allowed%s"
            .formatted(path, value.found(), Nearest.hint(value.shown(), allowed, "allowed")));
  }

  /** Notes why a record refuses its keys, at the key that it names. */
  void refusal(
      IllegalKeyException refused,
      Class<? extends Record> type,
      Mapping mapping,
      KeyPath path,
      Rule rule) {
    KeyPath key = KeyPath.of(refused);
    Node at = mapping.deepest(key);
    Rule inner = new Rule(rule.secret() || Kinds.isSecret(type, key.parts().get(0)), "");
    refusal(at.place(), path.then(key) + " ", withoutValue(refused.problem(), at, inner));
  }

  /** Notes why a record refuses its keys, where it names none. */
  void refusal(IllegalArgumentException refused, Mapping mapping, KeyPath path) {
    refusal(mapping.place(), prefix(path), String.valueOf(refused.getMessage()));
  }

  /** A problem in the words of a record, which does not know what is secret. */
  private void refusal(Position place, String path, String reason) {
    note(place, path + Quoting.printable(secrets.mask(reason), MAX_PROBLEM));
  }

  /** The words of a record that may repeat a value that must not be shown. */
  private String withoutValue(String reason, Node node, Rule rule) {
    if (!(node instanceof Scalar scalar)) {
      return reason;
    }
    Filled filled = fill(scalar, KeyPath.TOP, rule).orElse(null);
    return filled == null || filled.text().isEmpty() || filled.shown() != null
        ? reason
        : reason.replace(filled.text(), filled.found());
  }

  /** The scalar with the environment in place; nothing, and noted, where a variable is missing. */
  Optional<Filled> fill(Scalar scalar, KeyPath path, Rule rule) {
    if (rule.secret()) {
      scalar.place().conceal();
    }
    try {
      Environment.Replaced filled = environment.fill(scalar.text());
      filled.values().forEach(secrets::add);
      if (rule.secret()) {
        secrets.add(filled.text());
      }
      return Optional.of(new Filled(scalar, filled.text(), filled.names(), rule.secret()));
    } catch (IllegalArgumentException e) {
      note(scalar.place(), "%s: %s".formatted(path, e.getMessage()));
      return Optional.empty();
    }
  }

  /** What was found, in words; never what the environment gave, nor a secret. */
  String found(Node node, Rule rule) {
    if (node instanceof Sequence) {
      return "a list";
    } else if (node instanceof Mapping) {
      return "a mapping";
    }
    Scalar scalar = (Scalar) node;
    try {
      Environment.Replaced filled = environment.fill(scalar.text());
      return new Filled(scalar, filled.text(), filled.names(), rule.secret()).found();
    } catch (IllegalArgumentException e) {
      return new Filled(scalar, scalar.text(), List.of(), rule.secret()).found();
    }
  }

  private static String prefix(KeyPath path) {
    return path.parts().isEmpty() ? "" : path + ": ";
  }
}
