package dev.nightwarden.evaluate;

import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;

import dev.nightwarden.observe.Profile;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** What profiles want to watch and a log does not have. */
final class Unwatched {
  private Unwatched() {}

  /**
   * A sentence for each profile that matched no message of a replay, and for each field of which no
   * matched message had a value.
   *
   * @param config its name, with which each begins
   * @param profiles by name
   * @param replayed whose feature counts tell
   */
  static List<String> of(String config, Map<String, Profile> profiles, Warehouse replayed) {
    Map<String, Set<String>> shown = new HashMap<>();
    for (Row row :
        replayed
            .read(Table.FEATURE_COUNTS)
            .groupBy(PROFILE, FIELD)
            .agg(count(col(VALUE)))
            .collectAsList()) {
      Set<String> fields = shown.computeIfAbsent(row.getString(0), profile -> new HashSet<>());
      if (row.getLong(2) > 0) {
        fields.add(row.getString(1));
      }
    }
    List<String> lacks = new ArrayList<>();
    profiles.forEach(
        (name, profile) -> {
          if (!shown.containsKey(name)) {
            lacks.add(
                "%s: profile %s watches no message of the log: look at its transports and matches"
                    .formatted(config, name));
            return;
          }
          for (String field : profile.fields().keySet()) {
            if (!shown.get(name).contains(field)) {
              lacks.add(
                  "%s: no message that profile %s watches has a value of its field %s"
                      .formatted(config, name, field));
            }
          }
        });
    return lacks;
  }
}
