package dev.nightwarden.observe;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.FIELD;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.max;

import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import dev.nightwarden.verdict.AppliedVerdicts;
import dev.nightwarden.verdict.Verdicts;
import dev.nightwarden.verdict.Withheld;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what actors showed on each date. In: messages, and the verdicts that call some of them
 * malicious. Out: {@code feature_counts}, and what detectors keep by day.
 *
 * <p>Dates are counted when a later stage needs them: all that wait, up to the last date it is to
 * do.
 *
 * @param profiles the watched profiles
 * @param detectors those that may want values of their own counted
 * @param definitions by profile, the hash of what decides its observations
 * @param scoring the stage that needs the counts
 */
public record ObserveStage(
    List<Profile> profiles,
    List<Detector> detectors,
    Map<String, String> definitions,
    String scoring)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "observe";

  private static final Logger log = LoggerFactory.getLogger(ObserveStage.class);

  public ObserveStage {
    profiles = List.copyOf(profiles);
    detectors = List.copyOf(detectors);
    definitions = new TreeMap<>(definitions);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    Set<Table> written = EnumSet.of(Table.FEATURE_COUNTS, Table.FEATURE_TOTALS, Table.WITHHELD);
    detectors.forEach(detector -> written.addAll(detector.keeps()));
    return written;
  }

  @Override
  public Optional<String> fingerprintMark() {
    return Optional.of("watched");
  }

  @Override
  public Map<String, String> fingerprints() {
    Map<String, String> all = new TreeMap<>(definitions);
    detectors.forEach(detector -> all.putAll(detector.observationFingerprints()));
    return all;
  }

  @Override
  public void check(SparkSession spark) {
    profiles.forEach(profile -> profile.check(spark));
  }

  @Override
  public NavigableSet<LocalDate> dates(Agenda agenda) {
    NavigableSet<LocalDate> needed = agenda.wanted(scoring);
    return needed.isEmpty()
        ? new TreeSet<>()
        : new TreeSet<>(agenda.waiting(NAME).headSet(needed.last(), true));
  }

  @Override
  public boolean isDoneInParts() {
    return true;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    Dataset<Row> messages = night.warehouse().read(Table.MESSAGES).where(Slices.of(dates));
    Verdicts malicious = Verdicts.of(night.warehouse()).malicious();
    Withheld withheld = Withheld.of(malicious, dates);
    Map<String, Counted> seen = new LinkedHashMap<>();
    List<Dataset<Row>> observations = new ArrayList<>();
    for (Profile profile : profiles) {
      Counted watched =
          new Counted(
              Observe.watched(messages, profile),
              count_if(col(Observe.SQL_ERROR).isNull()).as("messages"),
              count_if(col(ACTOR).isNull().and(col(Observe.SQL_ERROR).isNull()))
                  .as("without_actor"),
              count(col(Observe.SQL_ERROR)).as("sql_errors"),
              max(col(Observe.SQL_ERROR)).as("sql_error"));
      Dataset<Row> counted = Observe.observations(watched.rows(), profile);
      observations.add(
          withheld.isNone()
              ? counted
              : withheld
                  .marked(counted)
                  .withColumn(FIELD, CountedFields.counted(col(Withheld.IS_WITHHELD)))
                  .drop(Withheld.IS_WITHHELD));
      seen.put(profile.name(), watched);
    }
    detectors.forEach(detector -> observations.addAll(detector.observations(messages)));
    new FeatureTotals(night.warehouse(), profiles).forget(dates.first());
    if (!observations.isEmpty()) {
      night
          .warehouse()
          .replace(
              Table.FEATURE_COUNTS,
              FeatureCounts.ofDays(
                  observations.stream().reduce(Dataset::unionByName).orElseThrow()),
              Slices.sql(dates));
    }
    detectors.forEach(detector -> detector.keep(night, messages, dates));
    AppliedVerdicts.note(night.warehouse(), Table.WITHHELD, malicious, dates);
    tell(night, seen);
  }

  private static void tell(StageContext night, Map<String, Counted> seen) {
    long identified = 0;
    for (var profile : seen.entrySet()) {
      long watched = profile.getValue().get("messages");
      long nameless = profile.getValue().get("without_actor");
      long failing = profile.getValue().get("sql_errors");
      night.count("observe." + profile.getKey() + ".messages", watched);
      night.count("observe." + profile.getKey() + ".without_actor", nameless);
      night.count("observe." + profile.getKey() + ".sql_errors", failing);
      identified += watched;
      if (nameless > 0) {
        log.warn(
            "observe: {}: {} of {} have no actor",
            profile.getKey(),
            nameless,
            Amount.of(watched, "message"));
      }
      if (failing > 0) {
        log.warn(
            "observe: {}: the profile's SQL cannot be evaluated for {}, which were"
                + " skipped; for example: {}",
            profile.getKey(),
            Amount.of(failing, "message"),
            profile.getValue().text("sql_error"));
      }
    }
    night.count("observe.messages", identified);
    if (!seen.isEmpty()) {
      log.info(
          "observe: {} watched by {} in {} seconds",
          Amount.of(identified, "message"),
          Amount.of(seen.size(), "profile"),
          night.elapsed());
    }
  }
}
