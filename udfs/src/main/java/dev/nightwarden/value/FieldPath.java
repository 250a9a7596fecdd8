package dev.nightwarden.value;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantUtil;

/**
 * Where a value lies inside a record: names joined by dots, such as {@code actor.email} or {@code
 * events.0.name}.
 *
 * <p>At each level an object's key that equals the whole rest of the path wins over nesting. A part
 * made of digits is a place in an array, counted from 0, or a key of an object.
 */
public final class FieldPath implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_KNOWN = 10_000;
  private static final Map<String, FieldPath> KNOWN = new ConcurrentHashMap<>();

  private final String[] parts;
  private final String[] rests;
  private final byte[][] partKeys;
  private final byte[][] restKeys;

  private FieldPath(String text) {
    parts = text.split("\\.", -1);
    rests = new String[parts.length];
    String rest = text;
    for (int i = 0; i < parts.length; i++) {
      rests[i] = rest;
      rest = i + 1 < parts.length ? rest.substring(parts[i].length() + 1) : "";
    }
    partKeys = keys(parts);
    restKeys = keys(rests);
  }

  private static byte[][] keys(String[] texts) {
    return Arrays.stream(texts)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static FieldPath of(String text) {
    FieldPath known = KNOWN.get(text);
    if (known != null) {
      return known;
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a path must name a key, such as actor.email");
    }
    FieldPath path = new FieldPath(text);
    if (KNOWN.size() < MAX_KNOWN) {
      KNOWN.put(text, path);
    }
    return path;
  }

  /** The value here, or null where there is none. A JSON null is found as such. */
  public Variant find(Variant root) {
    byte[] value = root.getValue();
    byte[] metadata = root.getMetadata();
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean isLast = i + 1 == parts.length;
      VariantUtil.Type type = VariantUtil.getType(value, at);
      if (type == VariantUtil.Type.OBJECT) {
        int exact = ofKey(value, metadata, at, restKeys[i]);
        if (exact >= 0 || isLast) {
          return at(value, metadata, exact);
        }
        at = ofKey(value, metadata, at, partKeys[i]);
      } else if (type == VariantUtil.Type.ARRAY) {
        at = ofIndex(value, at, index(parts[i]));
      } else {
        return null;
      }
      if (at < 0) {
        return null;
      }
    }
    return at(value, metadata, at);
  }

  private static Variant at(byte[] value, byte[] metadata, int at) {
    return at < 0
        ? null
        : new Variant(
            Arrays.copyOfRange(value, at, at + VariantUtil.valueSize(value, at)), metadata);
  }

  /**
   * Where the value of a key of the object at a place starts; -1 without such a key. Compares bytes
   * where {@link Variant#getFieldByKey} makes a text of each key that it passes.
   */
  private static int ofKey(byte[] value, byte[] metadata, int object, byte[] key) {
    return VariantUtil.handleObject(
        value,
        object,
        (size, idSize, offsetSize, idStart, offsetStart, dataStart) -> {
          int width = ((metadata[0] >> 6) & 3) + 1;
          int texts = 1 + (number(metadata, 1, width) + 2) * width;
          for (int i = 0; i < size; i++) {
            int id = number(value, idStart + idSize * i, idSize);
            int at = 1 + (id + 1) * width;
            int start = number(metadata, at, width);
            int end = number(metadata, at + width, width);
            if (end - start == key.length
                && Arrays.equals(metadata, texts + start, texts + end, key, 0, key.length)) {
              return dataStart + number(value, offsetStart + offsetSize * i, offsetSize);
            }
          }
          return -1;
        });
  }

  /** A number without sign, little-endian; of one byte in most messages. */
  private static int number(byte[] bytes, int at, int size) {
    return size == 1 ? bytes[at] & 0xFF : VariantUtil.readUnsigned(bytes, at, size);
  }

  private static int ofIndex(byte[] value, int array, int index) {
    return VariantUtil.handleArray(
        value,
        array,
        (size, offsetSize, offsetStart, dataStart) ->
            index < 0 || index >= size
                ? -1
                : dataStart
                    + VariantUtil.readUnsigned(
                        value, offsetStart + offsetSize * index, offsetSize));
  }

  /** The value here in maps and lists, or null where there is none or a null. */
  public Object find(Map<String, ?> root) {
    Object at = root;
    for (int i = 0; i < parts.length && at != null; i++) {
      if (at instanceof Map<?, ?> map) {
        if (map.containsKey(rests[i])) {
          return map.get(rests[i]);
        }
        at = map.get(parts[i]);
      } else if (at instanceof List<?> list) {
        int index = index(parts[i]);
        at = index >= 0 && index < list.size() ? list.get(index) : null;
      } else {
        return null;
      }
    }
    return at;
  }

  /**
   * Puts a value in place of the one that {@link #find(Map)} gives; nothing where it gives null.
   */
  @SuppressWarnings(
      "unchecked") // Maps from texts and lists of anything are what a tree is made of.
  public void replace(Map<String, Object> root, Object value) {
    if (find(root) == null) {
      return;
    }
    Object at = root;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i + 1 == parts.length;
      if (at instanceof List<?> list) {
        int index = index(parts[i]);
        if (last) {
          ((List<Object>) list).set(index, value);
        }
        at = list.get(index);
      } else if (((Map<String, Object>) at).containsKey(rests[i])) {
        ((Map<String, Object>) at).put(rests[i], value);
        return;
      } else {
        at = ((Map<String, Object>) at).get(parts[i]);
      }
    }
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return rests[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath path && toString().equals(path.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  private static int index(String part) {
    if (part.isEmpty() || part.length() > 9) {
      return -1;
    }
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) < '0' || part.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(part);
  }
}
