package dev.nightwarden.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of one record: all up to a bound, beyond it only their number. */
final class Gathered {
  /** Why a record is refused whose bytes are none of its file's encoding. */
  static final String NOT_TEXT =
      "not text in the file's encoding (UTF-8, unless encoding names another)";

  private final int max;
  private byte[] bytes = new byte[512];
  private int size;
  private long length;

  /**
   * @param max how many bytes to keep
   */
  Gathered(int max) {
    this.max = max;
  }

  void clear() {
    size = 0;
    length = 0;
  }

  void add(int value) {
    length++;
    if (size < max) {
      ensure(1);
      bytes[size++] = (byte) value;
    }
  }

  void add(byte[] from, int offset, int count) {
    length += count;
    int kept = Math.min(count, max - size);
    ensure(kept);
    System.arraycopy(from, offset, bytes, size, kept);
    size += kept;
  }

  private void ensure(int more) {
    if (bytes.length < size + more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.min(max, bytes.length * 2)));
    }
  }

  /** How many bytes there were. */
  long length() {
    return length;
  }

  boolean isTooLong() {
    return length > max;
  }

  /** Whether only spaces and tabs were gathered. */
  boolean isBlank() {
    for (int i = 0; i < size; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return length == size;
  }

  /** Takes off a carriage return at the end. */
  void dropCarriageReturn() {
    if (size > 0 && length == size && bytes[size - 1] == '\r') {
      size--;
      length--;
    }
  }

  /** Where the first line feed is among the bytes kept, or -1. */
  int firstLineFeed() {
    for (int i = 0; i < size; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  byte[] kept() {
    return bytes;
  }

  int keptLength() {
    return size;
  }

  /** Cuts to the first bytes. */
  void cut(int count) {
    size = count;
    length = count;
  }

  /**
   * The text, strictly UTF-8.
   *
   * @throws Refusal where it is not
   */
  String text() throws Refusal {
    String text = shown();
    if (text.indexOf('\ufffd') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size));
      } catch (CharacterCodingException malformed) {
        throw new Refusal(NOT_TEXT);
      }
    }
    return text;
  }

  /** The text, with U+FFFD for what is not UTF-8. */
  String shown() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
