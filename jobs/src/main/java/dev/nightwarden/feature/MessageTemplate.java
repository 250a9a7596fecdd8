package dev.nightwarden.feature;

import dev.nightwarden.plugin.IllegalKeyException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sentence with {@code {name}} for what a flag found. A brace cannot be escaped.
 *
 * @param texts what stands between the names, one more than they are
 */
record MessageTemplate(List<String> texts, List<String> names) implements Serializable {
  /**
   * @throws IllegalKeyException if a brace has no partner
   */
  static MessageTemplate parse(String template) {
    List<String> texts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int from = 0;
    while (true) {
      int open = template.indexOf('{', from);
      int close = template.indexOf('}', from);
      if (open < 0 && close < 0) {
        texts.add(template.substring(from));
        return new MessageTemplate(List.copyOf(texts), List.copyOf(names));
      }
      int end = open < 0 ? -1 : template.indexOf('}', open);
      if (open < 0 || close < open || end < 0 || template.substring(open + 1, end).contains("{")) {
        throw new IllegalKeyException(
            "message", "has a brace without its partner; {name} stands for what was found");
      }
      texts.add(template.substring(from, open));
      names.add(template.substring(open + 1, end));
      from = end + 1;
    }
  }

  /**
   * @throws IllegalKeyException if it mentions what nobody knows
   */
  void check(Set<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalKeyException(
            "message", "mentions {%s}; known: %s".formatted(name, String.join(", ", known)));
      }
    }
  }

  /** The sentence; what is missing is said to be. */
  String filled(Map<String, String> values) {
    StringBuilder filled = new StringBuilder(texts.get(0));
    for (int i = 0; i < names.size(); i++) {
      String value = values.get(names.get(i));
      filled.append(value == null ? "nothing" : value).append(texts.get(i + 1));
    }
    return filled.toString();
  }
}
