package dev.nightwarden.make;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as the data section of MaxMind's format has them. */
final class MmdbBytes {
  private MmdbBytes() {}

  /**
   * A text, number, list, or map, whose keys are sorted.
   *
   * @throws IOException for anything else, and for a text that is too long
   */
  static byte[] encode(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      control(out, 2, utf8.length);
      out.write(utf8);
    } else if (value instanceof Double number) {
      control(out, 3, 8);
      out.write(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof Short number) {
      control(out, 5, 2);
      out.write(ByteBuffer.allocate(2).putShort(number).array());
    } else if (value instanceof Integer number) {
      control(out, 6, 4);
      out.write(ByteBuffer.allocate(4).putInt(number).array());
    } else if (value instanceof Long number) {
      control(out, 9, 8);
      out.write(ByteBuffer.allocate(8).putLong(number).array());
    } else if (value instanceof Map<?, ?> map) {
      control(out, 7, map.size());
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        out.write(encode(entry.getKey()));
        out.write(encode(entry.getValue()));
      }
    } else if (value instanceof List<?> list) {
      control(out, 11, list.size());
      for (Object element : list) {
        out.write(encode(element));
      }
    } else {
      throw new IOException("no encoding for " + value.getClass());
    }
    return out.toByteArray();
  }

  /** The type in three bits, or after them; the size in five, or after them. */
  private static void control(ByteArrayOutputStream out, int type, int size) throws IOException {
    int inFive = size < 29 ? size : size < 285 ? 29 : 30;
    out.write((type > 7 ? 0 : type) << 5 | inFive);
    if (type > 7) {
      out.write(type - 7);
    }
    if (inFive == 29) {
      out.write(size - 29);
    } else if (inFive == 30) {
      if (size >= 65821) {
        throw new IOException("a text of " + size + " bytes");
      }
      out.write((size - 285) >> 8);
      out.write(size - 285);
    }
  }
}
