package dev.nightwarden.metric;

/** Base32 as names carry it (RFC 4648, section 6): either case, padding optional. */
final class Base32 {
  private Base32() {}

  /**
   * What the text says; null if it is null or no base32: another character, a length, spare bits.
   */
  static byte[] decode(String text) {
    if (text == null) {
      return null;
    }
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == '=') {
      length--;
    }
    int padding = text.length() - length;
    if (padding > 6 || (padding > 0 && text.length() % 8 != 0)) {
      return null;
    }
    byte[] bytes = new byte[(int) (length * 5L / 8)];
    int written = 0;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < length; i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0) {
        return null;
      }
      held = held << 5 | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[written++] = (byte) (held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return bits < 5 && held == 0 ? bytes : null;
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
  }
}
