package dev.nightwarden.bench;

import dev.nightwarden.config.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.night.Command;
import dev.nightwarden.night.Night;
import dev.nightwarden.night.Request;
import dev.nightwarden.table.Warehouse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.SparkSession;

/**
 * What one more night costs after 10, 100 and 300 nights of history: the whole run, from log files
 * to CSV, in one process, the median of three nights each. The nights between are run too, in
 * batches.
 */
public final class NightBench {
  private static final int[] AFTER = {10, 100, 300};
  private static final int ACTORS = 20_000;
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

  private NightBench() {}

  /** {@code night [MESSAGES] [NIGHTS,NIGHTS,...]}: messages a night, and after how many nights. */
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0].replace("_", "")) : 100_000;
    int[] after =
        args.length > 1
            ? Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).toArray()
            : AFTER;
    Path folder = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try {
      System.out.printf("%,d messages a night of %,d actors, three fields%n", count, ACTORS);
      Night night = night(spark, folder);
      int nights = 0;
      double first = 0;
      double last = 0;
      for (int history : after) {
        while (nights < history) {
          int until = Math.min(history, nights + 30);
          while (nights < until) {
            write(folder, nights++, count);
          }
          night.execute(new Request(Command.RUN, null, null));
          Bench.empty(folder.resolve("logs"));
        }
        double[] seconds = new double[3];
        for (int i = 0; i < seconds.length; i++) {
          write(folder, nights++, count);
          long start = System.nanoTime();
          night.execute(new Request(Command.RUN, null, null));
          seconds[i] = (System.nanoTime() - start) / 1e9;
          Bench.empty(folder.resolve("logs"));
        }
        last = Bench.median(seconds);
        first = first == 0 ? last : first;
        System.out.printf(
            Locale.ROOT,
            "one more night after %d: %.2f s (of %s)%n",
            history,
            last,
            Arrays.toString(seconds));
      }
      System.out.printf(Locale.ROOT, "ratio_last_over_first=%.2f%n", last / first);
    } finally {
      spark.stop();
      Bench.delete(folder);
    }
  }

  private static void write(Path folder, int night, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(night);
    LocalDate date = FIRST.plusDays(night);
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
                    random.nextInt(ACTORS),
                    (int) (Math.pow(random.nextDouble(), 6) * 40),
                    (int) (Math.pow(random.nextDouble(), 3) * 20),
                    random.nextInt(10) == 0 ? ",\"factor\":\"f" + random.nextInt(3) + "\"" : ""));
      }
    }
  }

  private static Night night(SparkSession spark, Path folder) {
    String yaml =
        """
        warehouse: %1$s/warehouse
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
            .formatted(folder);
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), Map.of())
            .read("bench.yml", yaml.getBytes(StandardCharsets.UTF_8), List.of(), Config.class);
    return new Night(
        new Warehouse(spark, loaded.config().warehouse()),
        loaded.config(),
        loaded.hash(),
        "bench",
        text -> text,
        Clock.systemUTC());
  }
}
