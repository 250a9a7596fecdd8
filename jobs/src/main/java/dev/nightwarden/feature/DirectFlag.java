package dev.nightwarden.feature;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** A flag that one record raises by itself. */
public interface DirectFlag extends Flag {
  /**
   * Whether a record raises the flag (boolean; null does not).
   *
   * @param inputs what the record holds; {@code dataNeeded} has the paths of the config's entry
   */
  Column hits(Inputs inputs);

  /** What a message can mention, as texts by name; their names are {@link #figures}. */
  default Map<String, Column> figures(Inputs inputs) {
    return Map.of();
  }

  @Override
  default Set<String> figures() {
    return Set.of();
  }
}
