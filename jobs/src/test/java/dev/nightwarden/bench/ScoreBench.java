package dev.nightwarden.bench;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Others;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
import dev.nightwarden.reporter.Reporter;
import dev.nightwarden.reporter.Typical;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.score.History;
import dev.nightwarden.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scores the same messages with Nightwarden and with the same query in DuckDB: the same Parquet in,
 * Parquet out, two threads each, the start of the JVM left out.
 */
public final class ScoreBench {
  private static final int ROUNDS = 3;
  private static final int ACTORS = 20_000;
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final LocalDate LAST = FIRST.plusDays(29);

  private static final Profile PROFILE =
      profile(new Mandatory(1.0), new Mandatory(1.0), new OptionalReporter(1.0));

  /** The same fields, each compared with what all others showed. */
  private static final Profile COMPARED =
      profile(new Typical(1, .95), new Typical(1, .95), new Typical(1, .95));

  private ScoreBench() {}

  private static Profile profile(Reporter application, Reporter city, Reporter factor) {
    return new Profile(
        "bench",
        List.of(),
        null,
        "actor",
        null,
        OptionalInt.empty(),
        Map.of(
            "application", new Field.Single(null, application),
            "city", new Field.Single(null, city),
            "factor", new Field.Single(null, factor)),
        Map.of());
  }

