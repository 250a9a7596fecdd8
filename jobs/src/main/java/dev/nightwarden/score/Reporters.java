package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.DETECTOR;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.observe.FeatureTotals;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores each value by how often its actor showed it before. In: messages, and the feature counts
 * before them. Out: anomalies of detector {@code reporter}.
 *
 * @param profiles at least one
 * @param judges by profile, what decides which of its anomalies are malicious
 * @param fingerprints by profile, the hash of its settings
 */
public record Reporters(
    List<Profile> profiles, Map<String, Judge> judges, Map<String, String> fingerprints)
    implements Detector {
  private static final Logger log = LoggerFactory.getLogger(Reporters.class);

  public Reporters {
    profiles = List.copyOf(profiles);
    judges = Map.copyOf(judges);
    fingerprints = new TreeMap<>(fingerprints);
  }

  @Override
  public String name() {
    return Anomalies.REPORTER;
  }

  @Override
  public Column owns() {
    return col(DETECTOR).equalTo(Anomalies.REPORTER);
  }

  @Override
  public Decision decision() {
    return new Decision.Judged(judges);
  }

  @Override
  public int reach() {
    return profiles.stream()
        .mapToInt(profile -> profile.history().orElse(Integer.MAX_VALUE))
        .max()
        .orElse(0);
  }

  @Override
  public Found find(StageContext night, NavigableSet<LocalDate> dates) {
    Dataset<Row> messages = night.warehouse().read(Table.MESSAGES).where(Slices.of(dates));
    Dataset<Row> values =
        profiles.stream()
            .map(profile -> Observe.values(Observe.watched(messages, profile), profile))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    Dataset<Row> counts = new FeatureTotals(night.warehouse(), profiles).counts(dates.first());
    Dataset<Row> observed =
        new History(dates.first(), dates.last(), profiles).unusual(values, counts);
    Counted anomalies =
        new Counted(
            Anomalies.explain(Anomalies.score(observed, profiles), profiles),
            count(lit(1)).as("anomalies"));
    return new Found(
        anomalies.rows(),
        () -> {
          night.count("score.anomalies", anomalies.get("anomalies"));
          log.info("reporter: {}", Amount.of(anomalies.get("anomalies"), "anomaly", "anomalies"));
        });
  }
}
