package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.ascii;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What a classifier can tell of planted messages by all that has nothing to do with what they say:
 * their ids, the digits of their times, where they stand among others, the order of their keys.
 */
final class Giveaways {
  private static final String LABEL = "label";
  private static final String PLACE = "place";

  private final Dataset<Row> train;
  private final Dataset<Row> test;
  private final long planted;
  private final long others;
  private final long all;
  private final String[] features;

  /**
   * @param messages of a copy
   * @param ids of those that were planted
   */
  Giveaways(Dataset<Row> messages, Set<String> ids) {
    Dataset<Row> placed =
        messages
            .coalesce(1)
            .withColumn(PLACE, monotonically_increasing_id())
            .selectExpr(
                "*",
                "to_json(data) AS text",
                "try_variant_get(data, '$.session', 'string') AS session",
                "try_variant_get(data, '$.time', 'string') AS written");
    WindowSpec byPlace = Window.partitionBy("event_date").orderBy(PLACE);
    WindowSpec byTime = Window.partitionBy("event_date").orderBy("event_time", "message_id");
    Column micros = unix_micros(col("event_time"));
    List<Column> told = new ArrayList<>();
    for (String id : List.of("message_id", "session")) {
      told.add(length(col(id)));
      told.add(ascii(col(id)));
      told.add(ascii(col(id).substr(-1, 1)));
      told.add(length(regexp_replace(col(id), "[^0-9]", "")));
      told.add(length(regexp_replace(col(id), "[^A-Z]", "")));
    }
    told.add(micros.mod(10));
    told.add(micros.mod(1_000));
    told.add(micros.divide(1_000).cast("bigint").mod(10));
    told.add(micros.divide(1_000).cast("bigint").mod(1_000));
    told.add(micros.divide(1_000_000).cast("bigint").mod(60));
    told.add(length(col("written")));
    told.add(row_number().over(byPlace).minus(row_number().over(byTime)));
    told.add(xxhash64(regexp_replace(col("text"), ":(\"[^\"]*\"|[^,{}]*)", "")).mod(97));
    told.add(isLike("source_file", byPlace));
    told.add(isLike("ingested_at", byPlace));
    told.add(abs(micros.minus(lag(micros, 1).over(byPlace))).leq(1_000_000).cast("int"));
    told.add(abs(micros.minus(lead(micros, 1).over(byPlace))).leq(1_000_000).cast("int"));
    List<Column> columns = new ArrayList<>();
    columns.add(when(col("message_id").isin(ids.toArray()), 1.0).otherwise(0.0).as(LABEL));
    columns.add(xxhash64(col("message_id")).mod(2).as("half"));
    features = new String[told.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = "f" + i;
      columns.add(coalesce(told.get(i).cast("double"), lit(-1.0)).as(features[i]));
    }
    Dataset<Row> rows = placed.select(columns.toArray(Column[]::new)).persist();
    train = rows.where("half = 0");
    test = rows.where("half <> 0");
    planted = rows.where("label = 1").count();
    others = test.where("label = 0").count();
    all = test.count();
  }

  private static Column isLike(String column, WindowSpec neighbours) {
    return lag(column, 1).over(neighbours).eqNullSafe(col(column)).cast("int");
  }

  long planted() {
    return planted;
  }

  /** How far from .5 chance may be: four standard deviations (Hanley and McNeil 1982). */
  double chance() {
    double few = all - others;
    return 4 * Math.sqrt((all + 1.0) / (12 * few * others));
  }

  /** On the half of the messages that was not trained on. */
  double auroc() {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(features).setOutputCol("features");
    // A classifier's summary holds the session, which cannot go where the trees are asked.
    Dataset<Row> scored =
        new RandomForestRegressor()
            .setLabelCol(LABEL)
            .setNumTrees(40)
            .setMaxDepth(6)
            .setSeed(1)
            .fit(assembler.transform(train))
            .transform(assembler.transform(test));
    return new BinaryClassificationEvaluator()
        .setLabelCol(LABEL)
        .setRawPredictionCol("prediction")
        .evaluate(scored);
  }
}