  /** {@code score [MESSAGES]}: prints each round and the ratio of the medians. */
  public static void main(String[] args) throws IOException, SQLException {
    long count = args.length > 0 ? Long.parseLong(args[0].replace("_", "")) : 1_000_000;
    Path folder = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      System.out.printf("%,d messages of %,d actors, three fields%n", count, ACTORS);
      String messages = folder + "/messages";
      messages(spark, count).write().parquet(messages);
      try (Statement statement = duckdb.createStatement()) {
        statement.execute("SET threads = 2");
        statement.execute("SET temp_directory = '" + folder + "/duckdb'");
      }
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      double[] compared = new double[ROUNDS];
      String counts = folder + "/counts";
      counts(spark, messages).write().parquet(counts);
      for (int round = 0; round <= ROUNDS; round++) {
        double before = Bench.processorSeconds();
        double nightwarden = seconds(() -> nightwarden(spark, messages, folder + "/nightwarden"));
        double processor = Bench.processorSeconds() - before;
        double query = seconds(() -> duckdb(duckdb, messages, folder + "/duckdb.parquet"));
        double typical = seconds(() -> compared(spark, messages, counts, folder + "/compared"));
        String name = round == 0 ? "warm-up" : "round " + round;
        System.out.printf(
            Locale.ROOT,
            "%s: nightwarden %.2f s (%.1f s of processor), duckdb %.2f s, typical %.2f s%n",
            name,
            nightwarden,
            processor,
            query,
            typical);
        if (round > 0) {
          ours[round - 1] = nightwarden;
          theirs[round - 1] = query;
          compared[round - 1] = typical;
        }
      }
      requireSame(spark, folder);
      System.out.printf("peak heap %,d MB%n", Bench.peakHeap() >> 20);
      System.out.printf(
          Locale.ROOT,
          "ratio_nightwarden_over_duckdb=%.2f%n",
          Bench.median(ours) / Bench.median(theirs));
      System.out.printf(
          Locale.ROOT,
          "ratio_typical_over_mandatory=%.2f%n",
          Bench.median(compared) / Bench.median(ours));
    } finally {
      spark.stop();
      Bench.delete(folder);
    }
  }

  /** Columns as in {@code messages}, with the actor and canonical JSON texts in place of data. */
  private static Dataset<Row> messages(SparkSession spark, long count) {
    return spark
        .range(0, count, 1, 4)
        .selectExpr("id", "abs(xxhash64(id, 'a')) AS h", "abs(xxhash64(id, 'b')) AS k")
        .selectExpr(
            "'t' AS transport",
            "lpad(hex(id), 12, '0') AS message_id",
            "timestamp_micros(1740787200000000L + (h % 2592000000L) * 1000) AS event_time",
            "concat('actor', (h % 7919 * 31 + k) % " + ACTORS + ") AS actor",
            "concat('\"app', cast(pow(k % 1000 / 1000.0, 3) * 20 AS INT), '\"') AS application",
            "concat('\"city', cast(pow(h % 997 / 997.0, 6) * 40 AS INT), '\"') AS city",
            "CASE WHEN k % 10 = 0 THEN concat('\"', k % 3, '\"') END AS factor")
        .withColumn("event_date", col("event_time").cast("date"));
  }

  /** What the step observe keeps of the messages. */
  private static Dataset<Row> counts(SparkSession spark, String messages) {
    return FeatureCounts.ofDays(
        spark
            .read()
            .parquet(messages)
            .selectExpr(
                "'bench' AS profile",
                "actor",
                "event_time",
                "event_date",
                "inline(array(struct('application' AS field, application AS value),"
                    + " struct('city' AS field, city AS value),"
                    + " struct('factor' AS field, factor AS value)))"));
  }

  private static void compared(SparkSession spark, String messages, String counts, String out) {
    List<Profile> profiles = List.of(COMPARED);
    Dataset<Row> days = spark.read().parquet(counts);
    try (Others others = Others.of(profiles, FIRST, LAST, days, days)) {
      Dataset<Row> observed =
          new History(FIRST, LAST, profiles, others).unusual(values(spark, messages), days);
      Anomalies.score(observed, profiles)
          .where(col("score").gt(0))
          .write()
          .mode("overwrite")
          .parquet(out);
    }
  }

  private static Dataset<Row> values(SparkSession spark, String messages) {
    Column[] fields =
        PROFILE.fields().keySet().stream().map(name -> col(name)).toArray(Column[]::new);
    return spark
        .read()
        .parquet(messages)
        .select(
            lit("bench").as("profile"),
            col("actor"),
            col("transport"),
            col("message_id"),
            col("event_time"),
            col("event_date"),
            array(fields).as("values"));
  }

  private static void nightwarden(SparkSession spark, String messages, String out) {
    Dataset<Row> values = values(spark, messages);
    Dataset<Row> noCounts = spark.createDataFrame(List.<Row>of(), Table.FEATURE_COUNTS.schema());
    Dataset<Row> observed = new History(FIRST, LAST, List.of(PROFILE)).unusual(values, noCounts);
    if (Boolean.getBoolean("explain")) {
      Anomalies.score(observed, List.of(PROFILE)).where(col("score").gt(0)).explain();
    }
    Anomalies.score(observed, List.of(PROFILE))
        .where(col("score").gt(0))
        .write()
        .mode("overwrite")
        .parquet(out);
  }

  private static void duckdb(Connection duckdb, String messages, String out) {
    String query =
        """
        COPY (
          WITH observations AS (
            SELECT transport, message_id, event_time, event_date, actor, field, value FROM (
              SELECT *, unnest(['application', 'city', 'factor']) AS field,
                unnest([application, city, factor]) AS value
              FROM read_parquet('%s/*.parquet'))),
          counted AS (
            SELECT *, count(*) OVER (
              PARTITION BY field, actor, value ORDER BY event_time, message_id, transport
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS seen
            FROM observations),
          known AS (
            SELECT *, count(*) OVER earlier AS total,
              coalesce(sum(CASE WHEN seen = 0 THEN 1 ELSE 0 END) OVER earlier, 0)::BIGINT
                AS "distinct",
              coalesce(sum(CASE WHEN value IS NULL THEN 1 ELSE 0 END) OVER earlier, 0)::BIGINT
                AS missing
            FROM counted
            WINDOW earlier AS (
              PARTITION BY field, actor ORDER BY event_time, message_id, transport
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
          scored AS (
            SELECT *, round(CASE
              WHEN field = 'factor' THEN CASE
                WHEN value IS NULL OR seen > 0 THEN 0 WHEN total = 0 THEN 1
                ELSE missing / total END
              ELSE CASE
                WHEN value IS NULL OR seen = 0 THEN 1 WHEN seen * "distinct" >= total THEN 0
                ELSE 1 - seen / total END
              END, 12) AS score
            FROM known)
          SELECT * FROM scored WHERE score > 0
        ) TO '%s' (FORMAT parquet)
        """
            .formatted(messages, out);
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireSame(SparkSession spark, Path folder) {
    String key =
        "concat_ws('|', message_id, field, value, seen, total, `distinct`, missing, score)";
    Dataset<Row> ours = spark.read().parquet(folder + "/nightwarden").selectExpr(key);
    Dataset<Row> theirs = spark.read().parquet(folder + "/duckdb.parquet").selectExpr(key);
    long different = ours.exceptAll(theirs).count() + theirs.exceptAll(ours).count();
    System.out.printf("%,d anomalies, %,d of them different%n", ours.count(), different);
    if (different > 0) {
      throw new IllegalStateException("Nightwarden and DuckDB did not find the same anomalies");
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
