package dev.nightwarden.feature;

import java.util.List;
import org.apache.spark.sql.Column;

/** Drops records before they are analyzed. An extension point, named by its type name. */
public interface Filter {
  /**
   * Whether a record is to be dropped (boolean; null keeps it).
   *
   * @param inputs what the record holds; {@code dataNeeded} has the paths of the config's entry
   */
  Column drops(Inputs inputs);

  /** How many paths it needs in {@code data_needed}, at least. */
  default int needs() {
    return 1;
  }

  /** Paths that its own keys name, checked against the data like those of {@code data_needed}. */
  default List<String> paths() {
    return List.of();
  }
}
