package dev.nightwarden.bench;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What one more night costs after 10, 100 and 300 nights of history: the whole run, from log files
 * to CSV, in one process. The nights before are run too, in batches, most of them from messages
 * that are there already; then each history gets three more, in turns, so that all of them meet the
 * same machine.
 */
public final class NightBench {
  private static final int[] AFTER = {10, 100, 300};
  private static final int ACTORS = 20_000;
  private static final int BATCH = 30;
  private static final int ROUNDS = 3;
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

  private final SparkSession spark;
  private final Path folder;
  private final int messages;
  private int nights;

  private NightBench(SparkSession spark, Path folder, int messages, int nights) {
    this.spark = spark;
    this.folder = folder;
    this.messages = messages;
    this.nights = nights;
  }

  /** {@code night [MESSAGES] [NIGHTS,NIGHTS,...]}: messages a night, and after how many nights. */
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0].replace("_", "")) : 100_000;
    int[] after =
        args.length > 1
            ? Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).sorted().toArray()
            : AFTER;
    Path root = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try {
      System.out.printf("%,d messages a night of %,d actors, three fields%n", count, ACTORS);
      List<NightBench> histories = new ArrayList<>();
      for (int history : after) {
        NightBench bench = new NightBench(spark, root.resolve("after" + history), count, 0);
        if (!histories.isEmpty()) {
          NightBench last = histories.get(histories.size() - 1);
          PathUtils.copyDirectory(last.folder, bench.folder);
          bench.nights = last.nights;
        }
        bench.growTo(history);
        histories.add(bench);
      }
      double[][] seconds = new double[after.length][ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        for (int i = 0; i < after.length; i++) {
          double taken = histories.get(i).night(null);
          if (round >= 0) {
            seconds[i][round] = taken;
          }
        }
      }
      for (int i = 0; i < after.length; i++) {
        System.out.printf(
            Locale.ROOT,
            "one more night after %d: %.2f s (of %s)%n",
            after[i],
            Bench.median(seconds[i]),
            Arrays.toString(seconds[i]));
      }
      System.out.printf(
          Locale.ROOT,
          "ratio_last_over_first=%.2f%n",
          Bench.median(seconds[after.length - 1]) / Bench.median(seconds[0]));
    } finally {
      spark.stop();
      Bench.delete(root);
    }
  }

  /** The nights of a batch but the last come as messages, which spares the reading of logs. */
  private void growTo(int history) throws IOException {
    while (nights < history) {
      int batch = Math.min(BATCH, history - nights);
      LocalDate from = FIRST.plusDays(nights);
      new Warehouse(spark, folder + "/warehouse").append(Table.MESSAGES, messages(batch - 1));
      nights += batch - 1;
      double seconds = night(from);
      System.out.printf(
          Locale.ROOT, "%d nights of history (%d in %.1f s)%n", nights, batch, seconds);
    }
  }

  /** Writes the logs of one more night and runs over it; returns the seconds of the run. */
  private double night(LocalDate from) throws IOException {
    write(folder, nights, messages, FIRST.plusDays(nights), ACTORS);
    LocalDate to = FIRST.plusDays(nights++);
    Loaded<Config> loaded = config(folder);
    Application application = new Application(loaded.config());
    Warehouse warehouse = new Warehouse(spark, loaded.config().warehouse());
    long start = System.nanoTime();
    application.run(
        warehouse,
        loaded,
        "bench",
        Clock.systemUTC(),
        from == null ? new Request(Job.RUN, null, null) : new Request(Job.BACKFILL, from, to));
    double seconds = (System.nanoTime() - start) / 1e9;
    Bench.empty(folder.resolve("logs"));
    return seconds;
  }

  /** As {@link #write} makes them. */
  private Dataset<Row> messages(int more) {
    return spark
        .range((long) nights * messages, (long) (nights + more) * messages)
        .selectExpr(
            "cast(id DIV " + messages + " AS INT) AS night",
            "id % " + messages + " AS i",
            "rand(7) AS a",
            "rand(8) AS b",
            "rand(9) AS c",
            "rand(10) AS d",
            "rand(11) AS e")
        .selectExpr(
            "'logins' AS transport",
            "concat(night, '-', i) AS message_id",
            "date_add(DATE'" + FIRST + "', night) AS event_date",
            "timestamp(date_add(DATE'"
                + FIRST
                + "', night)) + make_dt_interval(0, 0, 0, a * 86399)"
                + " AS event_time",
            "parse_json(to_json(named_struct('user', concat('actor', cast(b * "
                + ACTORS
                + " AS INT)), 'city', concat('city', cast(pow(c, 6) * 40 AS INT)), 'application',"
                + " concat('app', cast(pow(d, 3) * 20 AS INT)), 'factor', if(e < 0.1, concat('f',"
                + " cast(e * 30 AS INT)), null)))) AS data",
            "'bench' AS source_file",
            "current_timestamp() AS ingested_at")
        .repartition(col("event_date"));
  }

  /** Writes the log of a night: logins of actors from cities to applications. */
  static void write(Path folder, int night, int count, LocalDate date, int actors)
      throws IOException {
    SplittableRandom random = new SplittableRandom(night);
    Path file = folder.resolve("logs").resolve(date + ".json");
    Files.createDirectories(file.getParent());
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        out.write(
            "{\"id\":\"%d-%d\",\"time\":\"%s\",\"user\":\"actor%d\",\"city\":\"city%d\",\"application\":\"app%d\"%s}%n"
                .formatted(
                    night,
                    i,
                    date.atStartOfDay()
                        .plusNanos((long) (random.nextDouble() * 86_399e9))
                        .toInstant(ZoneOffset.UTC),
                    random.nextInt(actors),
                    (int) (Math.pow(random.nextDouble(), 6) * 40),
                    (int) (Math.pow(random.nextDouble(), 3) * 20),
                    random.nextInt(10) == 0 ? ",\"factor\":\"f" + random.nextInt(3) + "\"" : ""));
      }
    }
  }

  private static Loaded<Config> config(Path folder) {
    byte[] yaml = yaml(folder, folder.resolve("warehouse")).getBytes(StandardCharsets.UTF_8);
    return new ConfigReader(Registry.load(), Map.of())
        .read("bench.yml", yaml, List.of(), Config.class);
  }

  /** The config for the logs of a folder. */
  static String yaml(Path folder, Path warehouse) {
    return """
        warehouse: %2$s
        transports:
          logins: {type: files, path: "%1$s/logs", format: json, time: time, id: id}
        profiles:
          logins:
            actor: user
            fields:
              city: {type: single}
              application: {type: single}
              factor: {type: single, reporter: {type: optional}}
            analyzer: {type: exponential_decay, weight: 0.9, decay: 0.1, threshold: 0.6}
        shippers: {csv: {type: csv, folder: "%1$s/alerts"}}
        """
        .formatted(folder, warehouse);
  }
}
