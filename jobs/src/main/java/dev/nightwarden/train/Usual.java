package dev.nightwarden.train;

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
 *       events were in Linkoping on Bredband2
 *   <li>{@code low, middle, high}: double, least, median and greatest number of a feature of kind
 *       number, NaN and missing values left out; null for other kinds and where none is left
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

  private Usual() {}
}
