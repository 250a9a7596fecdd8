package dev.nightwarden.value;

/** Which characters a person sees, by their Unicode category. */
public final class Visibility {
  private Visibility() {}

  /**
   * Whether a character breaks a line, hides in it or turns its direction: controls, format
   * characters (bidirectional marks among them), separators of lines and paragraphs, lone
   * surrogates.
   *
   * @param character a code point
   */
  public static boolean isHidden(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /**
   * Whether everybody sees the same for a character: it is not hidden, and Unicode says what it is.
   *
   * @param character a code point
   */
  public static boolean isSeen(int character) {
    int category = Character.getType(character);
    return !isHidden(character)
        && category != Character.PRIVATE_USE
        && category != Character.UNASSIGNED;
  }
}
