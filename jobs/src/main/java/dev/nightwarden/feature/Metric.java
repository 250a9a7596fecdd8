package dev.nightwarden.feature;

import java.util.List;
import org.apache.spark.sql.Column;

/** A value computed from values of a record. An extension point, named by its type name. */
public interface Metric {
  /**
   * The value: a number, a boolean or a text; null where it cannot be said.
   *
   * @param inputs what the record holds; {@code dataNeeded} has the paths of the config's entry
   */
  Column of(Inputs inputs);

  /** How many paths it needs in {@code data_needed}, at least. */
  default int needs() {
    return 1;
  }

  /** Paths that its own keys name, checked against the data like those of {@code data_needed}. */
  default List<String> paths() {
    return List.of();
  }
}
