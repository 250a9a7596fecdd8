package dev.nightwarden.feature;

import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Judge;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The detectors of the section {@code features}: flags and clusters, where it has them. */
public final class FeatureDetectors {
  private FeatureDetectors() {}

  /**
   * The detectors, which look at the records of their dates together.
   *
   * @param judge what the section's analyzer makes of the anomalies; null: flags are malicious from
   *     {@code min_severity} on, clusters as they stand
   */
  public static List<Detector> of(Features features, Judge judge) {
    FeatureSettings settings = features.settings();
    CheckedLook look = new CheckedLook(features);
    List<Detector> detectors = new ArrayList<>();
    if (!settings.flags().isEmpty()) {
      Decision alone = new Decision.Alone(settings.minSeverity().score());
      detectors.add(new FlagDetector(features, look, judge == null ? alone : judged(judge)));
    }
    if (settings.clusters() != null) {
      Decision decision = judge == null ? Decision.alone() : judged(judge);
      detectors.add(new ClusterDetector(features, look, decision));
    }
    return detectors;
  }

  /**
   * What flags and clusters find in messages, outside a night.
   *
   * @param messages rows of {@code messages}, of all dates
   * @param counts rows of {@code feature_counts} of {@link Features#observations}, of all dates
   * @return rows of {@code anomalies}, a table of flags and one of clusters
   * @throws dev.nightwarden.plugin.IllegalKeyException if a path is needed that no message has
   */
  public static List<Dataset<Row>> find(
      Features features,
      NavigableSet<LocalDate> dates,
      Dataset<Row> messages,
      Dataset<Row> counts) {
    Look look = CheckedLook.of(features, messages, dates);
    List<Dataset<Row>> found = new ArrayList<>();
    if (!features.settings().flags().isEmpty()) {
      found.add(FlagDetector.hits(features, dates, messages, counts));
    }
    if (features.settings().clusters() != null) {
      found.add(ClusterDetector.suspects(features, look, dates, messages));
    }
    return found;
  }

  private static Decision judged(Judge judge) {
    return new Decision.Judged(Map.of(FeatureSettings.PROFILE, judge));
  }
}
