package dev.nightwarden.guided;

import dev.nightwarden.investigate.ExponentialDecay;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.investigate.TimeRange;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a config, with a comment for what somebody may want to change.
 *
 * @param file its name, as commands take it
 * @param warehouse where the tables will be
 * @param logs each a transport and a profile; at least one
 * @param cityDb a database of places; null: none
 * @param asnDb a database of networks; null: none
 * @param destinations where findings go
 * @param thresholds of the analyzers, by the names of logs; the usual one where none is named
 * @param reasons for those that are not the usual one, by the names of logs
 */
record ConfigText(
    String file,
    String warehouse,
    List<LogDraft> logs,
    String cityDb,
    String asnDb,
    Destinations destinations,
    Map<String, Double> thresholds,
    Map<String, String> reasons) {

  /** The measured defaults: see docs/detectors.md. */
  private static final int SECONDS = 600;

  private static final double WEIGHT = 0.6;
  private static final double DECAY = 0.2;

  private static final int SHOWN = 60;

  /** The key of the texts that stand for no value. */
  static final String NULLS = "null_values";

  /** The keys that say what is made of records, however they were read. */
  private static final Set<String> AFTER_READING =
      Set.of("type", "path", "time", "time_format", "time_zone", "id", NULLS);

  /** With the usual threshold everywhere. */
  ConfigText(
      String file,
      String warehouse,
      List<LogDraft> logs,
      String cityDb,
      String asnDb,
      Destinations destinations) {
    this(file, warehouse, logs, cityDb, asnDb, destinations, Map.of(), Map.of());
  }

  /** The same with the thresholds that a forecast has come to. */
  ConfigText with(Forecast forecast) {
    Map<String, Double> chosen = forecast.thresholds();
    Map<String, String> why = new HashMap<>();
    chosen.forEach(
        (name, threshold) -> {
          String reason = forecast.why(name, threshold);
          if (reason != null) {
            why.put(name, reason);
          }
        });
    return new ConfigText(file, warehouse, logs, cityDb, asnDb, destinations, chosen, why);
  }

  private double threshold(LogDraft log) {
    Double fitted = thresholds.get(log.name());
    return fitted == null ? Forecast.usual(fields(log).size()) : fitted;
  }

  /** By the names of logs, how many fields are watched. */
  Map<String, Integer> numbersOfFields() {
    Map<String, Integer> numbers = new HashMap<>();
    logs.forEach(log -> numbers.put(log.name(), fields(log).size()));
    return numbers;
  }

  /** Collects and judges as the config says, whatever the threshold. */
  static Judge judge() {
    return new Investigate(
        new TimeRange(SECONDS, Duration.ZERO), new ExponentialDecay(WEIGHT, DECAY, 1));
  }

  /** Lines of a text, indented by steps of two blanks. */
  private static final class Lines {
    private final StringBuilder text = new StringBuilder();

    void add(int depth, String line) {
      text.append("  ".repeat(line.isEmpty() ? 0 : depth)).append(line).append('\n');
    }

    void comment(int depth, String words) {
      YamlScalar.comment(words).forEach(line -> add(depth, line));
    }

    void key(int depth, String name, Object value) {
      add(depth, YamlScalar.of(name) + ": " + YamlScalar.of(value));
    }
  }

  /** The whole file. */
  String yaml() {
    Lines lines = new Lines();
    lines.comment(
        0,
        "Written by nightwarden init from a sample of the logs. Every guess is yours to change;");
    lines.comment(0, "docs/configuration.md has all keys.");
    lines.add(0, "#");
    lines.comment(0, "  scripts/nightwarden validate --config " + file);
    lines.comment(0, "  scripts/nightwarden run --config " + file);
    lines.add(0, "");
    lines.comment(
        0,
        "Where the tables are: a folder, a URI such as s3a://bucket/nightwarden, or catalog.schema.");
    lines.key(0, "warehouse", warehouse);
    database(lines);
    lines.add(0, "");
    lines.comment(0, "Where logs come from.");
    lines.add(0, "transports:");
    logs.forEach(log -> transport(lines, log, log.transport(log.path()), true));
    geoip(lines);
    lines.add(0, "");
    lines.comment(0, "Who is watched; what is usual for them is learned from their own past.");
    lines.add(0, "profiles:");
    logs.forEach(log -> profile(lines, log));
    shippers(lines);
    return lines.text.toString();
  }

  /**
   * The same profiles over the records of the samples, in a warehouse of their own, with nowhere to
   * send anything.
   *
   * @param folders where the records of each of the logs are, as JSON lines
   */
  String rehearsal(String scratch, Map<String, String> folders) {
    Lines lines = new Lines();
    lines.key(0, "warehouse", scratch);
    lines.add(0, "transports:");
    for (LogDraft log : logs) {
      Map<String, Object> keys = log.transport(folders.get(log.name()));
      // The records were taken apart when they were read.
      keys.keySet().removeIf(key -> !AFTER_READING.contains(key));
      keys.putAll(Map.of("format", "json", "duplicate_keys", "last"));
      transport(lines, log, keys, false);
    }
    geoip(lines);
    lines.add(0, "profiles:");
    logs.forEach(log -> profile(lines, log));
    return lines.text.toString();
  }

  private boolean hasPlaces() {
    return cityDb != null || asnDb != null;
  }

  private void database(Lines lines) {
    Destinations.Postgres postgres = destinations.database();
    if (postgres == null) {
      return;
    }
    lines.add(0, "");
    lines.comment(
        0,
        "The password comes from the environment: export %s.".formatted(Secret.POSTGRES_PASSWORD));
    lines.comment(0, "Over a network add sslmode: verify-full.");
    lines.add(0, "database:");
    lines.key(1, "host", postgres.host());
    lines.key(1, "name", postgres.name());
    lines.key(1, "user", postgres.user());
    lines.key(1, "password", Secret.POSTGRES_PASSWORD);
  }

  private void transport(Lines lines, LogDraft log, Map<String, Object> keys, boolean isTold) {
    if (isTold) {
      lines.comment(1, Amount.of(log.files(), "file") + ": " + log.format().words() + ".");
    }
    lines.add(1, YamlScalar.of(log.name()) + ":");
    keys.forEach(
        (key, value) -> {
          if (isTold) {
            about(lines, log, key);
          }
          lines.key(2, key, value);
        });
    if (log.address() != null && hasPlaces()) {
      lines.comment(2, "Adds geo.city and more, and network.owner.");
      lines.add(2, "geoip: {ip: " + YamlScalar.of(log.address()) + "}");
    }
  }

  private void about(Lines lines, LogDraft log, String key) {
    switch (key) {
      case "time" -> lines.comment(2, "When it happened, such as " + example(log) + ".");
      case "time_format" -> {
        if (log.time().isAmbiguous()) {
          lines.comment(
              2, "These times can be read in another way as well: " + log.time().rivals());
        }
        if (log.time().zone() == null && !log.time().isZoned()) {
          lines.comment(
              2, "They name no zone; without time_zone: Europe/Rome or the like they are in UTC.");
        }
        if (log.time().form().equals("syslog")) {
          lines.comment(
              2,
              "They have no year: each gets the latest that is not after its file's last change.");
        }
      }
      case "time_zone" ->
          lines.comment(
              2,
              "They name no zone; another time of these records tells it. Where clocks change, name"
                  + " the place: America/New_York.");
      case "id" ->
          lines.comment(2, "What names a record, so that one delivered twice is one message.");
      case "unmatched" -> lines.comment(2, "Lines of other shapes are passed over and counted.");
      default -> {}
    }
  }

  private static String example(LogDraft log) {
    List<Object> some = log.sample().records().field(log.time().path()).some();
    return some.isEmpty() ? "none" : Printable.printable(some.get(0).toString(), SHOWN);
  }

  private void geoip(Lines lines) {
    if (!hasPlaces()) {
      return;
    }
    lines.add(0, "");
    lines.comment(0, "Where places and networks of addresses are looked up.");
    lines.add(0, "geoip:");
    if (cityDb != null) {
      lines.key(1, "city_db", cityDb);
    }
    if (asnDb != null) {
      lines.key(1, "asn_db", asnDb);
    }
  }

  private void profile(Lines lines, LogDraft log) {
    lines.add(1, YamlScalar.of(log.name()) + ":");
    lines.add(2, "transports: [" + YamlScalar.of(log.name()) + "]");
    if (log.matches() != null) {
      lines.comment(2, "Which messages, as SQL; the others are not watched.");
      lines.key(2, "matches", log.matches());
    }
    lines.comment(2, "Who: %s in the sample.".formatted(Amount.of(log.actor().actors(), "actor")));
    if (log.actor().sql() == null) {
      lines.key(2, "actor", log.actor().path());
    } else {
      lines.comment(2, log.actor().why());
      lines.key(2, "actor_sql", log.actor().sql());
    }
    lines.key(2, "history", "90d");
    lines.comment(
        2, "What is watched of them; a value scores 1 when its actor never showed it before.");
    lines.add(2, "fields:");
    Set<String> names = new HashSet<>();
    fields(log).forEach(watch -> field(lines, watch, names));
    lines.comment(
        2, "Which anomalies are looked at together, and which of these groups become alerts.");
    lines.add(2, "collector: {type: time_range, seconds: %d}".formatted(SECONDS));
    if (reasons.containsKey(log.name())) {
      lines.comment(2, reasons.get(log.name()));
    }
    lines.add(
        2,
        "analyzer: {type: exponential_decay, weight: %s, decay: %s, threshold: %s}"
            .formatted(WEIGHT, DECAY, threshold(log)));
    lines.comment(
        2, "Usual things in unusual combinations, by an isolation forest for each actor:");
    lines.comment(2, "forest: {}");
  }

  /** A place and a network vary less than an address, so they take its place. */
  private List<WatchGuess.Watch> fields(LogDraft log) {
    if (log.address() == null || !hasPlaces()) {
      return log.watches();
    }
    List<WatchGuess.Watch> fields = new ArrayList<>();
    if (cityDb != null) {
      fields.add(new WatchGuess.Watch("geo.city", true, 0, 0, 0, 0, 0));
    }
    if (asnDb != null) {
      fields.add(new WatchGuess.Watch("network.owner", true, 0, 0, 0, 0, 0));
    }
    log.watches().stream().filter(w -> !w.path().equals(log.address())).forEach(fields::add);
    return fields;
  }

  private static void field(Lines lines, WatchGuess.Watch watch, Set<String> names) {
    String told =
        watch.values() == 0
            ? ""
            : "  # %s%s; %.0f%% of an actor's records bring a new one"
                .formatted(
                    Amount.of(watch.values(), "value"),
                    watch.coverage() < 1
                        ? String.format(
                            Locale.ROOT, " in %.0f%% of the records", 100 * watch.coverage())
                        : "",
                    100 * watch.often());
    lines.add(
        3,
        "%s: {type: single, key: %s, reporter: {type: %s, weight: %s}}%s"
            .formatted(
                YamlScalar.of(fieldName(watch.path(), names)),
                YamlScalar.of(watch.path()),
                watch.isOptional() ? "optional" : "mandatory",
                watch.weight(),
                told));
  }

  /** A name as a config allows it, out of a path; another for each. */
  static String fieldName(String path, Set<String> taken) {
    String name = path.replaceAll("[^\\p{L}\\p{N}_.-]", "_").replaceFirst("^[^\\p{L}\\p{N}_]+", "");
    name = name.isEmpty() ? "field" : name.length() > 90 ? name.substring(0, 90) : name;
    String one = name;
    for (int i = 2; !taken.add(one); i++) {
      one = name + "_" + i;
    }
    return one;
  }

  private void shippers(Lines lines) {
    if (!destinations.outlets().isEmpty()) {
      lines.add(0, "");
      lines.comment(0, "Where findings go.");
      lines.add(0, "shippers:");
      destinations.outlets().forEach(outlet -> shipper(lines, outlet));
    }
    if (destinations.report() != null) {
      lines.add(0, "");
      lines.comment(0, "A page a run, for people.");
      lines.add(0, "report: {path: %s}".formatted(YamlScalar.of(destinations.report())));
    }
  }

  private static void shipper(Lines lines, Outlet outlet) {
    outlet
        .secrets()
        .forEach(secret -> lines.comment(1, "export %s: %s.".formatted(secret, secret.meaning())));
    outlet.about().forEach(about -> lines.comment(1, about));
    if (outlet.keys().size() <= 2) {
      lines.key(1, outlet.name(), outlet.keys());
      return;
    }
    lines.add(1, YamlScalar.of(outlet.name()) + ":");
    outlet.keys().forEach((key, value) -> lines.key(2, key, value));
  }
}
