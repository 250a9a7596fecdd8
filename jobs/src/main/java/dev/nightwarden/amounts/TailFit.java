package dev.nightwarden.amounts;

import java.io.Serializable;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How often a number reaches what: counted up to where one in twenty does, and from there on an
 * exponential tail of the mean excess (peaks over threshold, Pickands 1975), or rather of the upper
 * end of its 90% interval.
 *
 * @param above by bin, how many are in it or above
 * @param all how many there are
 */
record TailFit(NavigableMap<Integer, Long> above, long all, double threshold, double excess)
    implements Serializable {
  private static final double WIDTH = 0.05;
  private static final double FAR = 0.05;
  private static final double LEAST_EXCESS = 0.2;

  /** Few numbers may understate their tail: what they say is taken at the end of its interval. */
  private static final double DEVIATIONS = 1.645;

  /** With fewer numbers the tail is that of a normal distribution, or nearly. */
  private static final int FEWEST = 100;

  private static final TailFit UNKNOWN = new TailFit(new TreeMap<>(), 0, 1.645, 0.4);

  TailFit {
    above = new TreeMap<>(above);
  }

  static int bin(double number) {
    return (int) Math.floor(number / WIDTH + 1e-9);
  }

  /**
   * The fit of numbers.
   *
   * @param bins by {@link #bin}, how many; more may be below all of them
   */
  static TailFit of(Map<Integer, Long> bins, long all) {
    if (all < FEWEST) {
      return UNKNOWN;
    }
    NavigableMap<Integer, Long> above = above(bins);
    int higher = above.isEmpty() ? -1 : above.lastKey();
    long sum = 0;
    double excess = 0;
    int threshold = higher + 1;
    double excessThere = UNKNOWN.excess();
    for (Map.Entry<Integer, Long> bin : above.descendingMap().entrySet()) {
      // By how much all together lie above this bin's lower edge, taken at the middles of bins.
      excess +=
          (double) sum * WIDTH * (higher - bin.getKey())
              + (double) (bin.getValue() - sum) * WIDTH / 2;
      higher = bin.getKey();
      sum = bin.getValue();
      if (sum <= FAR * all) {
        threshold = bin.getKey();
        excessThere = excess / sum * (1 + DEVIATIONS / Math.sqrt((double) sum));
      }
    }
    return new TailFit(above, all, threshold * WIDTH, Math.max(LEAST_EXCESS, excessThere));
  }

  /** By bin, how many are in it or above. */
  static NavigableMap<Integer, Long> above(Map<Integer, Long> bins) {
    NavigableMap<Integer, Long> above = new TreeMap<>();
    long sum = 0;
    for (Map.Entry<Integer, Long> bin : new TreeMap<>(bins).descendingMap().entrySet()) {
      sum += bin.getValue();
      above.put(bin.getKey(), sum);
    }
    return above;
  }

  /**
   * How many are in the bin of a number, or above.
   *
   * @param above what {@link #above(Map)} gives
   */
  static long reached(NavigableMap<Integer, Long> above, double number) {
    Map.Entry<Integer, Long> at = above.ceilingEntry(bin(number));
    return at == null ? 0 : at.getValue();
  }

  /** The share that is at least this number, in (0, 1]. */
  double share(double number) {
    if (number >= threshold) {
      double there = all == 0 ? FAR : (double) reached(above, threshold) / all;
      double least = all == 0 ? FAR : Math.max(there, 0.5 / all);
      return Math.max(least * Math.exp(-(number - threshold) / excess), Double.MIN_NORMAL);
    }
    return all == 0 ? 1 : Math.min(1, (double) reached(above, number) / all);
  }
}
