package dev.nightwarden.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distance of two records of mixed features, in [0, 1]: 1 less the similarity of J. C. Gower,
 * "A General Coefficient of Similarity and Some of Its Properties", Biometrics 27 (1971).
 *
 * <p>It is the weighted mean of the distances by feature, over the features that both records have.
 * A number's is the difference as a share of the range (at most 1), a text's or truth value's is 0
 * or 1. A feature that never varies counts as 0. Records that share no feature are at distance 1.
 */
final class Gower implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for a text that no learned record has. */
  private static final double UNKNOWN = -1;

  private final List<RecordFeature> features;
  private final boolean[] isNumeric;
  private final double[] weights;
  private final double[] least;
  private final double[] ranges;
  private final List<Map<String, Double>> codes = new ArrayList<>();

  /**
   * The distance over such features.
   *
   * @param least of each numeric feature, its smallest value
   * @param ranges of each numeric feature, its largest value less its smallest
   */
  Gower(List<RecordFeature> features, double[] least, double[] ranges) {
    this.features = List.copyOf(features);
    this.least = least.clone();
    this.ranges = ranges.clone();
    isNumeric = new boolean[features.size()];
    weights = new double[features.size()];
    for (int i = 0; i < weights.length; i++) {
      isNumeric[i] = features.get(i).kind() == RecordFeature.Kind.NUMERIC;
      weights[i] = features.get(i).weight();
      codes.add(new HashMap<>());
    }
  }

  /**
   * A record as numbers, its texts now known. Numbers are counted in ranges from the least one; NaN
   * is a missing value.
   */
  double[] learn(Object[] row) {
    return encode(row, true);
  }

  /** A record as numbers, to be compared with learned ones: a text that none has is like none. */
  double[] encode(Object[] row) {
    return encode(row, false);
  }

  private double[] encode(Object[] row, boolean learns) {
    Object[] values = RecordValues.of(features, row);
    double[] encoded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        encoded[i] = Double.NaN;
      } else if (values[i] instanceof Double x) {
        encoded[i] = scaled(i, x);
      } else if (values[i] instanceof Boolean truth) {
        encoded[i] = truth ? 1 : 0;
      } else {
        Map<String, Double> known = codes.get(i);
        String text = (String) values[i];
        if (learns) {
          known.putIfAbsent(text, (double) known.size());
        }
        encoded[i] = known.getOrDefault(text, UNKNOWN);
      }
    }
    return encoded;
  }

  private double scaled(int feature, double x) {
    // Halves, for the difference of two doubles may be larger than any.
    double half = x / 2 - least[feature] / 2;
    // Where there is no range, another value is farther than any range.
    return half == 0
        ? 0
        : ranges[feature] == 0 ? 2 * Math.signum(half) : half / ranges[feature] * 2;
  }

  /** The distance of two encoded records. */
  double distance(double[] a, double[] b) {
    double sum = 0;
    double shared = 0;
    for (int i = 0; i < weights.length; i++) {
      double part = part(i, a[i], b[i]);
      if (!Double.isNaN(part)) {
        sum += weights[i] * part;
        shared += weights[i];
      }
    }
    return shared == 0 ? 1 : sum / shared;
  }

  /**
   * Adds to {@code sums}, for each feature, what it contributes to the distance of two encoded
   * records: these add up to the distance, unless they share no feature.
   */
  void addParts(double[] a, double[] b, double times, double[] sums) {
    double shared = 0;
    for (int i = 0; i < weights.length; i++) {
      shared += Double.isNaN(part(i, a[i], b[i])) ? 0 : weights[i];
    }
    for (int i = 0; i < weights.length && shared > 0; i++) {
      double part = part(i, a[i], b[i]);
      sums[i] += Double.isNaN(part) ? 0 : times * weights[i] * part / shared;
    }
  }

  /** The distance by one feature, NaN if a value is missing. */
  private double part(int feature, double a, double b) {
    double difference = Math.abs(a - b);
    if (isNumeric[feature]) {
      return difference > 1 ? 1 : difference;
    }
    return difference > 0 ? 1 : difference;
  }
}
