package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.value.Printable;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * How the values of an event stand in a row.
 *
 * @param names of the features; empty for a vector
 * @param kinds of the features, by name
 * @param vector the column of the vector that holds all numbers; null without one
 * @param shownAt of each feature, the place of the text that shows it among the values, or -1
 */
record EventLayout(
    List<String> names, List<Feature.Kind> kinds, String vector, List<Integer> shownAt)
    implements Serializable {
  private static final int SHOWN_LENGTH = 120;
  private static final long HOUR = 3_600_000_000L;
  private static final List<String> HOURS =
      IntStream.range(0, 24).mapToObj(hour -> (hour < 10 ? "0" : "") + hour + ":00").toList();

  EventLayout(List<Feature> features, String vector, List<Integer> shownAt) {
    this(
        features.stream().map(Feature::name).toList(),
        features.stream().map(Feature::kind).toList(),
        vector,
        shownAt);
  }

  /** The features; of a vector, each of its numbers. */
  List<Feature> features(int width) {
    if (vector != null) {
      return IntStream.range(0, width)
          .mapToObj(i -> new Feature(vector + "[" + i + "]", Feature.Kind.NUMBER))
          .toList();
    }
    return IntStream.range(0, names.size())
        .mapToObj(f -> new Feature(names.get(f), kinds.get(f)))
        .toList();
  }

  /**
   * The values of an event, as an {@link dev.nightwarden.forest.EventEncoder} takes them.
   *
   * @param row of {@link EventColumns#values}
   */
  Object[] values(InternalRow row, Texts texts) {
    if (vector != null) {
      if (row.isNullAt(0)) {
        throw new IllegalArgumentException(
            "featuresCol: %s is null in an event: fill it, or leave the event out"
                .formatted(vector));
      }
      return Arrays.stream(row.getArray(0).toDoubleArray()).boxed().toArray();
    }
    Object[] values = new Object[names.size()];
    for (int f = 0; f < values.length; f++) {
      if (!row.isNullAt(f)) {
        values[f] =
            switch (kinds.get(f)) {
              case PLACE -> place(row.getArray(f));
              case HOUR -> Math.floorMod(row.getLong(f), 24 * HOUR) / HOUR * HOUR;
              case NUMBER -> row.getDouble(f);
              case CATEGORY, OWNER, USER_AGENT -> texts.of(row.getUTF8String(f));
            };
      }
    }
    return values;
  }

  /** What a person sees of each value; null where it is missing. */
  String[] shown(InternalRow row, Object[] values, Texts texts) {
    String[] shown = new String[values.length];
    for (int f = 0; f < shown.length; f++) {
      shown[f] = shown(row, f, values[f], texts);
    }
    return shown;
  }

  private String shown(InternalRow row, int feature, Object value, Texts texts) {
    if (vector == null && shownAt.get(feature) >= 0) {
      return printable(texts.of(row.getUTF8String(shownAt.get(feature))));
    }
    if (value == null) {
      return null;
    }
    return switch (vector == null ? kinds.get(feature) : Feature.Kind.NUMBER) {
      case NUMBER -> number((double) value);
      case HOUR -> HOURS.get((int) ((long) value / HOUR));
      case PLACE -> {
        double[] point = (double[]) value;
        yield Arrays.stream(point)
            .mapToObj(number -> number(Math.rint(number * 1000) / 1000))
            .collect(Collectors.joining(", "));
      }
      default -> printable((String) value);
    };
  }

  /** Most texts are short and plain: looking is quicker than replacing. */
  private static String printable(String text) {
    boolean plain = text == null || text.length() <= SHOWN_LENGTH;
    for (int i = 0; plain && text != null && i < text.length(); i++) {
      plain = text.charAt(i) >= ' ' && text.charAt(i) <= '~';
    }
    return plain ? text : Printable.printable(text, SHOWN_LENGTH);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Null where a coordinate is missing. */
  private static double[] place(ArrayData numbers) {
    double[] point = new double[numbers.numElements()];
    for (int i = 0; i < point.length; i++) {
      if (numbers.isNullAt(i) || Double.isNaN(numbers.getDouble(i))) {
        return null;
      }
      point[i] = numbers.getDouble(i);
    }
    return point;
  }
}
