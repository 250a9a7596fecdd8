package dev.nightwarden.report;

import dev.nightwarden.value.Printable;

/** HTML under construction, in which no text can become markup. */
final class Html {
  /** Where a name that is too long for a line is best broken: after one of these. */
  private static final String SEPARATORS = ".@_-/\\:";

  private final StringBuilder out = new StringBuilder();

  /** Markup of our own, never from data. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** A text of our own or from the logs: what would be markup or is not seen is shown as text. */
  Html text(String text) {
    escape(Printable.printable(text, Bounds.TEXT));
    return this;
  }

  /** A text from the logs, set apart so that its direction ends with it. */
  Html value(String text) {
    return raw("<bdi class=\"v\">").text(text).raw("</bdi>");
  }

  /** The same for a name, or a path of names, which may be broken after its separators. */
  Html name(String text) {
    raw("<bdi class=\"v\">");
    String shown = Printable.printable(text, Bounds.TEXT);
    int from = 0;
    for (int i = 1; i < shown.length(); i++) {
      if (isSeparator(shown.charAt(i - 1)) && !isSeparator(shown.charAt(i))) {
        escape(shown.substring(from, i));
        raw("<wbr>");
        from = i;
      }
    }
    escape(shown.substring(from));
    return raw("</bdi>");
  }

  private static boolean isSeparator(char character) {
    return SEPARATORS.indexOf(character) >= 0;
  }

  /** How many characters there are so far. */
  int length() {
    return out.length();
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(character);
      }
    }
  }
}
