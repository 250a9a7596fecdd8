package dev.nightwarden.bench;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A year of logs, from files to CSV: in one pass, and by nights.
 *
 * <p>Of the nights some are run, spread over the year, each on a warehouse that holds all dates
 * before it; the dates between two of them are filled in by backfills, which are not counted. So
 * the second warehouse ends with the whole year too, and is compared with the first.
 *
 * <p>The data is made from a seed: each message's values are hashes of its number. One actor has a
 * tenth of all messages, the others share the rest by a heavy tail; {@code resource} has a million
 * values.
 */
public final class YearBench {
  private static final int DAYS = 365;
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

  /** The nights, by number from 1, that are set against one another at equal volume. */
  private static final List<List<Integer>> COMPARED =
      List.of(List.of(2, 3, 4), List.of(30, 31, 32), List.of(363, 364, 365));

  /** Columns that name a run, the wall clock or a file, which the laws leave aside. */
  private static final Set<String> OF_THE_RUN =
      Set.of("ingested_at", "run_id", "modified", "source_file");

  private final SparkSession spark;
  private final Path folder;
  private final long messages;
  private final int actors;

  private YearBench(SparkSession spark, Path folder, long messages, int actors) {
    this.spark = spark;
    this.folder = folder;
    this.messages = messages;
    this.actors = actors;
  }

  /** {@code year [MESSAGES [ACTORS [NIGHTS]]]}: in all, and how many nights are run, at least 9. */
  public static void main(String[] args) throws IOException {
    long count = args.length > 0 ? Long.parseLong(args[0].replace("_", "")) : 20_000_000;
    int actors = args.length > 1 ? Integer.parseInt(args[1].replace("_", "")) : 50_000;
    int nights = args.length > 2 ? Integer.parseInt(args[2]) : 30;
    Path root = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try {
      new YearBench(spark, root, count, actors).compare(nights);
    } finally {
      spark.stop();
      Bench.delete(root);
    }
  }

