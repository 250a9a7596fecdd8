package dev.nightwarden.cluster;

import dev.nightwarden.value.Sha256;
import java.util.HexFormat;
import java.util.List;

/** The values of a record in the one form in which equal ones are equal, and their order. */
final class RecordValues {
  /**
   * A longer text is kept as its beginning and its hash: whoever writes the logs may write much.
   */
  static final int MAX_TEXT = 256;

  private RecordValues() {}

  /**
   * A record's values as Double, Boolean, String or null, by the kinds of the features.
   *
   * @throws IllegalArgumentException if there are more or fewer values than features, or one is of
   *     another kind
   */
  static Object[] of(List<RecordFeature> features, Object[] row) {
    if (row.length != features.size()) {
      throw new IllegalArgumentException(
          "a record has %d values, one for each feature, not %d"
              .formatted(features.size(), row.length));
    }
    Object[] values = new Object[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = row[i] == null ? null : value(features.get(i), row[i]);
    }
    return values;
  }

  private static Object value(RecordFeature feature, Object value) {
    if (feature.kind() == RecordFeature.Kind.NUMERIC && value instanceof Number number) {
      double x = number.doubleValue();
      // Adding 0 makes -0 and 0 one.
      return Double.isFinite(x) ? (Object) (x + 0.0) : null;
    }
    if (feature.kind() == RecordFeature.Kind.BOOLEAN && value instanceof Boolean) {
      return value;
    }
    if (feature.kind() == RecordFeature.Kind.CATEGORICAL && value instanceof String text) {
      return text.length() <= MAX_TEXT ? text : shortened(text);
    }
    throw new IllegalArgumentException(
        "feature %s is %s, its values cannot be of %s"
            .formatted(feature.name(), feature.kind(), value.getClass().getSimpleName()));
  }

  private static String shortened(String text) {
    byte[] hash = Sha256.of(text);
    int end = Character.isHighSurrogate(text.charAt(63)) ? 63 : 64;
    return text.substring(0, end) + "...sha256:" + HexFormat.of().formatHex(hash);
  }

  /** By the first value that differs; a missing one comes first. */
  static int compare(Object[] a, Object[] b) {
    for (int i = 0; i < a.length; i++) {
      int order = compare(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(Object a, Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return Double.compare(x, y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Boolean.compare(x, y);
    }
    return ((String) a).compareTo((String) b);
  }
}
