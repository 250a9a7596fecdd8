package dev.nightwarden.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A name, or a path of names, that may be broken into lines after its separators.
 *
 * @param first up to where it is best broken first
 * @param rest its further parts
 * @param exact see {@link Exact}
 */
record Name(String first, List<String> rest, String exact) {
  /** Where a name that is too long for a line is best broken: after one of these. */
  private static final String SEPARATORS = ".@_-/\\:";

  static Name of(String name) {
    Exact text = Exact.of(name);
    String shown = text.shown();
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < shown.length(); i++) {
      if (isSeparator(shown.charAt(i - 1)) && !isSeparator(shown.charAt(i))) {
        parts.add(shown.substring(from, i));
        from = i;
      }
    }
    parts.add(shown.substring(from));
    return new Name(parts.get(0), parts.subList(1, parts.size()), text.exact());
  }

  private static boolean isSeparator(char character) {
    return SEPARATORS.indexOf(character) >= 0;
  }
}
