package dev.nightwarden.ingest;

import dev.nightwarden.plugin.IllegalKeyException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The encoding of a text by its first bytes.
 *
 * @param charset null: none is told by them
 * @param mark bytes of the mark itself
 */
record Encoding(Charset charset, int mark) {
  private static final int LOOKED_AT = 32;
  private static final int LEAST = 8;

  /** By a byte order mark; or UTF-16 without one, where every other byte is zero. */
  static Encoding of(byte[] head) {
    if (starts(head, 0xEF, 0xBB, 0xBF)) {
      return new Encoding(StandardCharsets.UTF_8, 3);
    } else if (starts(head, 0xFF, 0xFE, 0, 0)) {
      return new Encoding(Charset.forName("UTF-32LE"), 4);
    } else if (starts(head, 0, 0, 0xFE, 0xFF)) {
      return new Encoding(Charset.forName("UTF-32BE"), 4);
    } else if (starts(head, 0xFF, 0xFE)) {
      return new Encoding(StandardCharsets.UTF_16LE, 2);
    } else if (starts(head, 0xFE, 0xFF)) {
      return new Encoding(StandardCharsets.UTF_16BE, 2);
    } else if (isZeroAtEvery(head, 1)) {
      return new Encoding(StandardCharsets.UTF_16LE, 0);
    } else if (isZeroAtEvery(head, 0)) {
      return new Encoding(StandardCharsets.UTF_16BE, 0);
    }
    return new Encoding(null, 0);
  }

  /** Whether the text must be decoded: it is neither UTF-8 nor told by its first bytes at all. */
  boolean isOther() {
    return charset != null && !charset.equals(StandardCharsets.UTF_8);
  }

  /**
   * The encoding of a name.
   *
   * @throws IllegalKeyException for the key {@code encoding}
   */
  static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException none) {
      throw new IllegalKeyException(
          "encoding", "is %s: no encoding such as windows-1252 or utf-16le".formatted(name));
    }
  }

  private static boolean starts(byte[] head, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether of each pair of bytes one is zero and the other is not. */
  private static boolean isZeroAtEvery(byte[] head, int place) {
    int end = Math.min(LOOKED_AT, head.length) & ~1;
    for (int i = 0; i < end; i += 2) {
      if (head[i + place] != 0 || head[i + 1 - place] == 0) {
        return false;
      }
    }
    return end >= LEAST;
  }
}
