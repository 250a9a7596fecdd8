package dev.nightwarden.forest;

import java.util.OptionalDouble;

/**
 * How a forest is grown.
 *
 * @param trees number of trees, at least 1
 * @param samples the most events one tree is grown on, at least 2; never more than half of them
 * @param kind how a node is cut
 * @param contamination the share of the training events taken for anomalies, in (0, 0.5]; empty:
 *     the threshold is {@link #AUTO}
 * @param seed same events, same seed: same trees
 */
public record Growth(int trees, int samples, Kind kind, OptionalDouble contamination, long seed) {
  /** The threshold without a contamination: the score of an average event (Liu et al., sec. 2). */
  public static final double AUTO = 0.5;

  /** How a node is cut. */
  public enum Kind {
    /** At a uniform place in one column (Liu, Ting and Zhou 2008). */
    STANDARD,
    /** Along a hyperplane of random slope (Hariri, Carrasco Kind and Brunner 2018). */
    EXTENDED
  }

  public Growth {
    if (trees < 1) {
      throw new IllegalArgumentException("trees is %d; allowed: at least 1".formatted(trees));
    }
    if (samples < 2) {
      throw new IllegalArgumentException("samples is %d; allowed: at least 2".formatted(samples));
    }
    if (contamination.isPresent()) {
      double share = contamination.getAsDouble();
      if (!(share > 0 && share <= 0.5)) {
        throw new IllegalArgumentException(
            "contamination is %s; allowed: a number in (0, 0.5]".formatted(share));
      }
    }
  }

  /** 100 standard trees on at most 256 events each, threshold {@link #AUTO}. */
  public static Growth seeded(long seed) {
    return new Growth(100, 256, Kind.STANDARD, OptionalDouble.empty(), seed);
  }

  /** The same with another kind. */
  public Growth withKind(Kind other) {
    return new Growth(trees, samples, other, contamination, seed);
  }

  /** The same with a contamination in (0, 0.5]. */
  public Growth withContamination(double share) {
    return new Growth(trees, samples, kind, OptionalDouble.of(share), seed);
  }

  /** The same with another number of trees. */
  public Growth withTrees(int number) {
    return new Growth(number, samples, kind, contamination, seed);
  }

  /** How many of n events each tree sees: min(samples, n / 2), and never fewer than 2. */
  int sampleOf(int events) {
    return Math.max(2, Math.min(samples, events / 2));
  }
}
