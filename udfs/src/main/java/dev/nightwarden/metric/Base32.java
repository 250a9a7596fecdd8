package dev.nightwarden.metric;

/** Base32 as names carry it (RFC 4648, section 6): either case, padding optional. */
final class Base32 {
  private Base32() {}

  /**
   * What the text says; null if it is null or no base32: another character, a length, spare bits.
   */
  static byte[] decode(String text) {
    return BitDigits.decode(text, 5, 8, 6, Base32::digit);
  }

  private static int digit(int c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
  }
}
