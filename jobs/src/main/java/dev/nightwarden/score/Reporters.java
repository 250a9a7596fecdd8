package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.LEARNING;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.observe.FeatureTotals;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Others;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  /** What a directory says decides who is compared with whom. */
  @Override
  public Map<String, String> fingerprints() {
    Map<String, String> all = new TreeMap<>(fingerprints);
    for (Profile profile : profiles) {
      if (profile.peers() != null && profile.peers().directory() != null) {
        String said = Others.directoryHash(SparkSession.active(), profile);
        all.computeIfPresent(
            profile.name(), (name, settings) -> DigestUtils.sha256Hex(settings + said));
      }
    }
    return all;
  }

  @Override
  public void check(SparkSession spark) {
    if (spark != null) {
      Others.check(spark, profiles);
    }
  }

  @Override
  public boolean looksAtMessages() {
    return false;
  }

  @Override
  public int reach() {
    return profiles.stream().mapToInt(this::reach).max().orElse(0);
  }

  /** What a judge compares with reaches as far back again. */
  private int reach(Profile profile) {
    int history = profile.history().orElse(Integer.MAX_VALUE);
    int others = profile.looksAtOthers() ? Others.LOOKS_BACK : 0;
    int judged = judges.containsKey(profile.name()) ? judges.get(profile.name()).lookback() : 0;
    int longest = Math.max(history, others);
    return longest == Integer.MAX_VALUE ? longest : longest + judged;
  }

  @Override
  public List<Dataset<Row>> observations(Dataset<Row> messages) {
    List<Dataset<Row>> said = new ArrayList<>();
    for (Profile profile : profiles) {
      if (profile.peers() != null) {
        said.add(PeerFields.observations(Observe.watched(messages, profile), profile));
      }
    }
    return said;
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
    boolean isWithheld = night.warehouse().exists(Table.WITHHELD);
    Others others =
        Others.of(
            profiles,
            dates.first(),
            dates.last(),
            counts,
            night.warehouse().read(Table.FEATURE_COUNTS),
            isWithheld);
    if (others != null) {
      night
          .warehouse()
          .replace(
              Table.ACTOR_DATES,
              ActorDates.of(others, profiles, night.warehouse().spark()),
              Slices.sql(dates));
    }
    Dataset<Row> observed =
        new History(dates.first(), dates.last(), profiles, others, isWithheld)
            .unusual(values, counts);
    Counted anomalies =
        new Counted(
            Anomalies.explain(Anomalies.score(observed, profiles), profiles),
            count(lit(1)).as("anomalies"),
            count_if(col(LEARNING)).as("learning"));
    return new Found(
        anomalies.rows(),
        () -> {
          if (others != null) {
            others.close();
            night.count("score.learning", anomalies.get("learning"));
          }
          night.count("score.anomalies", anomalies.get("anomalies"));
          log.info("reporter: {}", Amount.of(anomalies.get("anomalies"), "anomaly", "anomalies"));
        });
  }
}
