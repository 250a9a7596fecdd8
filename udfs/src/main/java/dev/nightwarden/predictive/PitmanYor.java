package dev.nightwarden.predictive;

import java.io.Serializable;

/**
 * A Pitman-Yor predictive distribution of one level: of {@code total} draws with {@code distinct}
 * values, one that was drawn {@code count} times has {@code (count - d) / (total + s)}, and the
 * rest, {@code (s + d distinct) / (total + s)}, is left to the level behind it (Teh 2006, "A
 * hierarchical Bayesian language model based on Pitman-Yor processes", with one table a value).
 *
 * @param discount d, in [0, 1): what each value gives up for those never drawn
 * @param strength s, above 0: how many draws the level behind it is worth
 */
public record PitmanYor(double discount, double strength) implements Serializable {
  public PitmanYor {
    if (!(discount >= 0 && discount < 1 && strength > 0)) {
      throw new IllegalArgumentException(
          "discount %s and strength %s; allowed: [0, 1) and above 0".formatted(discount, strength));
    }
  }

  /** The share of a value that was drawn so often, without what the level behind adds. */
  public double kept(long count, long total) {
    return count == 0 ? 0 : (count - discount) / (total + strength);
  }

  /** The share that is left to the level behind, in (0, 1]. */
  public double left(long total, long distinct) {
    return (strength + discount * distinct) / (total + strength);
  }
}