  private void compare(int wanted) throws IOException {
    System.out.printf(
        "%,d messages of %,d actors on %d dates, one of them with a tenth of all%n",
        messages, actors, DAYS);
    Path made = folder.resolve("made");
    long start = System.nanoTime();
    make(made, messages, DAYS, "if(a < 0.1, 0, cast(pow(b, 4) * " + actors + " AS INT))");
    System.out.printf(
        Locale.ROOT, "made in %.0f s, %,d MB of JSON%n", seconds(start), megabytes(made));

    Path once = folder.resolve("once");
    deliver(made, once, dates(1, DAYS));
    Bench.forgetPeak();
    TaskShares shares = new TaskShares(messages / 20);
    spark.sparkContext().addSparkListener(shares);
    double pass = run(once, 1, DAYS);
    spark.sparkContext().removeSparkListener(shares);
    System.out.printf(
        Locale.ROOT,
        "one pass: %.0f s, peak heap %,d MB of %,d; %s%n",
        pass,
        Bench.peakHeap() >> 20,
        Runtime.getRuntime().maxMemory() >> 20,
        shares);
    steps(once);
    bytes(once);

    Path nightly = folder.resolve("nightly");
    Map<Integer, Double> taken = new TreeMap<>();
    int done = 0;
    for (int night : nights(wanted)) {
      if (night > done + 1) {
        deliver(made, nightly, dates(done + 1, night - 1));
        run(nightly, done + 1, night - 1);
      }
      deliver(made, nightly, dates(night, night));
      taken.put(night, run(nightly, night, night));
      System.out.printf(Locale.ROOT, "night %d: %.1f s%n", night, taken.get(night));
      done = night;
    }
    double mean = taken.values().stream().mapToDouble(s -> s).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%d nights: %.1f s each in the mean, so %d would take %.0f s%n",
        taken.size(),
        mean,
        DAYS,
        mean * DAYS);
    NavigableSet<LocalDate> compared = new TreeSet<>();
    taken.keySet().forEach(night -> compared.addAll(dates(night, night)));
    System.out.printf(
        "same rows on the dates of these nights: %s%n", different(once, nightly, compared));
    double[] costs =
        COMPARED.stream()
            .mapToDouble(some -> Bench.median(some.stream().mapToDouble(taken::get).toArray()))
            .toArray();
    System.out.printf(
        Locale.ROOT, "medians of nights %s: %s s%n", COMPARED, Arrays.toString(costs));
    double skew = skew();
    System.out.printf(Locale.ROOT, "ratio_nights_over_pass=%.2f%n", mean * DAYS / pass);
    System.out.printf(Locale.ROOT, "ratio_night365_over_night30=%.2f%n", costs[2] / costs[1]);
    System.out.printf(Locale.ROOT, "ratio_half_over_uniform=%.2f%n", skew);
  }

  /** A tenth of the messages on ten dates: half of them of one actor, against all alike. */
  private double skew() throws IOException {
    String[] whose = {
      "cast(b * " + actors + " AS INT)", "if(a < 0.5, 0, cast(b * " + actors + " AS INT))"
    };
    double[][] taken = new double[2][3];
    for (int round = 0; round < 3; round++) {
      for (int way = 0; way < 2; way++) {
        Path made = folder.resolve("made-" + way);
        Path place = folder.resolve("skew-" + way);
        make(made, messages / 10, 10, whose[way]);
        deliver(made, place, dates(1, 10));
        taken[way][round] = run(place, 1, 10);
        Bench.delete(made);
        Bench.delete(place);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "ten dates of %,d messages: %s s of all alike, %s s with half of one actor%n",
        messages / 10,
        Arrays.toString(taken[0]),
        Arrays.toString(taken[1]));
    return Bench.median(taken[1]) / Bench.median(taken[0]);
  }

  /** Which nights are run: those that are compared, and others between them. */
  private static NavigableSet<Integer> nights(int wanted) {
    NavigableSet<Integer> nights = new TreeSet<>();
    COMPARED.forEach(nights::addAll);
    int more = wanted - nights.size();
    for (int i = 1; i <= more; i++) {
      nights.add(32 + i * (DAYS - 34) / (more + 1));
    }
    return nights;
  }

  /**
   * Writes logs as JSON lines, a folder for each date.
   *
   * @param actor an expression of a and b, which are uniform in [0, 1)
   */
  private void make(Path into, long count, int days, String actor) {
    String uniform = "pmod(xxhash64(id, %d), 1000000007) / 1000000007D AS %s";
    spark
        .range(count)
        .selectExpr(
            "id",
            "cast(id %% %d AS INT) AS day".formatted(days),
            uniform.formatted(1, "a"),
            uniform.formatted(2, "b"),
            uniform.formatted(3, "c"),
            uniform.formatted(4, "d"),
            uniform.formatted(5, "e"),
            uniform.formatted(6, "f"))
        .selectExpr(
            "date_add(DATE'%s', day) AS date".formatted(FIRST),
            "to_json(named_struct('id', id,"
                + " 'time', date_format(timestamp(date_add(DATE'%s', day)) + make_dt_interval(0, 0,"
                    .formatted(FIRST)
                + " 0, c * 86399), \"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\"),"
                + " 'user', concat('actor', %s),".formatted(actor)
                + " 'city', concat('city', cast(pow(d, 6) * 40 AS INT)),"
                + " 'application', concat('app', cast(pow(e, 3) * 20 AS INT)),"
                + " 'resource', concat('r', cast(pow(f, 3) * 1000000 AS INT)),"
                + " 'factor', if(f < 0.1, concat('f', cast(f * 30 AS INT)), null))) AS value")
        .repartition(col("date"))
        .write()
        .partitionBy("date")
        .text(into.toString());
  }

  /** Moves the logs of dates to where a deployment reads them. */
  private static void deliver(Path made, Path place, NavigableSet<LocalDate> dates)
      throws IOException {
    Files.createDirectories(place.resolve("logs"));
    for (LocalDate date : dates) {
      PathUtils.copyDirectory(made.resolve("date=" + date), place.resolve("logs/" + date));
    }
  }

  /** Runs over dates, by their numbers from 1; returns the seconds. */
  private double run(Path place, int from, int to) {
    byte[] yaml = yaml(place).getBytes(StandardCharsets.UTF_8);
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), Map.of())
            .read("bench.yml", yaml, List.of(), Config.class);
    LocalDate first = FIRST.plusDays(from - 1L);
    long start = System.nanoTime();
    new Application(loaded.config())
        .run(
            warehouse(place),
            loaded,
            "bench",
            Clock.systemUTC(),
            from == to
                ? new Request(Job.RUN, null, null)
                : new Request(Job.BACKFILL, first, FIRST.plusDays(to - 1L)));
    return seconds(start);
  }

  private void steps(Path place) {
    Row run = warehouse(place).read(Table.RUNS).orderBy(col("started_at").desc()).limit(1).first();
    Map<String, Double> steps = run.getJavaMap(run.fieldIndex("step_seconds"));
    steps.forEach((step, s) -> System.out.printf(Locale.ROOT, "  %-12s %7.1f s%n", step, s));
  }

  private void bytes(Path place) throws IOException {
    for (Table table : Table.values()) {
      Path of = place.resolve("warehouse").resolve(table.tableName());
      if (Files.exists(of)) {
        System.out.printf(
            "  %-18s %,7d MB, %,d rows%n",
            table.tableName(), megabytes(of), warehouse(place).read(table).count());
      }
    }
  }

  /** The tables whose rows differ; none of them: "yes". */
  private String different(Path one, Path other, NavigableSet<LocalDate> dates) {
    List<String> different = new ArrayList<>();
    for (Table table :
        List.of(
            Table.MESSAGES,
            Table.FEATURE_COUNTS,
            Table.ANOMALIES,
            Table.INVESTIGATIONS,
            Table.MALICIOUS_EVENTS)) {
      Row a = sum(one, table, dates);
      Row b = sum(other, table, dates);
      if (!a.equals(b)) {
        different.add("%s: %s, %s".formatted(table.tableName(), a, b));
      }
    }
    return different.isEmpty() ? "yes" : "no: " + different;
  }

  private Row sum(Path place, Table table, NavigableSet<LocalDate> dates) {
    Column[] columns =
        Arrays.stream(table.schema().fieldNames())
            .filter(Predicate.not(OF_THE_RUN::contains))
            .map(name -> col(name))
            .toArray(Column[]::new);
    return warehouse(place)
        .read(table)
        .where(Slices.of(dates))
        .agg(count(lit(1)), bit_xor(xxhash64(to_json(struct(columns)))))
        .first();
  }

  private Warehouse warehouse(Path place) {
    return new Warehouse(spark, place + "/warehouse");
  }

  private static NavigableSet<LocalDate> dates(int from, int to) {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (int day = from; day <= to; day++) {
      dates.add(FIRST.plusDays(day - 1L));
    }
    return dates;
  }

  private static long megabytes(Path folder) throws IOException {
    return PathUtils.sizeOfDirectory(folder) >> 20;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static String yaml(Path place) {
    return """
        warehouse: %1$s/warehouse
        transports:
          logins: {type: files, path: "%1$s/logs", format: json, time: time, id: id}
        profiles:
          logins:
            actor: user
            fields:
              city: {type: single}
              application: {type: single}
              resource: {type: single, reporter: {type: optional}}
              factor: {type: single, reporter: {type: optional}}
            analyzer: {type: exponential_decay, weight: 0.9, decay: 0.1, threshold: 0.6}
        shippers: {csv: {type: csv, folder: "%1$s/alerts"}}
        """
        .formatted(place);
  }
}
