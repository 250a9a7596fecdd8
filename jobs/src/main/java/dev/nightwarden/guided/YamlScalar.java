package dev.nightwarden.guided;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values in YAML, on one line, whatever they hold. */
public final class YamlScalar {
  /** Texts that need no quotes; none of them is a number, a truth, a null, or a variable. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");

  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private YamlScalar() {}

  /** A text that the config reader reads as this text: {@code ${NAME}} in it is no variable. */
  public static String of(String text) {
    return quoted(text.replace("${", "$${"));
  }

  /** A reference to an environment variable. */
  static String variable(String name) {
    return "\"${" + name + "}\"";
  }

  /**
   * A value of a mapping: a text, a truth, a number, the variable of a secret, a list or a mapping
   * of them.
   */
  static String of(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(YamlScalar::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> of(entry.getKey().toString()) + ": " + of(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Secret secret) {
      return variable(secret.name());
    }
    return value instanceof String text ? of(text) : String.valueOf(value);
  }

  /** Comment lines: words about a config, and names out of logs among them. */
  public static List<String> comment(String text) {
    return dev.nightwarden.value.Printable.printable(text, 2_000)
        .lines()
        .map(l -> "# " + l)
        .toList();
  }

  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
      return text;
    }
    boolean isReadable = text.codePoints().allMatch(YamlScalar::isReadable);
    if (isReadable && text.indexOf('\\') >= 0) {
      return "'" + text.replace("'", "''") + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> isReadable(c) ? Character.toString(c) : "\\U%08x".formatted(c);
    };
  }

  /** Whether a person sees it, and sees it where it stands. */
  private static boolean isReadable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
