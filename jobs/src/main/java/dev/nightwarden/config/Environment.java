package dev.nightwarden.config;

import dev.nightwarden.plugin.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces each dollar sign with a name in braces by the environment variable of that name; a
 * second dollar sign before it escapes it.
 */
final class Environment {
  static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{(?:(" + NAME + ")})?");

  private final Map<String, String> variables;

  /**
   * @param text with the values in place
   * @param names the variables that it holds, in order
   * @param values theirs
   */
  record Replaced(String text, List<String> names, List<String> values) {}

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  static boolean isReference(String text) {
    return text.contains("${");
  }

  /** A text that {@link #fill} turns back into this one. */
  static String escape(String text) {
    return text.replace("${", "$${");
  }

  /**
   * @throws IllegalArgumentException saying which variable is missing or what is not one
   */
  Replaced fill(String text) {
    if (!isReference(text)) {
      return new Replaced(text, List.of(), List.of());
    }
    StringBuilder filled = new StringBuilder();
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(text);
    int done = 0;
    while (matcher.find(done)) {
      filled.append(text.substring(done, matcher.start()));
      done = matcher.end();
      if (matcher.group().startsWith("$$")) {
        filled.append("${");
        done = matcher.start() + 3;
        continue;
      }
      String name = matcher.group(1);
      if (name == null) {
        String found = text.substring(matcher.start());
        throw new IllegalArgumentException(
            Quoting.quoted(found.length() > 20 ? found.substring(0, 20) + "..." : found)
                + " does not name a variable; write ${NAME}, or $${ for ${ itself");
      }
      String value = variables.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "the environment variable %s is not set".formatted(Quoting.printable(name)));
      }
      filled.append(value);
      names.add(name);
      values.add(value);
    }
    filled.append(text.substring(done));
    return new Replaced(filled.toString(), List.copyOf(names), List.copyOf(values));
  }
}
