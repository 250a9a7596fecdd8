package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.config.Hashes;
import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Explained;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds records, and groups of records, that rules describe. In: messages, and the first dates of
 * values that rules have counted. Out: anomalies of detectors {@code flag:NAME}.
 */
final class FlagDetector extends FeatureDetector {
  private static final Logger log = LoggerFactory.getLogger(FlagDetector.class);

  FlagDetector(Features features, CheckedLook look, Decision decision) {
    super(features, look, decision);
  }

  @Override
  public String name() {
    return "flags";
  }

  @Override
  public Column owns() {
    return col(PROFILE)
        .equalTo(FeatureSettings.PROFILE)
        .and(col(DETECTOR).startsWith(Flags.DETECTOR_PREFIX));
  }

  @Override
  public int reach() {
    return features.remembersAll() ? Integer.MAX_VALUE : features.lookbackDays();
  }

  @Override
  public List<Dataset<Row>> observations(Dataset<Row> messages) {
    return features.observations(messages);
  }

  @Override
  public Map<String, String> observationFingerprints() {
    return features.kept() == null
        ? Map.of()
        : Map.of(FeatureSettings.PROFILE, Hashes.of(features.kept()));
  }

  @Override
  public void validate(Dataset<Row> messages, Notes notes) {
    FeaturesLook.tell(features, messages, notes);
  }

  @Override
  public Found find(StageContext night, NavigableSet<LocalDate> dates) {
    look.at(night, dates);
    Dataset<Row> rows =
        hits(
            features,
            dates,
            night.warehouse().read(Table.MESSAGES),
            night.warehouse().read(Table.FEATURE_COUNTS));
    Counted anomalies = new Counted(rows, count(lit(1)).as("anomalies"));
    return new Found(
        anomalies.rows(),
        () -> {
          night.count("features.flags", anomalies.get("anomalies"));
          log.info("flags: {}", Amount.of(anomalies.get("anomalies"), "anomaly", "anomalies"));
        });
  }

  /**
   * The anomalies of flags on some dates.
   *
   * @param messages rows of {@code messages}, of all dates
   * @param counts rows of {@code feature_counts}, of all dates
   */
  static Dataset<Row> hits(
      Features features,
      NavigableSet<LocalDate> dates,
      Dataset<Row> messages,
      Dataset<Row> counts) {
    Column isUntilLast = col(EVENT_DATE).leq(dates.last());
    Column isSeen =
        col(EVENT_DATE).geq(dates.first().minusDays(features.lookbackDays())).and(isUntilLast);
    return new Flags(features).anomalies(messages.where(isSeen), dates, counts.where(isUntilLast));
  }

  @Override
  public List<String> explain(Explained event) {
    if (!event.profile().equals(FeatureSettings.PROFILE)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (FlagSettings flag : features.settings().flags()) {
      String what = flag.description() == null ? flag.sentence() : flag.description();
      lines.add(
          "%s, %s: %s"
              .formatted(
                  Flags.detector(flag.name()),
                  flag.severity().name().toLowerCase(Locale.ROOT),
                  what));
    }
    return lines;
  }
}
