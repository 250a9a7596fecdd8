package dev.nightwarden.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.nightwarden.value.Search;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression whose named groups make a record of a line. Names may hold letters, digits,
 * underscores, dots, hyphens and {@code @}; {@code (?P<name>...)} is {@code (?<name>...)}.
 */
final class LinePattern implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The key that the whole line has. */
  static final String LINE = "raw";

  private static final String NAME = "[A-Za-z_@][A-Za-z0-9_.@-]*";
  private static final Pattern GROUP = Pattern.compile("\\(\\?P?<(?![=!])([^>]*)>");
  private static final Pattern REFERENCE = Pattern.compile("\\\\k<([^>]*)>");

  private final List<String> names = new ArrayList<>();
  private final Search search;

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException if it is none, or has no named group
   */
  LinePattern(String expression) {
    String translated = translate(expression);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("has no named group, such as (?<user>\\S+)");
    }
    try {
      search = Search.of(translated);
    } catch (PatternSyntaxException broken) {
      throw new IllegalArgumentException(
          "is not a regular expression: " + broken.getDescription(), broken);
    }
  }

  /** The groups' names, in their order. */
  List<String> names() {
    return names;
  }

  /**
   * What the groups hold, as a JSON object of texts and nulls, with the line itself under {@code
   * raw}; null if the pattern is nowhere found.
   *
   * @throws Refusal if that cannot be told in a reasonable time
   */
  String match(String line) throws Refusal {
    try {
      return search.in(line, places -> places.find() ? json(line, places) : null);
    } catch (Search.GivenUp givenUp) {
      throw new Refusal(givenUp.getMessage());
    }
  }

  private String json(String line, Search.Places found) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    StringBuilder json = new StringBuilder(2 * line.length() + 100).append('{');
    for (int i = 0; i < names.size(); i++) {
      append(json, encoder, names.get(i), found.group(javaName(i)));
    }
    if (!names.contains(LINE)) {
      append(json, encoder, LINE, line);
    }
    return json.append('}').toString();
  }

  /** Adds one key of an object. */
  static void append(StringBuilder json, JsonStringEncoder encoder, String key, String value) {
    json.append(json.length() == 1 ? "\"" : ",\"");
    encoder.quoteAsString(key, json);
    json.append("\":");
    if (value == null) {
      json.append("null");
    } else {
      json.append('"');
      encoder.quoteAsString(value, json);
      json.append('"');
    }
  }

  private static String javaName(int group) {
    return "g" + group;
  }

  /** Gives groups names that Java allows: g0, g1 and so on, and remembers theirs. */
  private String translate(String expression) {
    StringBuilder translated = new StringBuilder();
    Matcher group = GROUP.matcher(expression);
    Matcher reference = REFERENCE.matcher(expression);
    int depthOfClass = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\' && expression.startsWith("\\Q", i)) {
        int quoted = expression.indexOf("\\E", i);
        int end = quoted < 0 ? expression.length() : quoted + 2;
        translated.append(expression, i, end);
        i = end - 1;
      } else if (c == '\\'
          && depthOfClass == 0
          && reference.region(i, expression.length()).lookingAt()) {
        int index = names.indexOf(reference.group(1));
        if (index < 0) {
          throw new IllegalArgumentException(
              "refers to a group %s that is not before it".formatted(reference.group(1)));
        }
        translated.append("\\k<").append(javaName(index)).append('>');
        i = reference.end() - 1;
      } else if (c == '\\') {
        translated.append(expression, i, Math.min(expression.length(), i + 2));
        i++;
      } else if (c == '('
          && depthOfClass == 0
          && group.region(i, expression.length()).lookingAt()) {
        String name = group.group(1);
        if (!name.matches(NAME)) {
          throw new IllegalArgumentException("has a group named \"%s\"".formatted(name));
        }
        if (names.contains(name)) {
          throw new IllegalArgumentException("has two groups named " + name);
        }
        translated.append("(?<").append(javaName(names.size())).append('>');
        names.add(name);
        i = group.end() - 1;
      } else {
        depthOfClass += c == '[' ? 1 : c == ']' && depthOfClass > 0 ? -1 : 0;
        translated.append(c);
      }
    }
    return translated.toString();
  }
}
