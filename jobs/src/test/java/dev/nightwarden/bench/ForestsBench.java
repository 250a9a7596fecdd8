package dev.nightwarden.bench;

import dev.nightwarden.train.PerActorIsolationForest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains and scores a forest for each of many actors, and for one actor of very many events; next
 * to plainly reading them, and to scikit-learn's forests in a loop over the same actors.
 */
public final class ForestsBench {
  private static final int SCIKIT_ACTORS = 100;
  private static final String PYTHON = "/usr/bin/python3";

  private ForestsBench() {}

  /** {@code forests [ACTORS [EVENTS [LARGE]]]}: prints rates, bytes, memory and ratios. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long actors = number(args, 0, 5_000);
    long each = number(args, 1, 200);
    long large = number(args, 2, 5_000_000);
    Path folder = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    spark.conf().set("spark.sql.shuffle.partitions", "8");
    try {
      System.out.printf("%,d actors of %,d events, one of %,d; two threads%n", actors, each, large);
      String small = folder + "/small";
      String big = folder + "/big";
      events(spark, actors * each, "concat('u', id DIV %d)".formatted(each)).write().parquet(small);
      events(spark, large, "'everybody'").repartition(8).write().parquet(big);
      Dataset<Row> many = spark.read().parquet(small);
      Dataset<Row> one = spark.read().parquet(big);
      PerActorIsolationForest estimator =
          new PerActorIsolationForest()
              .setActorCol("actor")
              .setFeatureCols("place:place", "owner:owner", "agent:user_agent", "at:hour")
              .setShownCols("place=city");
      // What the JVM must learn first is not the forests' cost.
      Dataset<Row> few = many.where("pmod(hash(actor), 20) = 0");
      save(estimator.grow(few), folder + "/few");
      run(estimator.model(spark.read().parquet(folder + "/few")).transform(few));
      run(one.limit(200_000));

      Cost training = cost(() -> save(estimator.grow(many), folder + "/forests"));
      Dataset<Row> forests = spark.read().parquet(folder + "/forests");
      Cost scoring = cost(() -> run(estimator.model(forests).transform(many)));
      Cost ours = new Cost(training.seconds + scoring.seconds, training.cpu + scoring.cpu);
      System.out.printf(
          Locale.ROOT,
          "%,d actors: trained in %s, %,d events scored in %s: %.0f actors/s%n",
          actors,
          training,
          actors * each,
          scoring,
          actors / ours.seconds);
      Row bytes =
          forests
              .selectExpr(
                  "avg(length(forest) + length(encoder) + length(to_json(usual)))",
                  "max(length(forest) + length(encoder) + length(to_json(usual)))")
              .head();
      System.out.printf(
          Locale.ROOT,
          "an actor costs %,.0f bytes, at most %,d; on disk %,.0f%n",
          bytes.getDouble(0),
          bytes.getInt(1),
          (double) size(folder.resolve("forests")) / actors);

      Cost reading = cost(() -> run(one));
      Cost growing = cost(() -> save(estimator.grow(one), folder + "/forest"));
      Dataset<Row> forest = spark.read().parquet(folder + "/forest");
      Cost judging = cost(() -> run(estimator.model(forest).transform(one)));
      System.out.printf(
          Locale.ROOT,
          "the actor of %,d: plainly read in %s, trained in %s, scored in %s%n",
          large,
          reading,
          growing,
          judging);
      Cost all = cost(() -> save(estimator.grow(many.unionByName(one)), folder + "/all"));
      System.out.printf(
          Locale.ROOT,
          "all trained in one job: %s; of a second of processor time the actor of %,d takes %.2f s,"
              + " and it has %.2f of the events%n",
          all,
          large,
          Math.max(0, all.cpu - training.cpu) / all.cpu,
          (double) large / (large + actors * each));
      System.out.printf("peak heap %,d MB%n", Bench.peakHeap() >> 20);
      scikit(many, folder, Math.min(actors, SCIKIT_ACTORS), ours, actors);
    } finally {
      spark.stop();
      Bench.delete(folder);
    }
  }

  /** People at a usual place, on a usual network, with two devices; now and then elsewhere. */
  private static Dataset<Row> events(SparkSession spark, long count, String actor) {
    return spark
        .range(count)
        .selectExpr("*", actor + " AS actor")
        .selectExpr(
            "*",
            "CASE WHEN pmod(hash(id), 20) = 0 THEN pmod(hash(id, 1), 50)"
                + " ELSE pmod(hash(actor), 50) END AS c")
        .selectExpr(
            "concat('m', id) AS message_id",
            "actor",
            "timestamp_micros(1735689600000000 + id * 7000000"
                + " + pmod(xxhash64(id, 2), 36000000000)) AS at",
            "array(cos(c) * cos(c * 7), sin(c) * cos(c * 7), sin(c * 7)) AS place",
            "concat('City ', c) AS city",
            "concat('Network ', char(65 + c % 26), ' AB') AS owner",
            "concat('Mozilla/5.0 (', element_at(array('Windows NT 10.0', 'X11; Linux x86_64',"
                + " 'Macintosh'), int(1 + pmod(hash(id DIV 50, actor), 3))), ') Chrome/',"
                + " 100 + id % 9) AS agent");
  }

