package dev.nightwarden.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;

/**
 * What chance does to figures: percentile intervals of the bootstrap (Efron and Tibshirani 1993,
 * section 13.3), and paired tests. The same figures give the same intervals.
 */
final class Resampling {
  private static final int ROUNDS = 2_000;
  private static final int FLIPS = 10_000;
  private static final long SEED = 20_250_106;
  private static final double TAIL = .025;

  private Resampling() {}

  /** The mean. */
  static Interval mean(double[] values) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return ratio(values, ones);
  }

  /** The sum of one figure over that of another, both of the same units: nights, or incidents. */
  static Interval ratio(double[] tops, double[] bottoms) {
    double value = ratio(tops, bottoms, null);
    if (Double.isNaN(value)) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] rounds = new double[ROUNDS];
    int[] drawn = new int[tops.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = random.nextInt(tops.length);
      }
      double again = ratio(tops, bottoms, drawn);
      rounds[round] = Double.isNaN(again) ? value : again;
    }
    Arrays.sort(rounds);
    return new Interval(
        rounds[(int) (TAIL * ROUNDS)], value, rounds[(int) ((1 - TAIL) * ROUNDS) - 1]);
  }

  private static double ratio(double[] tops, double[] bottoms, int[] drawn) {
    double top = 0;
    double bottom = 0;
    for (int i = 0; i < tops.length; i++) {
      int at = drawn == null ? i : drawn[i];
      top += tops[at];
      bottom += bottoms[at];
    }
    return bottom == 0 ? Double.NaN : top / bottom;
  }

  /**
   * McNemar's exact test: how likely two configs that are equally good differ on so many incidents,
   * or more, in either direction.
   */
  static double mcnemar(int onlyFirst, int onlySecond) {
    int different = onlyFirst + onlySecond;
    // Where both have as many, the library counts the middle twice.
    return different == 0
        ? 1
        : Math.min(
            1,
            new BinomialTest()
                .binomialTest(different, onlyFirst, .5, AlternativeHypothesis.TWO_SIDED));
  }

  /**
   * A permutation test of paired differences: how often their mean is as far from 0 if each could
   * as well have the other sign.
   */
  static double signFlips(double[] differences) {
    double seen = Math.abs(Arrays.stream(differences).sum());
    SplittableRandom random = new SplittableRandom(SEED);
    int asFar = 0;
    for (int flip = 0; flip < FLIPS; flip++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      if (Math.abs(sum) >= seen - 1e-9) {
        asFar++;
      }
    }
    return (asFar + 1.0) / (FLIPS + 1.0);
  }
}
