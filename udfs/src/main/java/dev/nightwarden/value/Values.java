package dev.nightwarden.value;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** A value as canonical JSON text. */
  static String json(Variant value) {
    return value.toJson(ZoneOffset.UTC);
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
