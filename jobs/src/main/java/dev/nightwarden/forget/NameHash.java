package dev.nightwarden.forget;

import dev.nightwarden.value.HmacSha256;
import java.io.Serializable;

/** Keyed hashes of names: who has the key can tell whether a name is meant, and nobody else. */
final class NameHash implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HmacSha256 hash;

  NameHash(String key) {
    this.hash = new HmacSha256(key);
  }

  /** Of a name: 32 hexadecimal digits. */
  String of(String name) {
    return hash.half("name\n" + name);
  }

  /** Of the key itself. */
  String keyId() {
    return hash.half("key");
  }

  /** What stands in place of a name where others speak of it. */
  static String inPlaceOf(String hash) {
    return "forgotten-" + hash.substring(0, 16);
  }
}
