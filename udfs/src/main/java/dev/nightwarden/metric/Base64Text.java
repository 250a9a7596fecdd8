package dev.nightwarden.metric;

import java.util.Locale;

/**
 * Base64 (RFC 4648, sections 4 and 5). Any word of four letters decodes, so a text counts as base64
 * only if it also looks like it:
 *
 * <ul>
 *   <li>16 to 65,536 characters of one alphabet, the standard or the URL one, with the right
 *       padding (the URL alphabet may leave it off) and no bits to spare;
 *   <li>with letters of both cases;
 *   <li>whose characters follow one another as no words do: by the model of {@link GeneratedName},
 *       {@value #MIN_BITS} bits a character or more. Words, however joined and capitalised, cost
 *       about 4, encoded bytes and sentences about 8.
 * </ul>
 *
 * <p>Measured on 10,000 generated texts of each kind ({@code Base64TextTest}): over 99.9% of 16 to
 * 64 random bytes and of English sentences in base64 are found, and no host name, UUID, hexadecimal
 * hash or name of words in camel case with a number is taken for it. A random identifier of letters
 * and digits is base64 as far as anybody can tell.
 */
public final class Base64Text {
  /** Shorter texts say too little. */
  public static final int MIN_LENGTH = 16;

  /** Longer texts are not looked at. */
  public static final int MAX_LENGTH = 65_536;

  private static final double MIN_BITS = 5.75;

  private Base64Text() {}

  /** Whether the whole text looks like base64 (null for null). */
  public static Boolean is(String text) {
    return text == null ? null : looksEncoded(text);
  }

  /**
   * Whether a piece of a list written as text looks like base64 (null for null). Pieces are what
   * stands between brackets, quotes, commas, semicolons and white space.
   */
  public static Boolean isIn(String list) {
    if (list == null) {
      return null;
    }
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      if (i == list.length() || parts(list.charAt(i))) {
        if (i - start >= MIN_LENGTH && looksEncoded(list.substring(start, i))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** What the text says; null if it is null or no base64. */
  static byte[] decode(String text) {
    byte[] bytes = BitDigits.decode(text, 6, 4, 2, Base64Text::digit);
    return bytes == null || mixesAlphabets(text) ? null : bytes;
  }

  /** Only the URL alphabet has - and _, and only it may leave off the padding. */
  private static boolean mixesAlphabets(String text) {
    boolean standard = text.indexOf('+') >= 0 || text.indexOf('/') >= 0;
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0 || text.length() % 4 != 0;
    return standard && url;
  }

  private static boolean looksEncoded(String text) {
    if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
      return false;
    }
    return decode(text) != null
        && hasBothCases(text)
        && GeneratedName.meanBits(text.toLowerCase(Locale.ROOT)) >= MIN_BITS;
  }

  private static boolean hasBothCases(String text) {
    boolean upper = false;
    boolean lower = false;
    for (int i = 0; i < text.length(); i++) {
      upper |= Character.isUpperCase(text.charAt(i));
      lower |= Character.isLowerCase(text.charAt(i));
    }
    return upper && lower;
  }

  private static int digit(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
  }

  private static boolean parts(char c) {
    return c <= ' ' || c == '[' || c == ']' || c == '"' || c == '\'' || c == ';' || c == ',';
  }
}
