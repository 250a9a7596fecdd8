package dev.nightwarden.forget;

/**
 * Where a name begins and ends in a text: not within a longer one. {@code ann} is named by {@code
 * user=ann, ok} and {@code "ann"}, but not by {@code anna}, {@code ann.lee}, {@code ann@b.example}.
 */
final class NameBounds {
  private NameBounds() {}

  /** Whether nothing before an index belongs to the name that begins there. */
  static boolean begins(String text, int at) {
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    if (isOfName(before)) {
      // What looks like a letter may end an escape such as \n in JSON.
      return isEscape(text, at - 1);
    }
    return !(isJoint(before) && at > 1 && isOfName(text.charAt(at - 2)));
  }

  /** Whether nothing from an index on belongs to the name that ends there. */
  static boolean ends(String text, int at) {
    if (at == text.length()) {
      return true;
    }
    char after = text.charAt(at);
    if (isOfName(after)) {
      return false;
    }
    return !(isJoint(after) && at + 1 < text.length() && isOfName(text.charAt(at + 1)));
  }

  private static boolean isOfName(char character) {
    return Character.isLetterOrDigit(character)
        || Character.isSurrogate(character)
        || character == '_'
        || character == '@';
  }

  private static boolean isJoint(char character) {
    return character == '.' || character == '-';
  }

  private static boolean isEscape(String text, int letter) {
    return letter > 0
        && text.charAt(letter - 1) == '\\'
        && "nrtbf".indexOf(text.charAt(letter)) >= 0;
  }
}
