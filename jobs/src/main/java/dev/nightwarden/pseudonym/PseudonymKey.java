package dev.nightwarden.pseudonym;

import dev.nightwarden.value.HmacSha256;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * HMAC-SHA-256 under the key of a deployment. Without the key nobody can tell which name has which
 * hash, not even by trying all names there are.
 */
final class PseudonymKey implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "p-";

  /**
   * 100 bits: that any two of a thousand million names share a pseudonym has a probability below
   * 10^-12. With 64 bits it would be one in 37.
   */
  private static final int DIGITS = 20;

  private static final int BITS_OF_A_DIGIT = 5;
  private static final Pattern PSEUDONYM = Pattern.compile(PREFIX + "[0-9a-v]{" + DIGITS + "}");

  private final HmacSha256 hash;

  PseudonymKey(String key) {
    this.hash = new HmacSha256(key);
  }

  /** Whether a text has the form of a pseudonym. */
  static boolean isPseudonym(String text) {
    return PSEUDONYM.matcher(text).matches();
  }

  /** What stands for a name: {@code p-} and 20 digits of base 32. */
  String pseudonym(String name) {
    byte[] bytes = hash.of("pseudonym\n" + name);
    int bits = DIGITS * BITS_OF_A_DIGIT;
    BigInteger number =
        new BigInteger(1, Arrays.copyOf(bytes, (bits + 7) / 8)).shiftRight((8 - bits % 8) % 8);
    String digits = number.toString(1 << BITS_OF_A_DIGIT);
    return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** An id for a text that holds names: 32 hexadecimal digits. */
  String id(String text) {
    return hash.half("record\n" + text);
  }

  /** An id of the key itself. */
  String keyId() {
    return hash.half("key");
  }
}
