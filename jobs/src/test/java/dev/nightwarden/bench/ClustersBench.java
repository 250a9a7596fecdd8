package dev.nightwarden.bench;

import dev.nightwarden.feature.ClusterEngine;
import dev.nightwarden.feature.ClusterSettings;
import dev.nightwarden.feature.FeatureDetectors;
import dev.nightwarden.feature.FeatureEntry;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.Features;
import dev.nightwarden.feature.Level;
import dev.nightwarden.feature.cluster.ForestEngine;
import dev.nightwarden.feature.cluster.GowerEngine;
import dev.nightwarden.investigate.TimeRange;
import dev.nightwarden.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Clusters more and more records of one date, five features each, 20 of them planted apart, against
 * reading the same features and nothing more.
 */
public final class ClustersBench {
  private static final LocalDate DAY = LocalDate.parse("2025-03-01");
  private static final int PLANTED = 20;
  private static final int ROUNDS = 3;

  private static final List<Long> SIZES = List.of(1_000L, 10_000L, 100_000L, 1_000_000L);

  private ClustersBench() {}

  /** {@code clusters [N,N,...]}: prints a line for each number of records and engine. */
  public static void main(String[] args) throws IOException {
    List<Long> sizes =
        args.length == 0
            ? SIZES
            : List.of(args[0].split(",")).stream().map(Long::parseLong).toList();
    Map<String, ClusterEngine> engines = new TreeMap<>();
    engines.put("gower, max_records 2000", new GowerEngine(2_000, 2, 0));
    engines.put("gower, max_records 10000", new GowerEngine(10_000, 2, 0));
    engines.put("forest", new ForestEngine(100, 256, 0.7, 10_000, 0));
    Path folder = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try {
      for (long size : sizes) {
        String path = folder + "/" + size;
        messages(spark, size).write().parquet(path);
        Dataset<Row> messages = spark.read().parquet(path);
        for (var engine : engines.entrySet()) {
          one(engine.getKey(), features(engine.getValue()), messages, size);
        }
      }
    } finally {
      spark.stop();
      Bench.delete(folder);
    }
  }

  private static void one(String engine, Features features, Dataset<Row> messages, long size) {
    Dataset<Row> none =
        messages.sparkSession().createDataFrame(List.of(), Table.FEATURE_COUNTS.schema());
    double[] clustering = new double[ROUNDS];
    double[] reading = new double[ROUNDS];
    long[] found = {0, 0};
    Bench.forgetPeak();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      List<Dataset<Row>> anomalies =
          FeatureDetectors.find(features, new TreeSet<>(List.of(DAY)), messages, none);
      found[0] = 0;
      found[1] = 0;
      for (Dataset<Row> rows : anomalies) {
        Row counted = rows.selectExpr("count(*)", "count_if(message_id LIKE 'planted%')").first();
        found[0] += counted.getLong(0);
        found[1] += counted.getLong(1);
      }
      clustering[round] = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      features.table(features.records(messages)).write().format("noop").mode("overwrite").save();
      reading[round] = (System.nanoTime() - start) / 1e9;
    }
    double ratio = Bench.median(clustering) / Bench.median(reading);
    System.out.printf(
        Locale.ROOT,
        "%,9d records, %-24s %6.2f s, reading alone %5.2f s, ratio %5.2f; found %d of %d planted and"
            + " %d others; peak heap %,d MB%n",
        size,
        engine + ":",
        Bench.median(clustering),
        Bench.median(reading),
        ratio,
        found[1],
        PLANTED,
        found[0] - found[1],
        Bench.peakHeap() >> 20);
  }

  private static Features features(ClusterEngine engine) {
    List<FeatureEntry> entries =
        List.of(field("bytes"), field("answers"), field("port"), field("kind"), field("hour"));
    Map<String, DataType> types = new TreeMap<>();
    for (String number : List.of("bytes", "answers", "hour")) {
      types.put(number, DataTypes.DoubleType);
    }
    return new Features(
        new FeatureSettings(
            List.of(),
            null,
            List.of(),
            entries,
            List.of(),
            new ClusterSettings(engine, 0),
            Level.MEDIUM,
            new TimeRange(60, Duration.ZERO),
            null),
        types);
  }

  private static FeatureEntry field(String name) {
    return new FeatureEntry("field", name, null, List.of(name), null, "auto", 1, null);
  }

  /** Ordinary records differ in every feature; the planted ones in all of them at once. */
  private static Dataset<Row> messages(SparkSession spark, long size) {
    String ordinary =
        "named_struct('bytes', 100 + 30 * randn(7), 'answers', int(1 + 3 * rand(8)), 'port', '53',"
            + " 'kind', element_at(array('A', 'AAAA', 'PTR'), int(1 + 3 * rand(9))),"
            + " 'hour', 8 + 2 * randn(10))";
    String planted =
        "named_struct('bytes', 900D + id, 'answers', 30, 'port', '443', 'kind', 'TXT',"
            + " 'hour', 23D)";
    return spark
        .range(0, size, 1, 4)
        .selectExpr(
            "'bench' AS transport",
            "concat(if(id < %d, 'planted', 'm'), id) AS message_id".formatted(PLANTED),
            "timestamp_seconds(1740787200 + id % 86400) AS event_time",
            "DATE'%s' AS event_date".formatted(DAY),
            "parse_json(to_json(if(id < %d, %s, %s))) AS data"
                .formatted(PLANTED, planted, ordinary));
  }
}
