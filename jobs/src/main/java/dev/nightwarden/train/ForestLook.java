package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.value.Amount;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which features of a profile's forests the messages have. */
final class ForestLook {
  private ForestLook() {}

  /** A feature that is never present is no mistake where it is one of the default. */
  static void tell(ProfileForests forests, Dataset<Row> messages, Notes notes) {
    ForestSettings forest = forests.settings();
    String key = "profiles." + forests.name() + ".forest";
    Dataset<Row> watched = Observe.watched(messages, forests.profile());
    var features = forest.watched();
    List<Long> present = ForestEvents.present(ForestEvents.of(watched, features), features);
    if (present.get(0) == 0) {
      return;
    }
    boolean tellsMore = false;
    int place = 1;
    for (var feature : features.entrySet()) {
      long values = present.get(place++);
      String name = "%s.features.%s".formatted(key, feature.getKey());
      notes.line(
          "%s: has a value in %d of %s"
              .formatted(name, values, Amount.of(present.get(0), "message")));
      if (values == 0 && !forest.features().isEmpty()) {
        notes.problem("%s: is never present; the data has %s".formatted(name, Notes.keys(watched)));
      }
      tellsMore |= values > 0 && feature.getValue().kind() != Feature.Kind.HOUR;
    }
    if (!tellsMore && forest.features().isEmpty()) {
      notes.problem(
          "%s: place, network and user agent are never present; name features, of what the data has: %s"
              .formatted(key, Notes.keys(watched)));
    }
  }
}
