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
    if (text == null) {
      return null;
    }
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == '=') {
      length--;
    }
    int padding = text.length() - length;
    if (padding > 2 || (padding > 0 && text.length() % 4 != 0)) {
      return null;
    }
    byte[] bytes = new byte[(int) (length * 6L / 8)];
    boolean standard = false;
    boolean url = false;
    int written = 0;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      int digit = digit(c);
      if (digit < 0) {
        return null;
      }
      standard |= c == '+' || c == '/';
      url |= c == '-' || c == '_';
      held = held << 6 | digit;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[written++] = (byte) (held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    boolean unpadded = padding == 0 && length % 4 != 0;
    boolean mixed = standard && (url || unpadded);
    return bits < 6 && held == 0 && !mixed ? bytes : null;
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

  private static int digit(char c) {
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
