package dev.nightwarden.bench;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.Features;
import dev.nightwarden.feature.FlagSettings;
import dev.nightwarden.feature.Flags;
import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Each built-in flag alone, and all together, over the messages of ten dates, against reading the
 * columns of {@code messages} that they read. Of each the first round is a warm-up.
 */
public final class FlagsBench {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final int DATES = 10;
  private static final int ROUNDS = 3;
  private static final Path LIST =
      Path.of(System.getProperty("java.io.tmpdir"), "nightwarden-bench-list.txt");
  private static final String READING = "reading";
  private static final String ALL = "all";
  private static final String ROWS = "rows";
  private static final String CHECKSUM = "checksum";

  private final Features features;
  private final Dataset<Row> messages;
  private final Dataset<Row> counts;
  private final NavigableSet<LocalDate> dates = new TreeSet<>();

  private FlagsBench(Features features, Dataset<Row> messages, Dataset<Row> counts) {
    this.features = features;
    this.messages = messages;
    this.counts = counts;
    IntStream.range(0, DATES).forEach(day -> dates.add(FIRST.plusDays(day)));
  }

  /**
   * {@code flags [MESSAGES [ACTORS [NAME,NAME,...]]]}: prints a line for each flag, the ratios
   * last.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    long count = args.length > 0 ? Long.parseLong(args[0].replace("_", "")) : 1_000_000;
    long actors = args.length > 1 ? Long.parseLong(args[1].replace("_", "")) : 20_000;
    Path folder = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try {
      // What is found names the file: so it has one name.
      Files.writeString(LIST, list());
      Features features = features(LIST);
      Warehouse warehouse = new Warehouse(spark, folder + "/warehouse");
      warehouse.append(Table.MESSAGES, messages(spark, count, actors));
      Dataset<Row> messages = warehouse.read(Table.MESSAGES);
      features
          .observations(messages)
          .forEach(seen -> warehouse.append(Table.FEATURE_COUNTS, FeatureCounts.ofDays(seen)));
      System.out.printf("%,d messages of %,d actors on %d dates%n", count, actors, DATES);
      List<String> names = args.length > 2 ? List.of(args[2].split(",")) : List.of();
      new FlagsBench(features, messages, warehouse.read(Table.FEATURE_COUNTS)).compare(names);
    } finally {
      spark.stop();
      Files.deleteIfExists(LIST);
      Bench.delete(folder);
    }
  }

  private void compare(List<String> names) throws InterruptedException {
    Map<String, Dataset<Row>> ways = new LinkedHashMap<>();
    ways.put(
        READING, messages.select("transport", "message_id", "event_time", "event_date", "data"));
    for (FlagSettings flag : features.settings().flags()) {
      ways.put(flag.name(), found(List.of(flag)));
    }
    ways.put(ALL, found(features.settings().flags()));
    if (!names.isEmpty()) {
      ways.keySet().removeIf(name -> !name.equals(READING) && !names.contains(name));
    }
    Map<String, double[]> seconds = new LinkedHashMap<>();
    Map<String, double[]> processor = new LinkedHashMap<>();
    Map<String, Map<String, Long>> found = new TreeMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      for (var way : ways.entrySet()) {
        Observation counted = new Observation();
        Dataset<Row> rows = observed(way.getKey(), way.getValue(), counted);
        double cpu = Bench.processorSeconds();
        long start = System.nanoTime();
        rows.write().format("noop").mode("overwrite").save();
        if (round >= 0) {
          seconds.computeIfAbsent(way.getKey(), name -> new double[ROUNDS])[round] =
              (System.nanoTime() - start) / 1e9;
          processor.computeIfAbsent(way.getKey(), name -> new double[ROUNDS])[round] =
              Bench.processorSeconds() - cpu;
        }
        Map<String, Long> numbers = new TreeMap<>();
        counted.getAsJava().forEach((what, number) -> numbers.put(what, (Long) number));
        found.put(way.getKey(), numbers);
      }
    }
    List<String> ratios = new ArrayList<>();
    double reading = Bench.median(seconds.get(READING));
    double readingProcessor = Bench.median(processor.get(READING));
    for (String name : ways.keySet()) {
      double taken = Bench.median(seconds.get(name));
      double used = Bench.median(processor.get(name));
      System.out.printf(
          Locale.ROOT,
          "%-26s %6.2f s, %5.1f times reading; %6.2f s of processor, %5.1f times; %,d rows%s%n",
          name,
          taken,
          taken / reading,
          used,
          used / readingProcessor,
          found.get(name).get(ROWS),
          name.equals(READING)
              ? ""
              : String.format(", checksum %016x", found.get(name).get(CHECKSUM)));
      if (!name.equals(READING)) {
        ratios.add(String.format(Locale.ROOT, "ratio_%s_over_reading=%.2f", name, taken / reading));
      }
    }
    ratios.forEach(System.out::println);
  }

  private static Dataset<Row> observed(String name, Dataset<Row> rows, Observation counted) {
    Column rowsFound = count(lit(1)).as(ROWS);
    if (name.equals(READING)) {
      return rows.observe(counted, rowsFound);
    }
    Column[] all = Arrays.stream(rows.columns()).sorted().map(rows::col).toArray(Column[]::new);
    Column checksum = bit_xor(xxhash64(all)).as(CHECKSUM);
    return rows.observe(counted, rowsFound, checksum);
  }

  private Dataset<Row> found(List<FlagSettings> flags) {
    FeatureSettings all = features.settings();
    FeatureSettings some =
        new FeatureSettings(
            all.transports(),
            all.actor(),
            all.filters(),
            all.features(),
            flags,
            all.clusters(),
            all.minSeverity(),
            all.collector(),
            all.analyzer());
    return new Flags(new Features(some, Map.of())).anomalies(messages, dates, counts);
  }

  /** Most cities, and a few hosts. */
  private static String list() {
    StringBuilder list = new StringBuilder();
    IntStream.range(0, 1_000)
        .forEach(i -> list.append("city" + i + "\nwww" + (4_000 + i) + ".example\n"));
    return list.toString();
  }

