package dev.nightwarden.night;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.REASON;
import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.nightwarden.config.Config;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.feature.FeatureAnomalies;
import dev.nightwarden.feature.Features;
import dev.nightwarden.feature.Look;
import dev.nightwarden.forest.Feature;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.train.ForestEvents;
import dev.nightwarden.train.ForestSettings;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Holds a config against the first records of its transports: which paths are never present, which
 * profiles match nothing, who the actors would be. Nothing is written.
 */
public record Validate(SparkSession spark, Config config, Instant now, int records) {
  private static final int SHOWN_ACTORS = 5;
  private static final int SHOWN_LENGTH = 60;

  /**
   * What a look at the data shows.
   *
   * @param lines what was found, for people
   * @param problems what makes a run pointless: transports that give nothing, profiles that match
   *     nothing or have no actor, fields that are never present
   */
  public record Report(List<String> lines, List<String> problems) {}

  /** Looks at a sample of every transport, and at what every profile makes of it. */
  public Report look() {
    return GeoDatabases.using(spark, config.geoip(), this::lookAtAll);
  }

  private Report lookAtAll() {
    List<String> lines = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Profile> profiles = Profiles.of(config);
    Profiles.check(spark, profiles.values());
    Map<String, Dataset<Row>> samples = new LinkedHashMap<>();
    config
        .transports()
        .forEach(
            (name, transport) -> {
              try {
                Dataset<Row> sample =
                    Sample.of(spark, name, transport, config.geoip(), now, records).cache();
                transport(name, sample, lines, problems);
                String unplaced = Sample.withoutPlace(sample, transport);
                if (unplaced != null) {
                  lines.add("transports.%s.geoip: %s".formatted(name, unplaced));
                }
                samples.put(name, sample.where(col(REASON).isNull()).drop(REASON));
              } catch (IngestException e) {
                String problem = e.getMessage();
                problems.add(
                    problem.startsWith("transports.")
                        ? problem
                        : "transports.%s: %s".formatted(name, problem));
              }
            });
    Features features = Profiles.features(config);
    if (features != null) {
      features.check(spark);
    }
    samples.values().stream()
        .reduce(Dataset::unionByName)
        .ifPresent(
            messages -> {
              if (features != null) {
                features(features, messages, lines, problems);
              }
              profiles
                  .values()
                  .forEach(
                      profile -> {
                        profile(profile, messages, lines, problems);
                        ForestSettings forest = config.profiles().get(profile.name()).forest();
                        if (forest != null) {
                          forest(profile, forest, messages, lines, problems);
                        }
                      });
            });
    samples.values().forEach(Dataset::unpersist);
    return new Report(lines, problems);
  }

  private static void transport(
      String name, Dataset<Row> sample, List<String> lines, List<String> problems) {
    Row row =
        sample
            .agg(
                count_if(col(REASON).isNull()),
                count_if(col(REASON).isNotNull()),
                min(EVENT_DATE).cast("string"),
                max(EVENT_DATE).cast("string"),
                first(col(REASON), true))
            .first();
    String refused =
        row.getLong(1) == 0
            ? ""
            : "; %d refused, one because: %s".formatted(row.getLong(1), shown(row.getString(4)));
    lines.add(
        "transports.%s: %s in the sample, from %s to %s%s"
            .formatted(
                name, Amount.of(row.getLong(0), "message"), row.get(2), row.get(3), refused));
    if (row.getLong(0) == 0) {
      problems.add(
          "transports.%s: no record of the sample became a message%s".formatted(name, refused));
    }
  }

  private static void profile(
      Profile profile, Dataset<Row> sample, List<String> lines, List<String> problems) {
    String key = "profiles." + profile.name();
    Dataset<Row> seen = Observe.watched(sample, profile);
    Dataset<Row> watched = seen.where(col(Observe.SQL_ERROR).isNull());
    Row row =
        seen.agg(
                count_if(col(Observe.SQL_ERROR).isNull()),
                count_if(col(ACTOR).isNull().and(col(Observe.SQL_ERROR).isNull())),
                approx_count_distinct(ACTOR),
                count(col(Observe.SQL_ERROR)),
                max(col(Observe.SQL_ERROR)))
            .first();
    long matching = row.getLong(0);
    if (row.getLong(3) > 0) {
      lines.add(
          "%s: its SQL cannot be evaluated for %s, which it does not watch, such as: %s"
              .formatted(key, Amount.of(row.getLong(3), "message"), row.getString(4)));
    }
    if (matching == 0) {
      problems.add(
          key
              + (profile.matches() == null
                  ? ": there is no message to watch"
                  : ".matches: matches no message of the sample"));
      neverPresent(profile, sample, problems);
      return;
    }
    lines.add(
        "%s: watches %s of %s (%s); %d without an actor"
            .formatted(
                key,
                Amount.of(matching, "message"),
                Amount.of(row.getLong(2), "actor"),
                actors(watched),
                row.getLong(1)));
    if (row.getLong(1) == matching) {
      problems.add(
          "%s.%s: names no actor in any message; the data has %s"
              .formatted(key, profile.actorSql() == null ? "actor" : "actor_sql", keys(watched)));
    }
    profile
        .fields()
        .forEach(
            (name, field) -> field(key + ".fields." + name, name, field, watched, lines, problems));
  }

