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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the section {@code features} and its page take of one date: a whole backfill over messages
 * that are there already, with the features, flags and clusters of {@code configs/dns.yml}. The
 * first is that of a process that did nothing before; the others repeat it.
 */
public final class ReportBench {
  private static final LocalDate DAY = LocalDate.parse("2025-03-01");
  private static final int ROUNDS = 3;

  private ReportBench() {}

  /** {@code report [RECORDS]}: prints a line for each round, the seconds of the first last. */
  public static void main(String[] args) throws IOException {
    long records = args.length > 0 ? Long.parseLong(args[0].replace("_", "")) : 300_000;
    Path folder = Files.createTempDirectory("nightwarden-bench");
    SparkSession spark = Bench.session();
    try {
      new Warehouse(spark, folder + "/warehouse")
          .append(Table.MESSAGES, messages(spark, records - 1));
      // A transport must find a file; the last of the records comes from it.
      Files.createDirectories(folder.resolve("logs"));
      Files.writeString(
          folder.resolve("logs/last.json"),
          """
          {"time": "%sT23:59:59Z", "source": {"ip": "10.0.0.1"}, "client": {"bytes": 70}}
          """
              .formatted(DAY));
      Loaded<Config> loaded =
          new ConfigReader(Registry.load(), Map.of())
              .read(
                  "bench.yml",
                  yaml(folder).getBytes(StandardCharsets.UTF_8),
                  List.of(),
                  Config.class);
      Row first = null;
      for (int round = 0; round < ROUNDS; round++) {
        Row taken = round(spark, loaded);
        first = first == null ? taken : first;
        System.out.printf(
            Locale.ROOT,
            "%,d records on one date, %s: features %.2f s, report %.2f s; %,d anomalies, %,d"
                + " malicious%n",
            records,
            round == 0 ? "cold" : "again",
            taken.getDouble(0),
            taken.getDouble(1),
            new Warehouse(spark, folder + "/warehouse").read(Table.ANOMALIES).count(),
            new Warehouse(spark, folder + "/warehouse").read(Table.MALICIOUS_EVENTS).count());
      }
      System.out.printf(Locale.ROOT, "seconds_features=%.2f%n", first.getDouble(0));
      System.out.printf(Locale.ROOT, "seconds_report=%.2f%n", first.getDouble(1));
    } finally {
      spark.stop();
      Bench.delete(folder);
    }
  }

  /** The seconds of the stage {@code score}, which is features alone here, and of the report. */
  private static Row round(SparkSession spark, Loaded<Config> loaded) {
    Warehouse warehouse = new Warehouse(spark, loaded.config().warehouse());
    new Application(loaded.config())
        .run(warehouse, loaded, "bench", Clock.systemUTC(), new Request(Job.BACKFILL, DAY, DAY));
    return warehouse
        .read(Table.RUNS)
        .where("status = 'succeeded'")
        .orderBy(col("started_at").desc())
        .selectExpr("step_seconds['score']", "step_seconds['report']")
        .first();
  }

  private static String yaml(Path folder) {
    return """
        warehouse: %1$s/warehouse
        transports:
          dns: {type: files, path: "%1$s/logs/*.json", format: json, time: time,
            types: {client.bytes: double, network.bytes: double}}
        features:
          actor: source.ip
          filters:
            - {name: remove_match, data_needed: dns.question.name, params: {keyword: ignored.example}}
          features:
            - {type: field, name: client.bytes, data_needed: client.bytes}
            - {type: field, name: network.bytes, data_needed: network.bytes}
            - {type: metric, name: numbers_in_hostname, data_needed: dns.question.name}
            - {type: metric, name: hostname_entropy, data_needed: dns.question.name}
            - {type: metric, name: alexa_1m_rating, data_needed: dns.question.name}
          flags:
            - {type: direct, name: has_dns_data_b64_encoded, data_needed: dns.answers.data}
            - {type: aggregation, name: beaconing_detector, severity: low,
               data_needed: [source.ip, "@timestamp"],
               params: {client_ip: source.ip, timestamp: "@timestamp", threshold: 0.7}}
          clusters: {}
        shippers: {csv: {type: csv, folder: "%1$s/alerts"}}
        report: {path: "%1$s/report"}
        """
        .formatted(folder);
  }

  /**
   * One answer in a hundred is base64, one client in a hundred keeps time, 20 records lie apart.
   */
  private static Dataset<Row> messages(SparkSession spark, long count) {
    return spark
        .range(0, count, 1, 4)
        .selectExpr("id", "cast(rand(7) * 2000 AS INT) AS a", "rand(8) AS b", "rand(9) AS c")
        .selectExpr(
            "id",
            "a",
            "b",
            "c",
            "cast(1740787200 + if(a % 100 = 0, (id DIV 2000) * 120, c * 86399) AS BIGINT) AS at")
        .selectExpr(
            "'dns' AS transport",
            "concat('m', id) AS message_id",
            "timestamp_seconds(at) AS event_time",
            "DATE'%s' AS event_date".formatted(DAY),
            """
            parse_json(to_json(named_struct(
              '@timestamp', date_format(timestamp_seconds(at), "yyyy-MM-dd'T'HH:mm:ss'Z'"),
              'source', named_struct('ip', concat('10.0.', a DIV 256, '.', a % 256)),
              'client', named_struct('bytes', if(id < 20, 9000 + id, 60 + int(20 * b))),
              'network', named_struct('bytes', if(id < 20, 90000 + id, 200 + int(100 * c))),
              'dns', named_struct(
                'question', named_struct('name',
                  if(id < 20, concat(md5(cast(id AS STRING)), '.', id, '.tunnel.example'),
                    concat('www', int(pow(b, 4) * 3000), '.site', int(c * 40), '.example'))),
                'answers', named_struct('data',
                  if(id % 100 = 7, base64(unhex(sha2(cast(id AS STRING), 256))),
                    concat('192.0.2.', id % 256)))),
              'status', 'OK'))) AS data
            """,
            "'bench' AS source_file",
            "current_timestamp() AS ingested_at");
  }
}
