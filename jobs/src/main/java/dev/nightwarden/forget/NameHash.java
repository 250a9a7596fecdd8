package dev.nightwarden.forget;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 of names: who has the key can tell whether a name is meant, and nobody else. */
final class NameHash implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final String key;
  private transient Mac mac;

  NameHash(String key) {
    this.key = key;
  }

  /** Of a name: 32 hexadecimal digits. */
  String of(String name) {
    return hash("name\n" + name);
  }

  /** Of the key itself. */
  String keyId() {
    return hash("key");
  }

  /** What stands in place of a name where others speak of it. */
  static String inPlaceOf(String hash) {
    return "forgotten-" + hash.substring(0, 16);
  }

  private synchronized String hash(String text) {
    try {
      if (mac == null) {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      }
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)), 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
