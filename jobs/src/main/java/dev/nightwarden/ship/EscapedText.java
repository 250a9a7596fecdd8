package dev.nightwarden.ship;

import dev.nightwarden.value.Visibility;

/** Text from outside made fit for a terminal and a log file. */
final class EscapedText {
  private EscapedText() {}

  /**
   * The text with every character that is not seen escaped (controls, line breaks, bidirectional
   * marks, lone surrogates: {@code \n}, {@code \u001b}) and cut after so many characters.
   *
   * @param max code points of the text to keep
   * @return {@code null} for null
   */
  static String text(String text, int max) {
    if (text == null) {
      return null;
    }
    StringBuilder shown = new StringBuilder(Math.min(text.length(), max) + 16);
    int kept = 0;
    for (int i = 0; i < text.length(); kept++) {
      if (kept == max) {
        return shown.append("...").toString();
      }
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      append(shown, character);
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int character) {
    switch (character) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (Visibility.isSeen(character)) {
          shown.appendCodePoint(character);
        } else {
          shown.append(
              Character.isBmpCodePoint(character)
                  ? "\\u%04x".formatted(character)
                  : "\\u{%x}".formatted(character));
        }
      }
    }
  }
}
