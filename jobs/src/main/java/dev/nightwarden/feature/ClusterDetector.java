package dev.nightwarden.feature;

import static dev.nightwarden.feature.FeatureTables.FEATURES;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds records that lie apart from the others of their date. In: messages. Out: anomalies of the
 * section {@code features} that are no flag's.
 */
final class ClusterDetector extends FeatureDetector {
  private static final Logger log = LoggerFactory.getLogger(ClusterDetector.class);

  /** Of so many records at most the features are kept from learning to judging, and for a page. */
  private static final long KEPT = 2_000_000;

  ClusterDetector(Features features, CheckedLook look, Decision decision) {
    super(features, look, decision);
  }

  @Override
  public String name() {
    return "clusters";
  }

  @Override
  public Column owns() {
    return col(PROFILE)
        .equalTo(FeatureSettings.PROFILE)
        .and(not(col(DETECTOR).startsWith(Flags.DETECTOR_PREFIX)));
  }

  @Override
  public int reach() {
    return 0;
  }

  @Override
  public void validate(Dataset<Row> messages, Notes notes) {
    if (features.settings().flags().isEmpty()) {
      FeaturesLook.tell(features, messages, notes);
    }
  }

  @Override
  public Found find(StageContext night, NavigableSet<LocalDate> dates) {
    Dataset<Row> messages = night.warehouse().read(Table.MESSAGES);
    Look seen = look.at(night, dates);
    Clusters.Found clusters = suspects(features, seen, table(seen, dates, messages));
    Counted anomalies = new Counted(clusters.anomalies(), count(lit(1)).as("anomalies"));
    return new Found(
        anomalies.rows(),
        () -> {
          night.count("features.clusters", anomalies.get("anomalies"));
          log.info(
              "clusters: {}; suspect records on {} of {}",
              Amount.of(anomalies.get("anomalies"), "anomaly", "anomalies"),
              clusters.datesWithSuspects(),
              Amount.of(clusters.dates(), "date"));
        });
  }

  /** The table of features, of a night's last date kept for who asks next. */
  private Dataset<Row> table(Look seen, NavigableSet<LocalDate> dates, Dataset<Row> messages) {
    // A night may come date by date, however many there are.
    features.release();
    return dates.size() == 1 && seen.records() <= KEPT
        ? features.dateRecords().of(dates.first(), messages).select("*", FEATURES + ".*")
        : table(features, dates, messages);
  }

  private static Dataset<Row> table(
      Features features, NavigableSet<LocalDate> dates, Dataset<Row> messages) {
    return features.table(features.records(messages.where(Slices.of(dates))));
  }

  /**
   * The anomalies of clusters on some dates.
   *
   * @param look what the records of the dates show
   * @param messages rows of {@code messages}, of all dates
   */
  static Dataset<Row> suspects(
      Features features, Look look, NavigableSet<LocalDate> dates, Dataset<Row> messages) {
    return suspects(features, look, table(features, dates, messages)).anomalies();
  }

  private static Clusters.Found suspects(Features features, Look look, Dataset<Row> table) {
    Map<Integer, Map<String, Boolean>> numeric = new TreeMap<>();
    look.numeric().forEach((date, kinds) -> numeric.put((int) date.toEpochDay(), kinds));
    return new Clusters(features).anomalies(table, numeric);
  }
}
