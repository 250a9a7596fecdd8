package dev.nightwarden.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) of bytes, and of texts as UTF-8. */
public final class Sha256 {
  private static final int LENGTH = 32;

  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(Sha256::newDigest);

  private Sha256() {}

  /** One that is fed piece by piece. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** All 32 bytes. */
  public static byte[] of(byte[] content) {
    return DIGEST.get().digest(content);
  }

  /** All 32 bytes. */
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All 64 hexadecimal digits. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }

  /** The first hexadecimal digits, two for each of so many bytes. */
  public static String hex(byte[] content, int bytes) {
    return HexFormat.of().formatHex(of(content), 0, bytes);
  }

  /** The first half: 32 hexadecimal digits that stand for a text, whatever it is made of. */
  public static String half(String text) {
    return HexFormat.of().formatHex(of(text), 0, LENGTH / 2);
  }
}
