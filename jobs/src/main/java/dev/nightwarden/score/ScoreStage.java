package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.LN_TAIL;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.Arrays;
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
 * Lets every detector look at the dates. In: messages, feature counts and what detectors learned.
 * Out: {@code anomalies}, a date's rows of all detectors in one commit, so that those of a detector
 * that the config no longer has go when their date is done again.
 *
 * @param detectors all there are
 */
public record ScoreStage(List<Detector> detectors) implements Stage {
  /** The stage's name. */
  public static final String NAME = "score";

  private static final Logger log = LoggerFactory.getLogger(ScoreStage.class);

  public ScoreStage {
    detectors = List.copyOf(detectors);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.ANOMALIES, Table.ACTOR_DATES, Table.FEATURE_TOTALS, Table.FORESTS);
  }

  @Override
  public boolean hasHistory() {
    return true;
  }

  @Override
  public int reach() {
    return detectors.stream().mapToInt(Detector::reach).max().orElse(0);
  }

  @Override
  public Optional<String> fingerprintMark() {
    return Optional.of("");
  }

  @Override
  public Map<String, String> fingerprints() {
    Map<String, String> all = new TreeMap<>();
    detectors.forEach(detector -> all.putAll(detector.fingerprints()));
    return all;
  }

  @Override
  public void check(SparkSession spark) {
    detectors.forEach(detector -> detector.check(spark));
  }

  @Override
  public boolean isDoneInParts() {
    return true;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    for (NavigableSet<LocalDate> range : ranges(night, dates)) {
      List<Found> found = detectors.stream().map(detector -> detector.find(night, range)).toList();
      Dataset<Row> none =
          night.warehouse().spark().createDataFrame(List.of(), Table.ANOMALIES.schema());
      Dataset<Row> anomalies =
          found.stream().map(ScoreStage::whole).reduce(none, Dataset::unionByName);
      night.warehouse().replace(Table.ANOMALIES, anomalies, Slices.sql(range));
      night.done(range);
      found.forEach(one -> one.afterwards().run());
    }
    detectors.forEach(detector -> detector.tidy(night));
    log.info("score: {} in {} seconds", Amount.of(dates.size(), "date"), night.elapsed());
  }

  /** What a detector says nothing of is null. */
  private static Dataset<Row> whole(Found found) {
    Dataset<Row> anomalies = found.anomalies();
    for (String column : List.of(LN_TAIL, LEARNING)) {
      if (!Arrays.asList(anomalies.columns()).contains(column)) {
        anomalies = anomalies.withColumn(column, lit(null));
      }
    }
    return anomalies.select(Table.ANOMALIES.columns());
  }

  private static List<NavigableSet<LocalDate>> ranges(
      StageContext night, NavigableSet<LocalDate> dates) {
    return dates.size() < 2
        ? Slices.ranges(dates, new TreeSet<>())
        : Slices.ranges(dates, night.warehouse().dates(Table.MESSAGES));
  }
}
