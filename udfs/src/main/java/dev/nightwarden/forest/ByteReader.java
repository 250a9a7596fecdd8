package dev.nightwarden.forest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Reads what {@link ByteWriter} wrote, and refuses what it did not write. */
final class ByteReader {
  private final String what;
  private final int version;
  private final ByteBuffer bytes;

  private ByteReader(String what, int version, ByteBuffer bytes) {
    this.what = what;
    this.version = version;
    this.bytes = bytes;
  }

  /**
   * Opens bytes that {@link ByteWriter#sealed} closed.
   *
   * @param what the thing that was saved, for error messages: {@code a forest}
   * @param version the newest version that is read, beside older ones from {@code oldest} on
   * @throws IllegalArgumentException for other letters, a newer version, truncated or damaged bytes
   */
  static ByteReader open(byte[] bytes, String what, String letters, int oldest, int version) {
    byte[] expected = letters.getBytes(StandardCharsets.US_ASCII);
    int head = expected.length;
    boolean ours = bytes.length > head;
    for (int i = 0; ours && i < head; i++) {
      ours = bytes[i] == expected[i];
    }
    if (!ours) {
      throw new IllegalArgumentException(
          "these %d bytes are not %s: they do not start with %s"
              .formatted(bytes.length, what, letters));
    }
    int found = bytes[head];
    if (found < oldest || found > version) {
      throw new IllegalArgumentException(
          "%s saved in format %d; this version reads format %d: grow it again"
              .formatted(what, found, version));
    }
    int end = bytes.length - 4;
    CRC32 check = new CRC32();
    if (end > head) {
      check.update(bytes, 0, end);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (end <= head || buffer.getInt(end) != (int) check.getValue()) {
      throw new IllegalArgumentException(
          "%s whose %d bytes are truncated or damaged: the checksum differs"
              .formatted(what, bytes.length));
    }
    return new ByteReader(what, found, buffer.position(head + 1).limit(end));
  }

  /** Reads bytes that have neither head nor checksum. */
  static ByteReader of(byte[] bytes, String what) {
    return new ByteReader(what, 0, ByteBuffer.wrap(bytes));
  }

  /** The version of the bytes. */
  int version() {
    return version;
  }

  int raw() {
    need(1);
    return bytes.get() & 0xFF;
  }

  byte[] raw(int count) {
    need(count);
    byte[] values = new byte[count];
    bytes.get(values);
    return values;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = raw();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw damaged("a number of more than 64 bits");
  }

  /** A varint in [low, high]. */
  int count(int low, int high) {
    long value = varint();
    if (value < low || value > high) {
      throw damaged("%d where %d to %d is possible".formatted(value, low, high));
    }
    return (int) value;
  }

  int uint16() {
    return raw() << 8 | raw();
  }

  float float32() {
    need(4);
    return Float.intBitsToFloat(bytes.getInt());
  }

  double float64() {
    return Double.longBitsToDouble(int64());
  }

  long int64() {
    need(8);
    return bytes.getLong();
  }

  String text(int mostBytes) {
    return new String(raw(count(0, mostBytes)), StandardCharsets.UTF_8);
  }

  int[] packed(int count, int width) {
    need((int) (((long) count * width + 7) / 8));
    int[] values = new int[count];
    long pending = 0;
    int held = 0;
    for (int i = 0; i < count; i++) {
      while (held < width) {
        pending |= (long) raw() << held;
        held += 8;
      }
      values[i] = (int) (pending & ((1L << width) - 1));
      pending >>>= width;
      held -= width;
    }
    return values;
  }

  /** The bytes read last. */
  byte[] last(int count) {
    byte[] values = new byte[count];
    bytes.get(bytes.position() - count, values);
    return values;
  }

  /** The number of bytes not yet read. */
  int left() {
    return bytes.remaining();
  }

  /** Refuses bytes that were not read. */
  void end() {
    if (bytes.hasRemaining()) {
      throw damaged(bytes.remaining() + " bytes too many");
    }
  }

  IllegalArgumentException damaged(String how) {
    return new IllegalArgumentException("%s that is damaged: %s".formatted(what, how));
  }

  private void need(int count) {
    if (count < 0 || count > bytes.remaining()) {
      throw damaged("%d bytes are missing".formatted((long) count - bytes.remaining()));
    }
  }
}
