package dev.nightwarden.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) of texts as UTF-8 under one key. */
public final class HmacSha256 implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;

  private final String key;
  private transient Mac mac;

  /**
   * @param key not empty
   */
  public HmacSha256(String key) {
    this.key = key;
  }

  /** All 32 bytes. */
  public synchronized byte[] of(String text) {
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

  /** All 64 hexadecimal digits. */
  public String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }

  /** The first half: 32 hexadecimal digits. */
  public String half(String text) {
    return HexFormat.of().formatHex(of(text), 0, LENGTH / 2);
  }
}
