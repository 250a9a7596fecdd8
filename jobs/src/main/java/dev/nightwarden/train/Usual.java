package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What was usual in the events a forest was grown on: an array of one struct per feature, in the
 * order of the features.
 *
 * <ul>
 *   <li>{@code feature}: string
 *   <li>{@code values}: array of (shown string, count int): the three most common values as people
 *       see them, the most common first, equals in the order of their text; at most 120 characters
 *       of each, fit to be printed; null for a missing value
 *   <li>{@code together}: array of int, one per feature: in how many events both this feature and
 *       that one had their most common value. So {@code usual[f].together[g]} of {@code trained_on}
 *       events were in Linkoping on Bredband2. Null where there are more than 64 features
 *   <li>{@code low, middle, high}: double, least, median and greatest number of a feature of kind
 *       number, missing values left out; null for other kinds and where none is left
 * </ul>
 */
public final class Usual {
  /** The type of the column {@code usual}. */
  public static final ArrayType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("feature", DataTypes.StringType)
              .add(
                  "values",
                  DataTypes.createArrayType(
                      new StructType()
                          .add("shown", DataTypes.StringType)
                          .add("count", DataTypes.IntegerType)))
              .add("together", DataTypes.createArrayType(DataTypes.IntegerType))
              .add("low", DataTypes.DoubleType)
              .add("middle", DataTypes.DoubleType)
              .add("high", DataTypes.DoubleType));

  private static final int MOST_VALUES = 3;
  private static final int MOST_TOGETHER = 64;

  private Usual() {}

  /**
   * Sums up events.
   *
   * @param shown of each event and feature, what people see
   */
  static Row[] of(List<Feature> features, List<Object[]> events, List<String[]> shown) {
    int width = features.size();
    Row[][] values = new Row[width][];
    BitSet[] hadUsual = new BitSet[width];
    for (int f = 0; f < width; f++) {
      values[f] = mostCommon(shown, f);
      hadUsual[f] = new BitSet();
      for (int i = 0; i < shown.size(); i++) {
        hadUsual[f].set(i, Objects.equals(shown.get(i)[f], values[f][0].get(0)));
      }
    }
    Row[] usual = new Row[width];
    for (int f = 0; f < width; f++) {
      double[] numbers =
          features.get(f).kind() == Feature.Kind.NUMBER ? numbers(events, f) : new double[0];
      boolean none = numbers.length == 0;
      usual[f] =
          RowFactory.create(
              features.get(f).name(),
              values[f],
              width > MOST_TOGETHER ? null : together(hadUsual, f),
              none ? null : numbers[0],
              none ? null : numbers[numbers.length / 2],
              none ? null : numbers[numbers.length - 1]);
    }
    return usual;
  }

  private static Row[] mostCommon(List<String[]> shown, int feature) {
    Map<String, Integer> counts = new HashMap<>();
    for (String[] texts : shown) {
      counts.merge(texts[feature], 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(
                    Map.Entry.comparingByKey(Comparator.nullsLast(Comparator.naturalOrder()))))
        .limit(MOST_VALUES)
        .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
        .toArray(Row[]::new);
  }

  private static Integer[] together(BitSet[] hadUsual, int feature) {
    Integer[] together = new Integer[hadUsual.length];
    for (int g = 0; g < together.length; g++) {
      BitSet both = (BitSet) hadUsual[feature].clone();
      both.and(hadUsual[g]);
      together[g] = both.cardinality();
    }
    return together;
  }

  private static double[] numbers(List<Object[]> events, int feature) {
    return events.stream()
        .filter(event -> event[feature] != null)
        .mapToDouble(event -> (double) event[feature])
        .filter(number -> !Double.isNaN(number))
        .sorted()
        .toArray();
  }
}
