package dev.nightwarden.report;

import dev.nightwarden.value.Printable;

/** HTML under construction, in which no text can become markup. */
final class Html {
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
