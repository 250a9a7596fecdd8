package dev.nightwarden.feature;

import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** What the detectors of the section {@code features} have in common. */
abstract class FeatureDetector implements Detector {
  final Features features;
  final CheckedLook look;
  private final Decision decision;

  FeatureDetector(Features features, CheckedLook look, Decision decision) {
    this.features = features;
    this.look = look;
    this.decision = decision;
  }

  @Override
  public final Decision decision() {
    return decision;
  }

  @Override
  public final Map<String, String> fingerprints() {
    return features.fingerprints();
  }

  @Override
  public final void check(SparkSession spark) {
    features.check(spark);
  }
}
