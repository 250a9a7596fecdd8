package dev.nightwarden.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.cli.Nightwarden;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.incident.Labels;
import dev.nightwarden.organisation.ComparedConfig;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How good configs are, and other methods, on made-up organisations with planted incidents; and how
 * good those of {@code configs/} are on the logs of {@code test-data}.
 */
public final class DetectionBench {
  private static final String NONE = "no alert";

  private final Path folder;
  private final List<String> table = new ArrayList<>();
  private final List<String> causes = new ArrayList<>();

  private DetectionBench(Path folder) {
    this.folder = folder;
  }

  /** {@code detection [PEOPLE [DAYS [SEED,SEED,...]]]}: prints tables in Markdown, ratios last. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String people = args.length > 0 ? args[0] : "300";
    String days = args.length > 1 ? args[1] : "60";
    String seeds = args.length > 2 ? args[2] : "1,2";
    DetectionBench bench = new DetectionBench(Files.createTempDirectory("nightwarden-bench"));
    for (String seed : seeds.split(",", -1)) {
      bench.organisation(people, days, seed);
    }
    bench.shippedConfigs();
    bench.table.forEach(System.out::println);
    bench.causes.forEach(System.out::println);
  }

  private void organisation(String people, String days, String seed)
      throws IOException, InterruptedException {
    Path place = folder.resolve("seed" + seed);
    Path log = place.resolve("log");
    run(
        "generate",
        "--people=" + people,
        "--services=0",
        "--days=" + days,
        "--seed=" + seed,
        "--out=" + log);
    Path generated = log.resolve("nightwarden.yml");
    run("ingest", "--config=" + generated);
    Path planted = place.resolve("planted");
    run(
        "inject",
        "--config=" + generated,
        "--kind=all",
        "--count=6",
        "--seed=" + seed,
        "--out=" + planted);
    Map<String, Path> configs = configs(log, place);
    long started = System.nanoTime();
    JsonNode evaluation = evaluated(planted, log.resolve("directory.csv"), configs);
    double seconds = (System.nanoTime() - started) / 1e9;
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%s people, %s days, seed %s: %d incidents; %d configs evaluated in %.0f seconds",
            people,
            days,
            seed,
            evaluation.path("incidents").size(),
            configs.size(),
            seconds));
    table.add("");
    header();
    evaluation.path("scorecards").forEach(this::add);
    others(planted, log, place);
  }

  private void header() {
    table.add(
        "| config or method | found | among the first 10 | falsely flagged a night | share of the active | joiners |");
    table.add("| --- | --- | --- | --- | --- | --- |");
  }

  private void add(JsonNode card) {
    table.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s | %s | %s |",
            card.path("config").asText(),
            interval(card.path("found")),
            interval(card.path("within").path("10")),
            interval(card.path("wrong")),
            percent(card.path("wrong_share")),
            percent(card.path("joiners"))));
    causes.add("");
    causes.add("%s: causes of false alarms".formatted(card.path("config").asText()));
    int told = 0;
    for (JsonNode cause : card.path("causes")) {
      if (told++ < 3) {
        causes.add(
            "- %s %s: %d actor-dates of %d actors"
                .formatted(
                    cause.path("detector").asText(),
                    cause.path("field").asText(""),
                    cause.path("alerts").asLong(),
                    cause.path("actors").asLong()));
      }
    }
    if (told == 0) {
      causes.add("- " + NONE);
    }
  }

  private static String interval(JsonNode interval) {
    return interval.path("value").isNumber()
        ? String.format(
            Locale.ROOT,
            "%.2f (%.2f to %.2f)",
            interval.path("value").asDouble(),
            interval.path("low").asDouble(),
            interval.path("high").asDouble())
        : "-";
  }

  private static String percent(JsonNode share) {
    return share.isNumber() ? String.format(Locale.ROOT, "%.2f%%", 100 * share.asDouble()) : "-";
  }

  /** What is compared on an organisation: all watch the same log. */
  private static Map<String, Path> configs(Path log, Path place) throws IOException {
    String top = ComparedConfig.top(log);
    String alone =
        """
            fields:
              city: {type: single, key: geo.city}
              network: {type: single, key: network.owner}
              device: {type: multi, keys: [os, browser]}
              application: {type: single}
              mfa: {type: single, reporter: {type: optional}}
        """;
    String simple =
        "    analyzer: {type: exponential_decay, weight: 0.2, decay: 0.1, threshold: 0.5}\n";
    String example =
        """
            forest: {contamination: auto}
            collector: {type: time_range, seconds: 600}
            analyzer: {type: exponential_decay, weight: 0.6, decay: 0.2, threshold: 0.63}
        """;
    Map<String, Path> configs = new LinkedHashMap<>();
    configs.put("defaults", write(place, "defaults", top + alone));
    configs.put("from the top", write(place, "from-the-top", top + alone + simple));
    configs.put("counts.yml's settings", write(place, "example", top + alone + example));
    configs.put("generate's", log.resolve("nightwarden.yml"));
    configs.put("evidence", write(place, "evidence", ComparedConfig.of(log)));
    return configs;
  }

