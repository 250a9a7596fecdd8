package dev.nightwarden.train;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a model adds to events. */
final class Outputs {
  private static final DataType CONTRIBUTIONS =
      DataTypes.createArrayType(
          new StructType()
              .add("feature", DataTypes.StringType)
              .add("contribution", DataTypes.DoubleType)
              .add("shown", DataTypes.StringType));

  private Outputs() {}

  /** Score, threshold, prediction, trained_on, contributions and usual, under the params' names. */
  static List<StructField> fields(ForestParams<?> params) {
    return List.of(
        field(params.getScoreCol(), DataTypes.DoubleType),
        field(params.getThresholdCol(), DataTypes.DoubleType),
        field(params.getPredictionCol(), DataTypes.DoubleType),
        field(params.getTrainedOnCol(), DataTypes.IntegerType),
        field(params.getContributionsCol(), CONTRIBUTIONS),
        field(params.getUsualCol(), Usual.TYPE));
  }

  /**
   * A table of events with these columns behind.
   *
   * @throws IllegalArgumentException for a column that is there already
   */
  static StructType appended(ForestParams<?> params, StructType events) {
    StructType all = events;
    for (StructField field : fields(params)) {
      if (Arrays.asList(all.fieldNames()).contains(field.name())) {
        throw new IllegalArgumentException(
            "output column %s is there already; rename it with the param of that output"
                .formatted(field.name()));
      }
      all = all.add(field);
    }
    return all;
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }
}
