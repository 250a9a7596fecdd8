package dev.nightwarden.metric;

/** Digits in a text: names made by machines carry more of them. */
public final class Digits {
  private Digits() {}

  /** How many of its characters are digits 0 to 9 (0 or more; null for null). */
  public static Integer count(String text) {
    return text == null ? null : digits(text);
  }

  /** The share of its characters that are digits 0 to 9 (in [0, 1]; 0 if empty; null for null). */
  public static Double share(String text) {
    if (text == null) {
      return null;
    }
    return text.isEmpty() ? 0.0 : (double) digits(text) / text.codePointCount(0, text.length());
  }

  private static int digits(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        digits++;
      }
    }
    return digits;
  }
}
