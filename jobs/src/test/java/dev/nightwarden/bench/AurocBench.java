package dev.nightwarden.bench;

import dev.nightwarden.forest.Auroc;
import dev.nightwarden.train.PerActorIsolationForest;
import dev.nightwarden.train.PerActorIsolationForestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How well one forest on all rows of a labelled file tells its anomalies from the rest, by the area
 * under the ROC curve: ten seeds, through the MLlib estimator.
 */
public final class AurocBench {
  private static final int SEEDS = 10;

  private AurocBench() {}

  /**
   * {@code auroc FILE}: prints each seed with the seconds that growing and scoring took (the first
   * ones hold the JVM's warming up), then their medians, and last the mean, as {@code
   * auroc_mean=0.8651}.
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: scripts/bench auroc FILE");
      System.exit(2);
    }
    List<Row> rows = rows(Path.of(args[0]));
    StructType schema =
        new StructType()
            .add("message_id", DataTypes.IntegerType)
            .add("features", SQLDataTypes.VectorType())
            .add("anomaly", DataTypes.BooleanType);
    SparkSession spark = Bench.session();
    Dataset<Row> events = spark.createDataFrame(rows, schema).cache();
    long anomalies = rows.stream().filter(row -> row.getBoolean(2)).count();
    System.out.printf("%,d rows, %,d of them anomalies%n", events.count(), anomalies);
    double sum = 0;
    double[] fit = new double[SEEDS];
    double[] score = new double[SEEDS];
    for (int seed = 1; seed <= SEEDS; seed++) {
      long start = System.nanoTime();
      PerActorIsolationForestModel model =
          new PerActorIsolationForest().setFeaturesCol("features").setSeed(seed).fit(events);
      fit[seed - 1] = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      model.transform(events).select("score").write().format("noop").mode("overwrite").save();
      score[seed - 1] = (System.nanoTime() - start) / 1e9;
      List<Row> scored = model.transform(events).select("score", "anomaly").collectAsList();
      double[] scores = scored.stream().mapToDouble(row -> row.getDouble(0)).toArray();
      boolean[] labels = new boolean[scores.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = scored.get(i).getBoolean(1);
      }
      double auroc = Auroc.of(scores, labels);
      System.out.printf(
          Locale.ROOT,
          "seed %d: %.4f, fit in %.2f s, scored in %.2f s%n",
          seed,
          auroc,
          fit[seed - 1],
          score[seed - 1]);
      sum += auroc;
      model.release();
    }
    spark.stop();
    System.out.printf(
        Locale.ROOT,
        "medians: fit in %.2f s, scored in %.2f s%n",
        Bench.median(fit),
        Bench.median(score));
    System.out.printf(Locale.ROOT, "auroc_mean=%.4f%n", sum / SEEDS);
  }

  /** Numbers, the last of a line not 0 for an anomaly; an empty cell is missing. */
  private static List<Row> rows(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String[] cells = line.split(",", -1);
      double[] numbers = new double[cells.length];
      for (int i = 0; i < cells.length; i++) {
        String cell = cells[i].strip();
        try {
          numbers[i] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "%s:%d: %s is no number; needed: numbers, the last of a line 0 or 1"
                  .formatted(file, number, cell),
              e);
        }
      }
      int last = numbers.length - 1;
      double[] features = java.util.Arrays.copyOf(numbers, last);
      rows.add(RowFactory.create(number, Vectors.dense(features), numbers[last] != 0));
    }
    return rows;
  }
}
