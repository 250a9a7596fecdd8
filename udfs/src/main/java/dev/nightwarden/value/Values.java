package dev.nightwarden.value;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantBuilder;
import org.apache.spark.types.variant.VariantUtil;
import org.apache.spark.unsafe.types.VariantVal;

/** Values of a message's data, as text. */
public final class Values {
  private Values() {}

  /**
   * The value at a path as canonical JSON text: object keys sorted, a string in its quotes. Null
   * for a missing value, a JSON null, and where the data or the path is null.
   */
  public static String valueAt(VariantVal data, String path) {
    Variant found = find(data, path);
    return found == null ? null : json(found);
  }

  /**
   * The value at a path as text: a string as it is, any other value as canonical JSON. Null for a
   * missing value, a JSON null, and where the data or the path is null.
   */
  public static String textAt(VariantVal data, String path) {
    Variant found = find(data, path);
    if (found == null) {
      return null;
    }
    return text(found);
  }

  /** A value as text: a string as it is, any other value as canonical JSON. */
  static String text(Variant value) {
    return value.getType() == VariantUtil.Type.STRING ? value.getString() : json(value);
  }

  /**
   * A tree as VARIANT.
   *
   * @param tree maps, lists, and what {@link Json#read} makes of values: String, Boolean, Long,
   *     BigDecimal of at most 38 digits, Double, null
   */
  public static VariantVal variant(Object tree) {
    VariantBuilder builder = new VariantBuilder(false);
    write(builder, tree);
    Variant built = builder.result();
    return new VariantVal(built.getValue(), built.getMetadata());
  }

  /**
   * A record as the tree that {@link #variant} made it of, the keys of each object in the order in
   * which they were written. What no record has, such as a date that other programs wrote, becomes
   * text.
   */
  public static Object tree(VariantVal data) {
    return tree(data.getValue(), data.getMetadata(), 0);
  }

  private static Object tree(byte[] value, byte[] metadata, int at) {
    return switch (VariantUtil.getType(value, at)) {
      case OBJECT -> object(value, metadata, at);
      case ARRAY ->
          VariantUtil.handleArray(
              value,
              at,
              (size, offsetSize, offsetStart, dataStart) -> {
                List<Object> list = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                  int offset =
                      VariantUtil.readUnsigned(value, offsetStart + offsetSize * i, offsetSize);
                  list.add(tree(value, metadata, dataStart + offset));
                }
                return list;
              });
      case NULL -> null;
      case STRING -> VariantUtil.getString(value, at);
      case BOOLEAN -> VariantUtil.getBoolean(value, at);
      case LONG -> VariantUtil.getLong(value, at);
      case DECIMAL -> Json.number(VariantUtil.getDecimal(value, at));
      case DOUBLE -> VariantUtil.getDouble(value, at);
      default -> {
        int end = at + VariantUtil.valueSize(value, at);
        String json =
            new Variant(Arrays.copyOfRange(value, at, end), metadata).toJson(ZoneOffset.UTC);
        yield json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
      }
    };
  }

  private static Map<String, Object> object(byte[] value, byte[] metadata, int at) {
    // A variant has its keys sorted, and the values behind them as they were written.
    NavigableMap<Integer, String> keys = new TreeMap<>();
    int data =
        VariantUtil.handleObject(
            value,
            at,
            (size, idSize, offsetSize, idStart, offsetStart, dataStart) -> {
              for (int i = 0; i < size; i++) {
                keys.put(
                    VariantUtil.readUnsigned(value, offsetStart + offsetSize * i, offsetSize),
                    VariantUtil.getMetadataKey(
                        metadata, VariantUtil.readUnsigned(value, idStart + idSize * i, idSize)));
              }
              return dataStart;
            });
    Map<String, Object> object = new LinkedHashMap<>();
    keys.forEach((offset, key) -> object.put(key, tree(value, metadata, data + offset)));
    return object;
  }

  /** A whole record as canonical JSON text; null for null. */
  public static String json(VariantVal data) {
    return data == null ? null : json(new Variant(data.getValue(), data.getMetadata()));
  }

  /** A value as canonical JSON text. */
  static String json(Variant value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  /** As the variant itself writes it, which makes a generator of JSON for each string and key. */
  private static void append(StringBuilder text, Variant value) {
    switch (value.getType()) {
      case OBJECT -> {
        text.append('{');
        for (int i = 0; i < value.objectSize(); i++) {
          Variant.ObjectField field = value.getFieldAtIndex(i);
          if (i > 0) {
            text.append(',');
          }
          quote(text, field.key);
          text.append(':');
          append(text, field.value);
        }
        text.append('}');
      }
      case ARRAY -> {
        text.append('[');
        for (int i = 0; i < value.arraySize(); i++) {
          if (i > 0) {
            text.append(',');
          }
          append(text, value.getElementAtIndex(i));
        }
        text.append(']');
      }
      case STRING -> quote(text, value.getString());
      default -> text.append(value.toJson(ZoneOffset.UTC));
    }
  }

  private static void quote(StringBuilder text, String string) {
    for (int i = 0; i < string.length(); i++) {
      char each = string.charAt(i);
      if (each < ' ' || each == '"' || each == '\\' || each > '~') {
        text.append(escaped(string));
        return;
      }
    }
    text.append('"').append(string).append('"');
  }

  private static String escaped(String string) {
    VariantBuilder builder = new VariantBuilder(false);
    builder.appendString(string);
    return builder.result().toJson(ZoneOffset.UTC);
  }

  /** The value at a path; null for a missing value, a JSON null, and where an argument is null. */
  static Variant find(VariantVal data, String path) {
    if (data == null || path == null) {
      return null;
    }
    Variant found = FieldPath.of(path).find(new Variant(data.getValue(), data.getMetadata()));
    return found == null || found.getType() == VariantUtil.Type.NULL ? null : found;
  }

  private static void write(VariantBuilder builder, Object node) {
    if (node == null) {
      builder.appendNull();
    } else if (node instanceof String text) {
      builder.appendString(text);
    } else if (node instanceof Long number) {
      builder.appendLong(number);
    } else if (node instanceof Boolean truth) {
      builder.appendBoolean(truth);
    } else if (node instanceof BigDecimal decimal) {
      builder.appendDecimal(decimal);
    } else if (node instanceof Double number) {
      builder.appendDouble(number);
    } else if (node instanceof Map<?, ?> map) {
      int start = builder.getWritePos();
      ArrayList<VariantBuilder.FieldEntry> fields = new ArrayList<>(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String key = (String) entry.getKey();
        int id = builder.addKey(key);
        fields.add(new VariantBuilder.FieldEntry(key, id, builder.getWritePos() - start));
        write(builder, entry.getValue());
      }
      builder.finishWritingObject(start, fields);
    } else if (node instanceof List<?> list) {
      int start = builder.getWritePos();
      ArrayList<Integer> offsets = new ArrayList<>(list.size());
      for (Object element : list) {
        offsets.add(builder.getWritePos() - start);
        write(builder, element);
      }
      builder.finishWritingArray(start, offsets);
    } else {
      throw new IllegalArgumentException("no JSON value: " + node.getClass().getSimpleName());
    }
  }
}
