package dev.nightwarden.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under the key of a deployment. Without the key nobody can tell which name has which
 * hash, not even by trying all names there are.
 */
final class PseudonymKey implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "p-";

  /**
   * 100 bits: that any two of a thousand million names share a pseudonym has a probability below
   * 10^-12. With 64 bits it would be one in 37.
   */
  private static final int DIGITS = 20;

  private static final int BITS_OF_A_DIGIT = 5;
  private static final Pattern PSEUDONYM = Pattern.compile(PREFIX + "[0-9a-v]{" + DIGITS + "}");

  /** Hashes that are no pseudonyms: ids of records, and of the key. */
  private static final int ID_BYTES = 16;

  private final String key;
  private transient Mac mac;

  PseudonymKey(String key) {
    this.key = key;
  }

  /** Whether a text has the form of a pseudonym. */
  static boolean isPseudonym(String text) {
    return PSEUDONYM.matcher(text).matches();
  }

  /** What stands for a name: {@code p-} and 20 digits of base 32. */
  String pseudonym(String name) {
    byte[] hash = hash("pseudonym\n" + name);
    int bits = DIGITS * BITS_OF_A_DIGIT;
    BigInteger number =
        new BigInteger(1, Arrays.copyOf(hash, (bits + 7) / 8)).shiftRight((8 - bits % 8) % 8);
    String digits = number.toString(1 << BITS_OF_A_DIGIT);
    return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** An id for a text that holds names: 32 hexadecimal digits. */
  String id(String text) {
    return HexFormat.of().formatHex(hash("record\n" + text), 0, ID_BYTES);
  }

  /** An id of the key itself. */
  String keyId() {
    return HexFormat.of().formatHex(hash("key"), 0, ID_BYTES);
  }

  private synchronized byte[] hash(String text) {
    try {
      if (mac == null) {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      }
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
