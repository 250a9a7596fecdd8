package dev.nightwarden.plugin;

import dev.nightwarden.value.Visibility;
import java.util.Collection;
import java.util.stream.Collectors;

/** Makes text from outside fit for a terminal: bounded, on one line, nothing invisible. */
public final class Quoting {
  private static final int MAX_VALUE = 60;
  private static final int MAX_LIST = 40;

  private Quoting() {}

  /** In double quotes, cut after 60 characters. */
  public static String quoted(String text) {
    return '"' + printable(text.replace("\\", "\\\\").replace("\"", "\\\""), MAX_VALUE) + '"';
  }

  /** Cut after 60 characters. */
  public static String printable(String text) {
    return printable(text, MAX_VALUE);
  }

  /** Cut after so many characters, which three dots then tell. */
  public static String printable(String text, int max) {
    StringBuilder shown = new StringBuilder();
    int[] points = text.codePoints().limit(max + 1L).toArray();
    for (int i = 0; i < Math.min(max, points.length); i++) {
      if (Visibility.isSeen(points[i])) {
        shown.appendCodePoint(points[i]);
      } else {
        shown.append("\\u{%x}".formatted(points[i]));
      }
    }
    return points.length > max ? shown + "..." : shown.toString();
  }

  /** {@code [a, b, c]}. */
  public static String list(Collection<String> names) {
    String shown =
        names.stream()
            .limit(MAX_LIST)
            .map(Quoting::printable)
            .collect(Collectors.joining(", ", "[", ""));
    return shown + (names.size() > MAX_LIST ? ", ...]" : "]");
  }
}
