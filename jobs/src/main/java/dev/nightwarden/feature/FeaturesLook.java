package dev.nightwarden.feature;

import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.value.Amount;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reports what filters drop, and which needed paths are never present. */
final class FeaturesLook {
  private FeaturesLook() {}

  static void tell(Features features, Dataset<Row> messages, Notes notes) {
    Look look = features.look(messages);
    notes.line("features: reads %s".formatted(Amount.of(look.records(), "record")));
    look.dropped()
        .forEach(
            (filter, count) ->
                notes.line(
                    "features.filters: %s drops %s".formatted(filter, Amount.of(count, "record"))));
    look.sqlErrors()
        .forEach(
            (key, count) -> {
              if (count > 0) {
                notes.line(
                    "%s: cannot be evaluated for %s".formatted(key, Amount.of(count, "record")));
              }
            });
    List<String> there = CheckedLook.paths(messages);
    features
        .needed()
        .forEach(
            (path, key) -> {
              long values = look.present().getOrDefault(path, 0L);
              notes.line(
                  "%s: %s has a value in %d of %s"
                      .formatted(key, path, values, Amount.of(look.records(), "record")));
              if (values == 0) {
                notes.problem(
                    "%s: %s is never present%s"
                        .formatted(key, path, Nearest.hint(path, there, "the data has")));
              }
            });
  }
}
