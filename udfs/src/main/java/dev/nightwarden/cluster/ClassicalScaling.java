package dev.nightwarden.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Classical scaling (J. C. Gower, "Some Distance Properties of Latent Root and Vector Methods",
 * Biometrika 53, 1966): places in a plane whose distances are near the given ones, from the two
 * largest eigenvalues of the doubly centred matrix of -1/2 the squared distances, found by subspace
 * iteration with a fixed start.
 *
 * <p>Of each axis the coordinate farthest from 0 is positive (the first of equals), so equal
 * records give equal pictures.
 */
final class ClassicalScaling {
  /** How many records can be placed: 8 MB of numbers. */
  static final int MAX_POINTS = 1_000;

  private static final int BLOCK = 10;
  private static final int MAX_ROUNDS = 500;
  private static final double TOLERANCE = 1e-11;

  private ClassicalScaling() {}

  /** Places records, 2 to {@link #MAX_POINTS}. The second axis is 0 where one will do. */
  static List<Point> place(int[] records, Distances.Between between) {
    int n = records.length;
    if (n < 2 || n > MAX_POINTS) {
      throw new IllegalArgumentException(
          "a map takes from 2 to %,d records, not %,d".formatted(MAX_POINTS, n));
    }
    double[][] centred = centred(records, between);
    int block = Math.min(BLOCK, n);
    double[][] vectors = new double[block][n];
    SplittableRandom random = new SplittableRandom(1);
    for (double[] vector : vectors) {
      Arrays.setAll(vector, i -> random.nextDouble() - 0.5);
    }
    orthonormalise(vectors);
    double[] before = new double[2];
    double[] values = new double[block];
    for (int round = 0; round < MAX_ROUNDS; round++) {
      double[][] images = new double[block][];
      for (int i = 0; i < block; i++) {
        images[i] = times(centred, vectors[i]);
      }
      double[][] small = new double[block][block];
      for (int i = 0; i < block; i++) {
        for (int j = 0; j < block; j++) {
          small[i][j] = dot(vectors[i], images[j]);
        }
      }
      double[][] turn = Jacobi.eigenvectors(small, values);
      vectors = turned(vectors, turn);
      double scale = Math.max(Math.abs(values[0]), Double.MIN_NORMAL);
      boolean settled =
          Math.abs(values[0] - before[0]) <= TOLERANCE * scale
              && Math.abs(values[1] - before[1]) <= TOLERANCE * scale;
      if (round > 0 && settled) {
        break;
      }
      before = new double[] {values[0], values[1]};
      if (round < MAX_ROUNDS - 1) {
        vectors = turned(images, turn);
        orthonormalise(vectors);
      }
    }
    double[] x = axis(vectors[0], values[0], values[0]);
    double[] y = axis(vectors[1], values[1], values[0]);
    return IntStream.range(0, n).mapToObj(i -> new Point(records[i], x[i], y[i])).toList();
  }

  private static double[][] centred(int[] records, Distances.Between between) {
    int n = records.length;
    double[][] b = new double[n][n];
    double[] means = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double distance = between.of(records[i], records[j]);
        b[i][j] = -distance * distance / 2;
        b[j][i] = b[i][j];
      }
    }
    for (int i = 0; i < n; i++) {
      means[i] = Arrays.stream(b[i]).sum() / n;
      mean += means[i] / n;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        b[i][j] += mean - means[i] - means[j];
      }
    }
    return b;
  }

  private static double[] axis(double[] vector, double value, double largest) {
    double[] axis = new double[vector.length];
    if (value <= 1e-9 * largest || value <= 0) {
      return axis;
    }
    int farthest = 0;
    for (int i = 1; i < vector.length; i++) {
      // Not for a rounding error farther: equal ones stay equal.
      if (Math.abs(vector[i]) > Math.abs(vector[farthest]) * (1 + 1e-6)) {
        farthest = i;
      }
    }
    double scale = Math.sqrt(value) * Math.signum(vector[farthest]);
    Arrays.setAll(axis, i -> vector[i] * scale);
    return axis;
  }

  private static double[][] turned(double[][] vectors, double[][] turn) {
    double[][] turned = new double[vectors.length][vectors[0].length];
    for (int i = 0; i < turned.length; i++) {
      for (int j = 0; j < vectors.length; j++) {
        for (int k = 0; k < turned[i].length; k++) {
          turned[i][k] += turn[i][j] * vectors[j][k];
        }
      }
    }
    return turned;
  }

  /** Gram and Schmidt, twice for accuracy; a vector that vanishes stays 0. */
  private static void orthonormalise(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      double first = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double along = dot(vectors[i], vectors[j]);
          for (int k = 0; k < vectors[i].length; k++) {
            vectors[i][k] -= along * vectors[j][k];
          }
        }
      }
      double length = Math.sqrt(dot(vectors[i], vectors[i]));
      double scale = length > 1e-12 * first && length > 0 ? 1 / length : 0;
      for (int k = 0; k < vectors[i].length; k++) {
        vectors[i][k] *= scale;
      }
    }
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    Arrays.setAll(product, i -> dot(matrix[i], vector));
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
