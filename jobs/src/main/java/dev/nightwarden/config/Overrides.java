package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.plugin.KeyPath;
import java.util.List;
import java.util.Map;

/** Applies {@code KEY.PATH=VALUE} options to what a file says, the last one winning. */
final class Overrides {
  private Overrides() {}

  static Mapping apply(Mapping root, List<String> options, List<Problem> problems) {
    Mapping changed = root;
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      int equals = unquotedEquals(option);
      String key = equals < 0 ? option : option.substring(0, equals);
      Position place = Position.option(i, key, null);
      try {
        if (equals < 0) {
          throw new IllegalArgumentException("expected KEY.PATH=VALUE");
        }
        KeyPath path = KeyPath.parse(key.strip());
        String text = option.substring(equals + 1);
        if (text.isBlank()) {
          throw new IllegalArgumentException(
              path + " has no value; write null to unset it, '\"\"' for an empty text");
        }
        changed = set(changed, path, 0, value(text, i, key));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(place, e.getMessage()));
      }
    }
    return changed;
  }

  private static Node value(String text, int number, String key) {
    Node value = Yaml.value(text, Position.option(number, key, text), Origin.OPTION);
    // Only a single value is repeated in messages: a mapping may hold secrets.
    return value instanceof Scalar
        ? value
        : Yaml.value(text, Position.option(number, key, null), Origin.OPTION);
  }

  private static Mapping set(Mapping into, KeyPath path, int depth, Node value) {
    String part = path.parts().get(depth);
    Node there = into.entries().get(part);
    if (depth == path.parts().size() - 1) {
      boolean nothing = there == null && value instanceof Scalar scalar && scalar.isNull();
      return into.with(
          part,
          nothing ? new Scalar(value.place(), "null", true, Origin.OPTION_WITHOUT_EFFECT) : value);
    }
    if (there == null || (there instanceof Scalar scalar && scalar.isNull())) {
      there = new Mapping(value.place(), Map.of(), null);
    }
    if (!(there instanceof Mapping mapping)) {
      KeyPath at = new KeyPath(path.parts().subList(0, depth + 1));
      throw new IllegalArgumentException(at + " is not a mapping, so nothing in it can be set");
    }
    return into.with(part, set(mapping, path, depth + 1, value));
  }

  private static int unquotedEquals(String option) {
    boolean quoted = false;
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '=' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
