package dev.nightwarden.value;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantUtil;
import org.apache.spark.unsafe.types.VariantVal;

/**
 * What stands for a long actor, value or id wherever it is counted, scored and shipped: its first
 * 900 characters, an ellipsis, and {@code sha256:} with the 64 hexadecimal digits of the whole
 * text's SHA-256 (UTF-8). Equal texts stay equal and different ones different, and whoever writes a
 * megabyte into a log fills no table and no report with it.
 *
 * <p>Characters are those of Java: one beyond U+FFFF counts as two, and is never cut in half.
 */
public final class Shortened {
  /** The longest text that is kept as it is, in characters. */
  public static final int LONGEST = 1_000;

  private static final int HEAD = 900;

  private Shortened() {}

  /** The text itself, or what stands for it; null stays. */
  public static String text(String text) {
    if (text == null || text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(HEAD - 1)) ? HEAD - 1 : HEAD;
    return text.substring(0, end) + "…sha256:" + Sha256.hex(text);
  }

  /**
   * The value at a path as canonical JSON text, as {@link Values#valueAt} gives it. A string of
   * more than 1,000 characters becomes the string that stands for it; an array or object whose JSON
   * is longer becomes the string that stands for that JSON.
   */
  public static String valueAt(VariantVal data, String path) {
    Variant found = Values.find(data, path);
    if (found == null) {
      return null;
    }
    String json = Values.json(found);
    if (json.length() <= LONGEST) {
      return json;
    }
    String text = found.getType() == VariantUtil.Type.STRING ? found.getString() : json;
    StringBuilder quoted = new StringBuilder(2 * LONGEST).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text(text), quoted);
    return quoted.append('"').toString();
  }
}
