package dev.nightwarden.report;

import dev.nightwarden.value.Printable;
import dev.nightwarden.value.Visibility;

/**
 * A text from the logs on the page.
 *
 * @param shown what is shown, before its hidden characters are replaced
 * @param exact the same with every hidden character spelled out, for the files that the page gives
 *     for download; null where what is shown is all of it
 */
record Exact(String shown, String exact) {
  /** Of a text; null of null. */
  static Exact of(String text) {
    if (text == null) {
      return null;
    }
    String printable = Printable.printable(text, Integer.MAX_VALUE);
    return new Exact(printable, printable.equals(text) ? null : spelled(text));
  }

  /**
   * A text with every hidden character as {@code \}{@code uXXXX}, and every backslash doubled; null
   * of null.
   */
  static String spelled(String text) {
    if (text == null) {
      return null;
    }
    StringBuilder spelled = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (character == '\\') {
                spelled.append("\\\\");
              } else if (Visibility.isHidden(character)) {
                for (char half : Character.toChars(character)) {
                  spelled.append("\\u%04x".formatted((int) half));
                }
              } else {
                spelled.appendCodePoint(character);
              }
            });
    return spelled.toString();
  }
}