  private static Features features(Path list) {
    String yaml =
        """
        warehouse: unused
        transports:
          logs: {type: files, path: "none/*.json", format: json, time: time, id: id}
        features:
          actor: user
          flags:
            - {type: direct, name: has_dns_data_b64_encoded, data_needed: answer}
            - {type: direct, name: transfer_above, data_needed: bytes, params: {above: 9990}}
            - {type: direct, name: in_list, data_needed: host, params: {file: "%1$s"}}
            - {type: direct, name: not_in_list, data_needed: city, params: {file: "%1$s"}}
            - {type: sql, name: expression, data_needed: [bytes, host],
               expression: "bytes > 9990 AND host LIKE '%%7.example'"}
            - {type: aggregation, name: beaconing_detector, data_needed: ip,
               params: {client_ip: ip, min_gaps: 5}}
            - {type: aggregation, name: beaconing, data_needed: [ip, host],
               params: {client: ip, destination: host, min_gaps: 5}}
            - {type: aggregation, name: first_seen, data_needed: host,
               params: {path: host, grace_days: 3}}
            - {type: aggregation, name: burst, params: {min_events: 3, factor: 2}}
            - {type: aggregation, name: spray, data_needed: [ip, user, result],
               params: {source: ip, account: user, failure: "result = 'no'", seconds: 86400,
                 min_accounts: 5}}
            - {type: aggregation, name: guessing, data_needed: [user, result],
               params: {by: user, failure: "result = 'no'", success: "result = 'yes'",
                 min_failures: 3, seconds: 86400}}
            - {type: aggregation, name: impossible_travel,
               data_needed: [geo.latitude, geo.longitude, city],
               params: {city: city}}
        """
            .formatted(list);
    Config config =
        new ConfigReader(Registry.load(), Map.of())
            .read("bench.yml", yaml.getBytes(StandardCharsets.UTF_8), List.of(), Config.class)
            .config();
    return new Application(config).features().orElseThrow();
  }

  /**
   * Actors at home in a city who visit hosts, some more often than others. Twenty are robots that
   * keep time, one in a thousand is in two places, one in five hundred guesses passwords; five
   * addresses try many accounts.
   */
  private static Dataset<Row> messages(SparkSession spark, long count, long actors) {
    return spark
        .range(0, count, 1, 4)
        .selectExpr(
            "id",
            "id % 100 = 0 AS robot",
            "if(id % 100 = 0, id DIV 100 % 20, cast(rand(7) * {a} AS BIGINT)) AS a"
                .replace("{a}", "" + actors),
            "rand(8) AS b",
            "rand(9) AS c",
            "rand(10) AS d",
            "if(id % 100 = 0, id DIV 2000 % {d}, cast(rand(11) * {d} AS INT)) AS day"
                .replace("{d}", "" + DATES),
            "if(id % 100 = 0, (id DIV 20000) * (1700000000 / {n}), rand(12) * 86399) AS second"
                .replace("{n}", "" + count))
        .withColumn("failed", expr("c < if(a % 500 = 3 OR b < 0.002, 0.6, 0.02)"))
        .withColumn(
            "data",
            expr(
                """
                named_struct(
                  'user', concat('user', a, '@example.com'),
                  'ip', if(b < 0.002, concat('10.99.0.', id % 5),
                    concat_ws('.', '10', a DIV 65536, a DIV 256 % 256, a % 256)),
                  'host', concat('www', if(robot, 1, if(d < 0.0005, id, cast(pow(b, 4) * 5000 AS INT))),
                    '.example'),
                  'result', if(failed, 'no', 'yes'),
                  'bytes', cast(d * 10000 AS INT),
                  'answer', if(c < 0.001, base64(unhex(sha2(cast(id AS STRING), 256))),
                    concat('192.0.2.', id % 256, ', 192.0.2.', id % 199)),
                  'city', concat('city', if(a % 1000 = 0 AND c < 0.1, 7, a % 1003)),
                  'geo', named_struct('latitude',
                      round(if(a % 1000 = 0 AND c < 0.1, -33.87, 40 + a % 1003 / 100), 2),
                    'longitude',
                      round(if(a % 1000 = 0 AND c < 0.1, 151.21, a % 1003 / 100), 2)),
                  'agent', concat('Mozilla/5.0 (X11; Linux x86_64) browser/', a % 17),
                  'session', md5(cast(id AS STRING)))
                """))
        .select(
            expr("'logs'").as("transport"),
            expr("concat('m', id)").as("message_id"),
            expr(("timestamp(date_add(DATE'%s', cast(day AS INT)))"
                        + " + make_dt_interval(0, 0, 0, cast(second AS DECIMAL(18, 6)))")
                    .formatted(FIRST))
                .as("event_time"),
            expr("date_add(DATE'%s', cast(day AS INT))".formatted(FIRST)).as("event_date"),
            expr("parse_json(to_json(data))").as("data"),
            expr("'bench'").as("source_file"),
            expr("current_timestamp()").as("ingested_at"))
        .repartition(col("event_date"));
  }
}
