package dev.nightwarden.tune;

import static dev.nightwarden.evaluate.LabelledMessages.INCIDENT;
import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.SCORE;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.evaluate.LabelledMessages;
import dev.nightwarden.evaluate.Replay;
import dev.nightwarden.investigate.Findings;
import dev.nightwarden.investigate.Lately;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.suppress.Excused;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tries candidates: each is judged by the night's own code, on the anomalies of a replay. What only
 * judging changes needs no replay of its own.
 */
final class Trials implements AutoCloseable {
  /** So many are judged in one pass; more would make its plan long. */
  private static final int TOGETHER = 12;

  private static final String VARIANT = "variant";
  private static final String WEIGHT = "alert_weight";

  private final Replay replay;
  private final Function<Candidate, Loaded<Config>> load;
  private final LabelledMessages labelled;
  private final NavigableSet<LocalDate> nights;
  private final Set<String> incidents;
  private final Map<Candidate, World> worlds = new HashMap<>();

  /** The tables of one way of scoring. */
  private record World(Warehouse warehouse, Application application, Dataset<Row> anomalies) {}

  /**
   * @param load reads the config with a candidate's changes
   * @param labelled which messages are of which incident
   * @param nights that alerts are counted on
   * @param incidents that are to be found
   */
  Trials(
      Replay replay,
      Function<Candidate, Loaded<Config>> load,
      LabelledMessages labelled,
      NavigableSet<LocalDate> nights,
      Set<String> incidents) {
    this.replay = replay;
    this.load = load;
    this.labelled = labelled;
    this.nights = nights;
    this.incidents = incidents;
  }

  /**
   * Judges candidates.
   *
   * @param share one of so many actors without an incident is looked at, and counted so often
   */
  List<Outcome> of(List<Candidate> candidates, int share) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += TOGETHER) {
      outcomes.addAll(
          together(candidates.subList(from, Math.min(from + TOGETHER, candidates.size())), share));
    }
    return outcomes;
  }

  private List<Outcome> together(List<Candidate> candidates, int share) {
    Dataset<Row> alerts = null;
    boolean[] isWhole = new boolean[candidates.size()];
    for (int variant = 0; variant < candidates.size(); variant++) {
      Candidate candidate = candidates.get(variant);
      World world = world(candidate.scoring());
      Application application = new Application(load.apply(candidate).config());
      // What is compared with others would be compared with a part of them.
      isWhole[variant] = share == 1 || Findings.lookback(application.detectors()) > 0;
      Dataset<Row> anomalies = weighted(world, application).withColumn(WEIGHT, lit(1.0));
      if (!isWhole[variant]) {
        anomalies = sampled(anomalies, share);
      }
      Dataset<Row> own =
          malicious(anomalies, application, world.warehouse())
              .groupBy(ACTOR, EVENT_DATE)
              .agg(first(WEIGHT).as(WEIGHT), collect_set(INCIDENT).as(INCIDENT))
              .withColumn(VARIANT, lit(variant));
      alerts = alerts == null ? own : alerts.unionByName(own);
    }
    Map<Integer, Row> figures = new HashMap<>();
    alerts
        .groupBy(VARIANT)
        .agg(sum(WEIGHT), array_distinct(flatten(collect_list(INCIDENT))))
        .collectAsList()
        .forEach(row -> figures.put(row.getInt(0), row));
    List<Outcome> outcomes = new ArrayList<>();
    for (int variant = 0; variant < candidates.size(); variant++) {
      Row row = figures.get(variant);
      Set<String> found = new HashSet<>();
      if (row != null) {
        found.addAll(row.getList(2));
        found.retainAll(incidents);
      }
      outcomes.add(
          new Outcome(
              candidates.get(variant),
              found,
              row == null ? 0 : row.getDouble(1) / nights.size(),
              isWhole[variant]));
    }
    return outcomes;
  }

  private Dataset<Row> malicious(
      Dataset<Row> anomalies, Application application, Warehouse warehouse) {
    List<Detector> detectors = application.detectors();
    return Findings.malicious(
        Findings.judged(anomalies, detectors, new Past(nights, warehouse.read(Table.ACTOR_DATES))),
        Findings.alone(anomalies.where(Slices.of(nights)), detectors),
        "");
  }

  /** Actors with an incident, and one of so many others. */
  private static Dataset<Row> sampled(Dataset<Row> anomalies, int share) {
    Dataset<Row> concerned =
        anomalies
            .where(col(INCIDENT).isNotNull())
            .select(ACTOR)
            .distinct()
            .withColumn("is_concerned", lit(true));
    Column isConcerned = coalesce(col("is_concerned"), lit(false));
    return anomalies
        .join(concerned, new String[] {ACTOR}, "left")
        .where(isConcerned.or(pmod(xxhash64(col(ACTOR)), lit(share)).equalTo(0)))
        .withColumn(WEIGHT, when(isConcerned, 1.0).otherwise((double) share))
        .drop("is_concerned");
  }

  /** The anomalies that the config would have, with the scores that it would give them. */
  private static Dataset<Row> weighted(World world, Application application) {
    Column isThere = lit(false);
    for (Detector detector : application.detectors()) {
      isThere = isThere.or(detector.owns());
    }
    Column isOfReporter = col(DETECTOR).equalTo(Anomalies.REPORTER);
    Column isWatched = lit(false);
    Column factor = lit(1.0);
    for (Map.Entry<String, Profile> profile : application.profiles().entrySet()) {
      Profile before = world.application().profiles().get(profile.getKey());
      for (var field : profile.getValue().fields().entrySet()) {
        Column isIt =
            col(PROFILE).equalTo(profile.getKey()).and(col(FIELD).equalTo(field.getKey()));
        isWatched = isWatched.or(isIt);
        double now = field.getValue().reporter().weight();
        double was = before.fields().get(field.getKey()).reporter().weight();
        // One that looks at others weighs what it says when it is judged.
        if (now != was && !field.getValue().reporter().looksAtOthers()) {
          factor = when(isOfReporter.and(isIt), now / was).otherwise(factor);
        }
      }
    }
    return world
        .anomalies()
        .where(isThere.and(isOfReporter.and(isWatched).or(not(isOfReporter))))
        .withColumn(SCORE, round(col(SCORE).multiply(factor), Anomalies.SCORE_DECIMALS));
  }

  private World world(Candidate scoring) {
    return worlds.computeIfAbsent(
        scoring,
        changes -> {
          Loaded<Config> loaded = load.apply(changes);
          Warehouse warehouse = replay.of(loaded);
          Application application = new Application(loaded.config());
          // A candidate's judge may look back where the scoring's own does not.
          int lookback = Math.max(Findings.lookback(application.detectors()), Lately.DAYS);
          Dataset<Row> anomalies =
              labelled
                  .mark(
                      Excused.without(
                          warehouse,
                          warehouse
                              .read(Table.ANOMALIES)
                              .where(Findings.looksAt(nights, lookback))))
                  .withColumn(ACTOR, coalesce(col(ACTOR), lit("")))
                  .persist();
          return new World(warehouse, application, anomalies);
        });
  }

  @Override
  public void close() {
    worlds.values().forEach(world -> world.anomalies().unpersist());
  }
}
