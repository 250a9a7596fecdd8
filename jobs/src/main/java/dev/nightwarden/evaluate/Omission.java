package dev.nightwarden.evaluate;

import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.app.Application;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.score.Anomalies;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * What is left out of the anomalies before they are judged.
 *
 * @param what for people: {@code field people.city}, {@code detector forest}; empty for nothing
 * @param keeps the anomalies that stay (boolean)
 */
record Omission(String what, Column keeps) {
  /** More would not be read, and each takes as long as the first. */
  static final int MOST = 40;

  /** Nothing, then each field of each profile and each detector: at most {@link #MOST} of these. */
  static List<Omission> all(Application application) {
    List<Omission> all = new ArrayList<>();
    all.add(new Omission("", lit(true)));
    application
        .profiles()
        .forEach(
            (name, profile) -> {
              if (profile.fields().size() > 1) {
                profile.fields().keySet().forEach(field -> all.add(field(name, field)));
              }
            });
    if (application.detectors().size() > 1) {
      for (Detector detector : application.detectors()) {
        all.add(new Omission("detector " + detector.name(), not(detector.owns())));
      }
    }
    return all.subList(0, Math.min(all.size(), MOST + 1));
  }

  private static Omission field(String profile, String field) {
    Column isIt =
        col(DETECTOR)
            .equalTo(Anomalies.REPORTER)
            .and(col(PROFILE).equalTo(profile))
            .and(col(FIELD).eqNullSafe(lit(field)));
    return new Omission("field %s.%s".formatted(profile, field), not(isIt));
  }
}