  private static Path write(Path place, String name, String text) throws IOException {
    return Files.writeString(place.resolve(name + ".yml"), text);
  }

  private JsonNode evaluated(Path planted, Path directory, Map<String, Path> configs)
      throws IOException {
    List<String> args = new ArrayList<>(List.of("evaluate"));
    args.add("--labels=" + planted.resolve("labels.jsonl"));
    configs.values().forEach(config -> args.add("--config=" + config));
    if (directory != null) {
      args.add("--directory=" + directory);
    }
    run(args.toArray(String[]::new));
    return new JsonMapper().readTree(planted.resolve("evaluation/evaluation.json").toFile());
  }

  private void others(Path planted, Path log, Path place) throws IOException, InterruptedException {
    OtherMethods methods = new OtherMethods(lines(planted, log));
    table.add(methods.firstSeen().row("first seen by the actor", methods.log()));
    table.add(methods.logOdds().row("log-odds with a department prior", methods.log()));
    PeerScores forests =
        methods.isolationForests(Path.of("scripts/bench-isolation-forest").toAbsolutePath(), place);
    if (forests != null) {
      table.add(forests.row("scikit-learn's isolation forest per actor", methods.log()));
    }
    table.add(methods.cutForest().row("random cut forest on daily counts", methods.log()));
  }

  private static List<LogLine> lines(Path planted, Path log) throws IOException {
    Map<String, String> departments = new HashMap<>();
    for (String line : Files.readAllLines(log.resolve("directory.csv"))) {
      List<String> part = List.of(line.split(",", -1));
      departments.put(part.get(0), part.get(1));
    }
    Map<String, String> incidents = new HashMap<>();
    for (Incident incident : Labels.read(planted.resolve("labels.jsonl"))) {
      incident.messages().forEach(place -> incidents.put(place.messageId(), incident.id()));
    }
    List<LogLine> lines = new ArrayList<>();
    try (SparkSession spark = Bench.session()) {
      for (Row row :
          new Warehouse(spark, planted.resolve("warehouse").toString())
              .read(Table.MESSAGES)
              .selectExpr(
                  "try_variant_get(data, '$.user', 'string')",
                  "cast(event_date as string)",
                  "unix_seconds(event_time) div 60",
                  "coalesce(try_variant_get(data, '$.geo.city', 'string'), '')",
                  "coalesce(try_variant_get(data, '$.network.owner', 'string'), '')",
                  "concat_ws(' ', try_variant_get(data, '$.os', 'string'),"
                      + " try_variant_get(data, '$.browser', 'string'))",
                  "coalesce(try_variant_get(data, '$.application', 'string'), '')",
                  "cast(hour(event_time) as string)",
                  "message_id")
              .where("try_variant_get(data, '$.outcome', 'string') = 'success'")
              .orderBy("event_time", "message_id")
              .collectAsList()) {
        lines.add(
            new LogLine(
                row.getString(0),
                departments.getOrDefault(row.getString(0), ""),
                LocalDate.parse(row.getString(1)),
                row.getLong(2),
                List.of(
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7)),
                incidents.get(row.getString(8))));
      }
    }
    return lines;
  }

  /** Each of {@code configs/} that has a log in {@code test-data}, with incidents planted there. */
  private void shippedConfigs() throws IOException {
    table.add("");
    table.add("The configs of configs/ on the logs of test-data, with two incidents of each kind");
    table.add("");
    header();
    List<Path> configs;
    try (Stream<Path> files = Files.list(Path.of("configs"))) {
      configs = files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
    for (Path config : configs) {
      String name = config.getFileName().toString();
      Path place = folder.resolve("configs-" + name);
      String warehouse = "--set=warehouse=" + place.resolve("warehouse");
      String why = null;
      if (Nightwarden.execute("ingest", "--config=" + config, warehouse) != 0) {
        why = "its log is not in test-data";
      } else if (Nightwarden.execute(
              "inject",
              "--config=" + config,
              warehouse,
              "--kind=all",
              "--count=2",
              "--out=" + place.resolve("planted"))
          > 1) {
        why = "nothing can be planted into its log";
      } else if (!Files.exists(place.resolve("planted/labels.jsonl"))) {
        why = "its log is too short to plant anything";
      } else if (Nightwarden.execute(
              "evaluate", "--config=" + config, "--labels=" + place.resolve("planted/labels.jsonl"))
          != 0) {
        why = "it cannot be evaluated";
      }
      if (why == null) {
        add(
            new JsonMapper()
                .readTree(place.resolve("planted/evaluation/evaluation.json").toFile())
                .path("scorecards")
                .path(0));
      } else {
        table.add("| %s | %s | | | | |".formatted(name, why));
      }
    }
  }

  private static void run(String... args) {
    int code = Nightwarden.execute(args);
    if (code != 0 && !(code == 1 && args[0].equals("inject"))) {
      throw new IllegalStateException(String.join(" ", args) + " ended with " + code);
    }
  }
}
