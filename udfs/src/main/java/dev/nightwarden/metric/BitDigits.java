package dev.nightwarden.metric;

import java.util.function.IntUnaryOperator;

/** Bytes written in digits of some bits each, as base32 and base64 are (RFC 4648). */
final class BitDigits {
  private BitDigits() {}

  /**
   * What the text says; null if it is null, or has another character, a wrong length, or bits to
   * spare that are not 0. It may end in padding ({@code =}), or leave it off.
   *
   * @param size the bits of a digit, below 8
   * @param group how many characters a padded text is a multiple of
   * @param maxPadding how many of them may be padding
   * @param digit the digit that a character stands for; negative for none
   */
  static byte[] decode(String text, int size, int group, int maxPadding, IntUnaryOperator digit) {
    if (text == null) {
      return null;
    }
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == '=') {
      length--;
    }
    int padding = text.length() - length;
    if (padding > maxPadding || (padding > 0 && text.length() % group != 0)) {
      return null;
    }
    byte[] bytes = new byte[(int) ((long) length * size / 8)];
    int written = 0;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < length; i++) {
      int next = digit.applyAsInt(text.charAt(i));
      if (next < 0) {
        return null;
      }
      held = held << size | next;
      bits += size;
      if (bits >= 8) {
        bits -= 8;
        bytes[written++] = (byte) (held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return bits < size && held == 0 ? bytes : null;
  }
}
