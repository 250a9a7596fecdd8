package dev.nightwarden.feature;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule of the config: either a {@link DirectFlag} or an {@link AggregationFlag}. An extension
 * point, named by its type name.
 */
public interface Flag extends Serializable {
  /**
   * What is said of a hit where the config gives no message: a sentence in which {@code {name}}
   * stands for one of the {@link #figures}.
   */
  String message();

  /** The names of what a message can mention, beside {@code actor} and the needed paths. */
  Set<String> figures();

  /** How many paths it needs in {@code data_needed}, at least. */
  default int needs() {
    return 0;
  }

  /** Paths that its own keys name, checked against the data like those of {@code data_needed}. */
  default List<String> paths() {
    return List.of();
  }

  /** SQL expressions of its own keys by key, each of which must give a boolean. */
  default Map<String, String> conditions() {
    return Map.of();
  }
}