  private static void field(
      String key,
      String name,
      Field field,
      Dataset<Row> watched,
      List<String> lines,
      List<String> problems) {
    for (String path : paths(name, field)) {
      Column value = MessageValues.json(col(DATA), path);
      Row row = watched.agg(count(value), approx_count_distinct(value), count(lit(1))).first();
      lines.add(
          "%s: %s has a value in %d of %d messages, about %d distinct"
              .formatted(key, path, row.getLong(0), row.getLong(2), row.getLong(1)));
      if (row.getLong(0) == 0) {
        problems.add(
            "%s: %s is never present; the data has %s".formatted(key, path, keys(watched)));
      }
    }
  }

  /** What filters drop, and which needed paths are never there. */
  private static void features(
      Features features, Dataset<Row> sample, List<String> lines, List<String> problems) {
    Look look = features.look(sample);
    lines.add("features: reads %s".formatted(Amount.of(look.records(), "record")));
    look.dropped()
        .forEach(
            (filter, count) ->
                lines.add(
                    "features.filters: %s drops %s".formatted(filter, Amount.of(count, "record"))));
    look.sqlErrors()
        .forEach(
            (key, count) -> {
              if (count > 0) {
                lines.add(
                    "%s: cannot be evaluated for %s".formatted(key, Amount.of(count, "record")));
              }
            });
    List<String> there = FeatureAnomalies.paths(sample);
    features
        .needed()
        .forEach(
            (path, key) -> {
              long values = look.present().getOrDefault(path, 0L);
              lines.add(
                  "%s: %s has a value in %d of %s"
                      .formatted(key, path, values, Amount.of(look.records(), "record")));
              if (values == 0) {
                problems.add(
                    "%s: %s is never present%s"
                        .formatted(key, path, Nearest.hint(path, there, "the data has")));
              }
            });
  }

  /** A feature that is never present is no mistake where it is one of the default. */
  private static void forest(
      Profile profile,
      ForestSettings forest,
      Dataset<Row> sample,
      List<String> lines,
      List<String> problems) {
    String key = "profiles." + profile.name() + ".forest";
    Dataset<Row> watched = Observe.watched(sample, profile);
    var features = forest.watched();
    List<Long> present = ForestEvents.present(ForestEvents.of(watched, features), features);
    if (present.get(0) == 0) {
      return;
    }
    boolean tellsMore = false;
    int place = 1;
    for (var feature : features.entrySet()) {
      long values = present.get(place++);
      String name = "%s.features.%s".formatted(key, feature.getKey());
      lines.add("%s: has a value in %d of %d messages".formatted(name, values, present.get(0)));
      if (values == 0 && !forest.features().isEmpty()) {
        problems.add("%s: is never present; the data has %s".formatted(name, keys(watched)));
      }
      tellsMore |= values > 0 && feature.getValue().kind() != Feature.Kind.HOUR;
    }
    if (!tellsMore && forest.features().isEmpty()) {
      problems.add(
          "%s: place, network and user agent are never present; name features, of what the data has: %s"
              .formatted(key, keys(watched)));
    }
  }

  /** Which paths of a condition that matches nothing are never there. */
  private static void neverPresent(Profile profile, Dataset<Row> sample, List<String> problems) {
    if (profile.matches() == null) {
      return;
    }
    for (String path : MessageSql.paths(profile.matches())) {
      if (sample.where(MessageValues.json(col(DATA), path).isNotNull()).isEmpty()) {
        problems.add(
            "profiles.%s.matches: %s is never present; the data has %s"
                .formatted(profile.name(), path, keys(sample)));
      }
    }
  }

  private static List<String> paths(String name, Field field) {
    if (field instanceof Field.Multi multi) {
      return multi.keys();
    }
    String key = ((Field.Single) field).key();
    return List.of(key == null ? name : key);
  }

  private static String actors(Dataset<Row> watched) {
    List<String> actors = new ArrayList<>();
    for (Row row :
        watched
            .where(col(ACTOR).isNotNull())
            .groupBy(ACTOR)
            .count()
            .orderBy(col("count").desc(), col(ACTOR))
            .limit(SHOWN_ACTORS)
            .collectAsList()) {
      actors.add(shown(row.getString(0)) + " " + row.getLong(1));
    }
    return String.join(", ", actors);
  }

  private static String keys(Dataset<Row> messages) {
    List<Row> keys =
        messages
            .selectExpr("explode(json_object_keys(to_json(data))) AS k")
            .groupBy("k")
            .count()
            .orderBy(col("count").desc(), col("k"))
            .limit(30)
            .collectAsList();
    return String.join(", ", keys.stream().map(row -> shown(row.getString(0))).toList());
  }

  private static String shown(String text) {
    return Printable.printable(text, SHOWN_LENGTH);
  }
}
