package dev.nightwarden.cluster;

import java.io.Serializable;

/**
 * A feature of records.
 *
 * @param name what it is called
 * @param kind how two of its values are compared
 * @param weight how much it counts against the others, above 0 (1 counts once)
 */
public record RecordFeature(String name, Kind kind, double weight) implements Serializable {
  /** How two values of a feature are compared. A missing value is compared with none. */
  public enum Kind {
    /**
     * A number: by the difference, as a share of the range. Infinite and not-a-number are missing.
     */
    NUMERIC,
    /** A text: 0 if equal, else 1. */
    CATEGORICAL,
    /** True or false: 0 if equal, else 1. */
    BOOLEAN
  }

  public RecordFeature {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a feature must have a name");
    }
    if (kind == null) {
      throw new IllegalArgumentException("feature %s must have a kind".formatted(name));
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weight of feature %s must be a number above 0, not %s".formatted(name, weight));
    }
  }

  /** A feature that counts once. */
  public static RecordFeature of(String name, Kind kind) {
    return new RecordFeature(name, kind, 1);
  }
}
