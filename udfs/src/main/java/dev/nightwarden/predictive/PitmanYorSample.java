package dev.nightwarden.predictive;

import java.util.SortedMap;
import org.apache.commons.math3.special.Gamma;

/**
 * What was drawn at one level, in samples that are drawn alike: of actors, or of groups.
 *
 * @param once how many values were drawn once in their sample
 * @param twice how many twice
 * @param distinct how many values the samples have, added up
 * @param sizes how many samples have so many draws
 */
public record PitmanYorSample(long once, long twice, long distinct, SortedMap<Long, Long> sizes) {
  private static final double LEAST_DISCOUNT = .05;
  private static final double MOST_DISCOUNT = .75;
  private static final double LEAST_STRENGTH = .01;
  private static final double MOST_STRENGTH = 10_000;
  private static final int HALVINGS = 60;

  /**
   * The level that draws like this: its discount by how many values were drawn once and twice
   * (Kneser and Ney 1995), its strength so that it is expected to show as many values as were seen.
   * Both are kept within bounds, [0.05, 0.75] and [0.01, 10000].
   *
   * @return null where nothing was drawn
   */
  public PitmanYor fit() {
    if (distinct == 0) {
      return null;
    }
    // One value more of each kind keeps a handful of values from deciding it.
    double discount =
        Math.min(MOST_DISCOUNT, Math.max(LEAST_DISCOUNT, (once + 1.0) / (once + 2.0 * twice + 2)));
    double low = Math.log(LEAST_STRENGTH);
    double high = Math.log(MOST_STRENGTH);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (expected(discount, Math.exp(middle)) < distinct) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new PitmanYor(discount, Math.exp((low + high) / 2));
  }

  private double expected(double discount, double strength) {
    double sum = 0;
    for (var size : sizes.entrySet()) {
      sum += size.getValue() * expected(size.getKey(), discount, strength);
    }
    return sum;
  }

  /**
   * How many values so many draws are expected to show: {@code s / d ((s + d)_n / (s)_n - 1)} with
   * rising factorials (Pitman 2006, "Combinatorial stochastic processes", section 3.3).
   */
  static double expected(long draws, double discount, double strength) {
    double rising =
        Gamma.logGamma(strength + discount + draws)
            - Gamma.logGamma(strength + discount)
            - Gamma.logGamma(strength + draws)
            + Gamma.logGamma(strength);
    return strength / discount * Math.expm1(rising);
  }
}