  /** scikit-learn as one would use it: for each actor vectors of tokens, a forest, its scores. */
  private static void scikit(Dataset<Row> many, Path folder, long some, Cost ours, long actors)
      throws IOException, InterruptedException {
    Process asked = new ProcessBuilder(PYTHON, "-c", "import sklearn").start();
    if (asked.waitFor() != 0) {
      System.out.println(
          "scikit-learn: skipped, " + PYTHON + " has none (Debian's package python3-sklearn)");
      return;
    }
    Path csv = folder.resolve("users.csv");
    List<String> lines =
        many.where("int(substring(actor, 2)) < " + some)
            .selectExpr(
                "concat_ws('\t', actor, place[0], place[1], place[2], owner, agent, hour(at))")
            .as(org.apache.spark.sql.Encoders.STRING())
            .collectAsList();
    Files.write(csv, lines);
    Path program = folder.resolve("loop.py");
    Files.writeString(program, SCIKIT);
    Process loop =
        new ProcessBuilder(PYTHON, program.toString(), csv.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(loop.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    if (!loop.waitFor(1, TimeUnit.HOURS) || loop.exitValue() != 0) {
      System.out.println("scikit-learn: failed: " + said);
      return;
    }
    String[] times = said.split(" ", -1);
    Cost theirs = new Cost(Double.parseDouble(times[0]), Double.parseDouble(times[1]));
    double each = (double) actors / some;
    System.out.printf(
        Locale.ROOT,
        "scikit-learn, a loop over %,d of the same actors: %s, %.1f actors/s; ours: %.1f times that,"
            + " for %.1f times less processor time%n",
        some,
        theirs,
        some / theirs.seconds,
        each * theirs.seconds / ours.seconds,
        each * theirs.cpu / ours.cpu);
  }

  private static final String SCIKIT =
      """
      import re, sys, time
      from collections import defaultdict
      import numpy as np
      from sklearn.ensemble import IsolationForest
      from sklearn.feature_extraction.text import TfidfVectorizer

      users = defaultdict(list)
      for line in open(sys.argv[1], encoding="utf-8"):
          cells = line.rstrip("\\n").split("\\t")
          users[cells[0]].append(cells[1:])
      version = re.compile(r"[0-9.]+")
      start, cpu = time.perf_counter(), time.process_time()
      for events in users.values():
          owners = TfidfVectorizer(binary=True).fit_transform([e[3] for e in events]).toarray()
          agents = TfidfVectorizer(binary=True).fit_transform(
              [version.sub("", e[4]) for e in events]).toarray()
          hours = np.array([float(e[5]) for e in events]) * np.pi / 12
          place = np.array([[float(e[0]), float(e[1]), float(e[2])] for e in events])
          rows = np.hstack(
              [place, owners, agents, np.sin(hours)[:, None], np.cos(hours)[:, None]])
          forest = IsolationForest(n_estimators=100, random_state=1).fit(rows)
          forest.score_samples(rows)
      print(time.perf_counter() - start, time.process_time() - cpu)
      """;

  private static void run(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static void save(Dataset<Row> rows, String path) {
    rows.write().parquet(path);
  }

  /** What work took: time on the wall, and of processors, which others on the machine spare. */
  private record Cost(double seconds, double cpu) {
    @Override
    public String toString() {
      return "%.1f s (%.1f of processors)".formatted(seconds, cpu);
    }
  }

  private static Cost cost(Runnable work) {
    long start = System.nanoTime();
    double before = cpu();
    work.run();
    return new Cost((System.nanoTime() - start) / 1e9, cpu() - before);
  }

  /** Seconds of processor time that this JVM took so far, its compiler and collector included. */
  private static double cpu() {
    return ((com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long number(String[] args, int at, long otherwise) {
    return args.length > at ? Long.parseLong(args[at].replace("_", "")) : otherwise;
  }
}
