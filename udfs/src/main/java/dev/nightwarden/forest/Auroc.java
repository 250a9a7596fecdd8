package dev.nightwarden.forest;

import java.util.Arrays;

/** How well scores tell anomalies from the rest. */
public final class Auroc {
  private Auroc() {}

  /**
   * Area under the ROC curve: the chance that an anomaly scores above a normal event, ties counting
   * half (Mann and Whitney's U). 1 is perfect, 0.5 is chance.
   *
   * @param scores higher is odder; none NaN
   * @param anomaly which of them are anomalies: at least one, and not all
   * @return in [0, 1]
   */
  public static double of(double[] scores, boolean[] anomaly) {
    if (scores.length != anomaly.length) {
      throw new IllegalArgumentException(
          "%d scores but %d labels".formatted(scores.length, anomaly.length));
    }
    double[] all = scores.clone();
    Arrays.sort(all);
    long positives = 0;
    double rankSum = 0;
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score %d is NaN".formatted(i));
      }
      if (anomaly[i]) {
        positives++;
        rankSum += (edge(all, scores[i], false) + 1 + edge(all, scores[i], true)) / 2.0;
      }
    }
    long negatives = scores.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "%d anomalies among %d events: both kinds are needed"
              .formatted(positives, scores.length));
    }
    double below = rankSum - positives * (positives + 1) / 2.0;
    return below / ((double) positives * negatives);
  }

  /** How many of the sorted values lie below a value, or up to it. */
  private static int edge(double[] sorted, double value, boolean upTo) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (upTo && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
