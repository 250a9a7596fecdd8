package dev.nightwarden.train;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Explained;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds events that the forest of their actor isolates fast. In: messages, and the forests of their
 * dates. Out: anomalies under the name {@link ForestAnomalies#FOREST}.
 *
 * @param judges by profile, what decides which of its anomalies are malicious; none: all are
 */
public record ForestDetector(Forests forests, Map<String, Judge> judges) implements Detector {
  private static final Logger log = LoggerFactory.getLogger(ForestDetector.class);

  public ForestDetector {
    judges = Map.copyOf(judges);
  }

  @Override
  public String name() {
    return ForestAnomalies.FOREST;
  }

  @Override
  public Column owns() {
    return col(DETECTOR).equalTo(ForestAnomalies.FOREST);
  }

  @Override
  public Decision decision() {
    return judges.isEmpty() ? Decision.alone() : new Decision.Judged(judges);
  }

  @Override
  public int reach() {
    return forests.profiles().stream().mapToInt(ProfileForests::reach).max().orElse(0);
  }

  @Override
  public Found find(StageContext night, NavigableSet<LocalDate> dates) {
    Dataset<Row> messages = night.warehouse().read(Table.MESSAGES).where(Slices.of(dates));
    List<Dataset<Row>> found = new ArrayList<>();
    long actors = 0;
    long without = 0;
    for (ProfileForests profile : forests.profiles()) {
      TrainingDates training = profile.dates(night.warehouse());
      SortedSet<LocalDate> needed = new TreeSet<>();
      dates.forEach(date -> needed.add(training.of(date)));
      Dataset<Row> stored =
          new ForestStore(night.warehouse()).stored(profile.name(), profile.hash(), needed);
      Dataset<Row> scored =
          profile
              .settings()
              .estimator()
              .model(stored)
              .transform(events(profile, messages, training));
      found.add(
          ForestAnomalies.of(scored, profile.settings(), ProfileForests.isInSample(training)));
      Row counted = actors(night.warehouse(), profile.name(), dates, training, stored);
      actors += counted.getLong(0);
      without += counted.getLong(1);
    }
    Counted anomalies =
        new Counted(
            found.stream().reduce(Dataset::unionByName).orElseThrow(),
            count(lit(1)).as("anomalies"));
    long seen = actors;
    long unseen = without;
    return new Found(
        anomalies.rows(),
        () -> {
          night.count("forest.anomalies", anomalies.get("anomalies"));
          night.count("forest.actors", seen);
          night.count("forest.actors_without_forest", unseen);
          log.info(
              "forest: {}; {} of {} without a forest on some dates",
              Amount.of(anomalies.get("anomalies"), "anomaly", "anomalies"),
              unseen,
              Amount.of(seen, "actor"));
        });
  }

  private static Dataset<Row> events(
      ProfileForests profile, Dataset<Row> messages, TrainingDates training) {
    return profile
        .events(messages)
        .withColumn(
            ForestEvents.TRAINED_FOR, ProfileForests.trainedFor(training, col(ForestEvents.DATE)));
  }

  /** Of the actors of some dates: how many there are, how many lacked a forest on one of them. */
  private static Row actors(
      Warehouse warehouse,
      String profile,
      NavigableSet<LocalDate> dates,
      TrainingDates training,
      Dataset<Row> stored) {
    Dataset<Row> actors =
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(Slices.of(dates).and(col(PROFILE).equalTo(profile)))
            .select(
                col(ACTOR),
                ProfileForests.trainedFor(training, col(EVENT_DATE)).as(ForestEvents.TRAINED_FOR))
            .distinct();
    Dataset<Row> grown =
        stored
            .where(col("forest").isNotNull())
            .select(
                col(ForestEvents.ACTOR).as(ACTOR),
                col(ForestEvents.TRAINED_FOR),
                lit(true).as("has_forest"));
    return actors
        .join(
            grown,
            scala.jdk.javaapi.CollectionConverters.asScala(List.of(ACTOR, ForestEvents.TRAINED_FOR))
                .toSeq(),
            "left")
        .agg(countDistinct(col(ACTOR)), countDistinct(when(col("has_forest").isNull(), col(ACTOR))))
        .first();
  }

  @Override
  public void tidy(StageContext night) {
    new ForestStore(night.warehouse()).removeOld(night.newest(), forests.keepDays());
  }

  @Override
  public void validate(Dataset<Row> messages, Notes notes) {
    forests.profiles().forEach(profile -> ForestLook.tell(profile, messages, notes));
  }

  @Override
  public List<String> explain(Explained event) {
    return forests
        .of(event.profile())
        .map(profile -> new ForestExplanation(profile, event).lines())
        .orElse(List.of());
  }

  /**
   * One actor's events of some messages, scored and explained by the forest of its date; grown
   * again for the purpose where it is not kept. See {@link ForestAnomalies#explained}.
   */
  static Dataset<Row> explained(ProfileForests profile, Explained event) {
    TrainingDates training = profile.dates(event.warehouse());
    SortedSet<LocalDate> trainedFor = new TreeSet<>(List.of(training.of(event.date())));
    Column isActor = col(ForestEvents.ACTOR).equalTo(event.actor());
    Dataset<Row> forest =
        new ForestStore(event.warehouse())
            .stored(profile.name(), profile.hash(), trainedFor)
            .where(isActor);
    if (forest.isEmpty()) {
      forest =
          ForestStore.named(
              new ForestGrower(event.warehouse(), "")
                  .grow(profile, training, trainedFor, event.actor()));
    }
    Dataset<Row> scored =
        profile
            .settings()
            .estimator()
            .model(forest)
            .setExplainAll(true)
            .transform(events(profile, event.message(), training).where(isActor));
    return ForestAnomalies.explained(
        scored, profile.settings(), ProfileForests.isInSample(training));
  }
}
