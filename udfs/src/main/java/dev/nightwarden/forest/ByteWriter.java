package dev.nightwarden.forest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Writes the compact bytes that {@link ByteReader} reads. Numbers are big-endian. */
final class ByteWriter {
  private byte[] bytes = new byte[256];
  private int length;

  /** Forgets what was written. */
  void clear() {
    length = 0;
  }

  void raw(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void raw(byte[] values) {
    room(values.length);
    System.arraycopy(values, 0, bytes, length, values.length);
    length += values.length;
  }

  /** Seven bits a byte, the lowest first; the high bit says that more follow. */
  void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      raw((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    raw((int) rest);
  }

  void uint16(int value) {
    raw(value >>> 8);
    raw(value);
  }

  void float32(float value) {
    room(4);
    ByteBuffer.wrap(bytes).putInt(length, Float.floatToIntBits(value));
    length += 4;
  }

  void float64(double value) {
    int64(Double.doubleToLongBits(value));
  }

  void int64(long value) {
    room(8);
    ByteBuffer.wrap(bytes).putLong(length, value);
    length += 8;
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    raw(utf8);
  }

  /** Packs values of {@code width} bits each, the lowest bits first, and ends on a whole byte. */
  void packed(int[] values, int width) {
    long pending = 0;
    int held = 0;
    for (int value : values) {
      pending |= (long) value << held;
      held += width;
      while (held >= 8) {
        raw((int) pending);
        pending >>>= 8;
        held -= 8;
      }
    }
    if (held > 0) {
      raw((int) pending);
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** The whole: four letters, the format's version, what was written, and its CRC-32. */
  byte[] sealed(String letters, int version) {
    ByteWriter whole = new ByteWriter();
    whole.raw(letters.getBytes(StandardCharsets.US_ASCII));
    whole.raw(version);
    whole.room(length + 4);
    System.arraycopy(bytes, 0, whole.bytes, whole.length, length);
    whole.length += length;
    CRC32 check = new CRC32();
    check.update(whole.bytes, 0, whole.length);
    ByteBuffer.wrap(whole.bytes).putInt(whole.length, (int) check.getValue());
    whole.length += 4;
    return whole.toBytes();
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
