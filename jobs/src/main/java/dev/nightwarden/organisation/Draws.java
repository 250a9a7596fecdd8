package dev.nightwarden.organisation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Chance that depends on nothing but what it decides: a day of one person is drawn from the seed,
 * the person and the day, and so is the same whoever else there is and however many days are made.
 */
public final class Draws {
  private final SplittableRandom random;

  private Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The draws of what these words and numbers name. */
  public static Draws of(long seed, Object... what) {
    // FNV-1a, which the generator then mixes.
    long hash = 0xcbf29ce484222325L ^ seed * 0x9e3779b97f4a7c15L;
    for (Object each : what) {
      String text = each.toString();
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0x1f) * 0x100000001b3L;
    }
    return new Draws(hash);
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public long bits() {
    return random.nextLong();
  }

  public <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** One of all, each as likely as its weight. */
  <T> T weighted(List<T> all, ToDoubleFunction<T> weight) {
    double left = random.nextDouble() * all.stream().mapToDouble(weight).sum();
    T last = null;
    for (T each : all) {
      double its = weight.applyAsDouble(each);
      if (its > 0) {
        last = each;
        left -= its;
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  double normal(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  /** Log-normal: of any two values as far above the median as below it by ratio, equally many. */
  public double logNormal(double median, double sigma) {
    return median * Math.exp(sigma * random.nextGaussian());
  }

  /** The time to the next of events that come by chance, at this mean. */
  double exponential(double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  /** How many of events that come by chance, at this mean. */
  int poisson(double mean) {
    if (mean > 60) {
      return (int) Math.max(0, Math.round(normal(mean, Math.sqrt(mean))));
    }
    int count = -1;
    for (double left = mean; left >= 0; count++) {
      left -= exponential(1);
    }
    return count;
  }

  /** A rank from 0, the lower the likelier: a power law of this exponent, which is not 1. */
  int zipf(int count, double exponent) {
    double power = 1 - exponent;
    double last = Math.pow(count + 1.0, power);
    double rank = Math.pow(1 + random.nextDouble() * (last - 1), 1 / power);
    return Math.min(count - 1, (int) rank - 1);
  }
}
