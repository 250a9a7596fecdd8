package dev.nightwarden.metric;

import java.util.HashMap;
import java.util.Map;

/**
 * Shannon entropy: how many bits a symbol of a text carries, going by how often each symbol occurs
 * in it (C. E. Shannon, "A Mathematical Theory of Communication", 1948, section 6). It cannot
 * exceed the logarithm of the text's length, so compare texts of like length.
 */
public final class Entropy {
  private Entropy() {}

  /** Bits per character (0 or more; 0 if empty; null for null). */
  public static Double bits(String text) {
    if (text == null) {
      return null;
    }
    int[] ascii = new int[128];
    Map<Integer, Integer> others = new HashMap<>();
    int total = 0;
    for (int i = 0; i < text.length(); total++) {
      int symbol = text.codePointAt(i);
      i += Character.charCount(symbol);
      if (symbol < ascii.length) {
        ascii[symbol]++;
      } else {
        others.merge(symbol, 1, Integer::sum);
      }
    }
    double sum = 0;
    for (int count : ascii) {
      sum += countLogCount(count);
    }
    // Sorted, so that equal counts give the same last digit.
    for (int count : others.values().stream().mapToInt(Integer::intValue).sorted().toArray()) {
      sum += countLogCount(count);
    }
    return bits(sum, total);
  }

  /**
   * Bits per byte of what the text says in base32 (RFC 4648; either case, padding optional): in [0,
   * 8], null if it is no base32. A dot is no base32, so give one label, {@code split_part(name,
   * '.', 1)}, or {@code replace(name, '.', '')}.
   */
  public static Double ofBase32(String text) {
    return bits(Base32.decode(text));
  }

  /**
   * Bits per byte of what the text says in base64 (RFC 4648, either alphabet, padding optional): in
   * [0, 8], null if it is no base64.
   */
  public static Double ofBase64(String text) {
    return bits(Base64Text.decode(text));
  }

  private static Double bits(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    int[] counts = new int[256];
    for (byte b : bytes) {
      counts[b & 0xff]++;
    }
    double sum = 0;
    for (int count : counts) {
      sum += countLogCount(count);
    }
    return bits(sum, bytes.length);
  }

  /** H = log2 n - (1/n) sum c log2 c. */
  private static double bits(double sum, int total) {
    return total == 0 ? 0.0 : Math.max(0.0, log2(total) - sum / total);
  }

  private static double countLogCount(int count) {
    return count < 2 ? 0 : count * log2(count);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
