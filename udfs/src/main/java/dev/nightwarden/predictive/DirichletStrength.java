package dev.nightwarden.predictive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.special.Gamma;

/**
 * How strongly samples follow a distribution behind them: the strength s of a Dirichlet
 * distribution, with {@code P(v) = (c + s p) / (N + s)} for a value with c of N draws and the
 * probability p behind it, that makes the samples likeliest (Minka 2000, "Estimating a Dirichlet
 * distribution", equation 53).
 */
public final class DirichletStrength {
  private static final double LEAST = Math.log(.01);
  private static final double MOST = Math.log(10_000);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 40;

  private final List<double[]> drawn = new ArrayList<>();
  private final Map<Long, Long> sizes = new TreeMap<>();
  private long unheardOf;

  /** So many values were drawn so often from a probability, above 0. */
  public void drawn(long count, double probability, long values) {
    drawn.add(new double[] {count, probability, values});
  }

  /** So many values were drawn that nobody else has. */
  public void unheardOf(long values) {
    unheardOf += values;
  }

  /** So many samples have so many draws. */
  public void sampled(long draws, long samples) {
    sizes.merge(draws, samples, Long::sum);
  }

  /** The strength, in [0.01, 10000]; NaN where nothing was sampled. */
  public double fit() {
    if (sizes.isEmpty()) {
      return Double.NaN;
    }
    double low = LEAST;
    double high = MOST;
    for (int step = 0; step < STEPS; step++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (likelihood(Math.exp(left)) < likelihood(Math.exp(right))) {
        low = left;
      } else {
        high = right;
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** Its logarithm, but for what does not depend on the strength. */
  double likelihood(double strength) {
    // A value of which the probability behind is next to 0 adds ln(s p), the first time.
    double sum = unheardOf * Math.log(strength);
    for (double[] one : drawn) {
      double behind = strength * one[1];
      sum += one[2] * (Gamma.logGamma(one[0] + behind) - Gamma.logGamma(behind));
    }
    for (Map.Entry<Long, Long> size : sizes.entrySet()) {
      sum -=
          size.getValue() * (Gamma.logGamma(size.getKey() + strength) - Gamma.logGamma(strength));
    }
    return sum;
  }
}
