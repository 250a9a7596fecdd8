package dev.nightwarden.cluster;

import java.util.List;

/**
 * Eighteen flowers by eight features (L. Kaufman and P. J. Rousseeuw, "Finding Groups in Data",
 * 1990), as in the data set {@code flower} of R's package cluster: winters, shadow, tubers, colour,
 * soil, preference, height, distance.
 */
final class Flowers {
  static final List<RecordFeature> FEATURES =
      List.of(
          RecordFeature.of("winters", RecordFeature.Kind.BOOLEAN),
          RecordFeature.of("shadow", RecordFeature.Kind.BOOLEAN),
          RecordFeature.of("tubers", RecordFeature.Kind.BOOLEAN),
          RecordFeature.of("color", RecordFeature.Kind.CATEGORICAL),
          RecordFeature.of("soil", RecordFeature.Kind.NUMERIC),
          RecordFeature.of("preference", RecordFeature.Kind.NUMERIC),
          RecordFeature.of("height", RecordFeature.Kind.NUMERIC),
          RecordFeature.of("distance", RecordFeature.Kind.NUMERIC));

  static final double[] LEAST = {0, 0, 0, 0, 1, 1, 20, 10};
  static final double[] RANGES = {0, 0, 0, 0, 2, 17, 180, 50};

  private static final int[][] TABLE = {
    {0, 1, 1, 4, 3, 15, 25, 15},
    {1, 0, 0, 2, 1, 3, 150, 50},
    {0, 1, 0, 3, 3, 1, 150, 50},
    {0, 0, 1, 4, 2, 16, 125, 50},
    {0, 1, 0, 5, 2, 2, 20, 15},
    {0, 1, 0, 4, 3, 12, 50, 40},
    {0, 0, 0, 4, 3, 13, 40, 20},
    {0, 0, 1, 2, 2, 7, 100, 15},
    {1, 1, 0, 3, 1, 4, 25, 15},
    {1, 1, 0, 5, 2, 14, 100, 60},
    {1, 1, 1, 5, 3, 8, 45, 10},
    {1, 1, 1, 1, 2, 9, 90, 25},
    {1, 1, 0, 1, 2, 6, 20, 10},
    {1, 1, 1, 4, 2, 11, 80, 30},
    {1, 0, 0, 3, 2, 10, 40, 20},
    {1, 0, 0, 4, 2, 18, 200, 60},
    {1, 0, 0, 2, 2, 17, 150, 60},
    {0, 0, 1, 2, 1, 5, 25, 10},
  };

  private Flowers() {}

  static Object[] row(int flower) {
    int[] v = TABLE[flower - 1];
    return new Object[] {v[0] == 1, v[1] == 1, v[2] == 1, "colour " + v[3], v[4], v[5], v[6], v[7]};
  }
}
