package dev.nightwarden.cluster;

import java.util.Arrays;
import java.util.Comparator;

/** Eigenvalues of a small symmetric matrix, by Jacobi's rotations. */
final class Jacobi {
  private static final int MAX_SWEEPS = 60;

  private Jacobi() {}

  /**
   * The eigenvectors of a symmetric matrix as rows, the largest eigenvalue first.
   *
   * @param matrix is used up
   * @param values filled with the eigenvalues
   */
  static double[][] eigenvectors(double[][] matrix, double[] values) {
    int n = matrix.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      boolean turned = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double size = Math.abs(matrix[p][p]) + Math.abs(matrix[q][q]);
          if (Math.abs(matrix[p][q]) > 1e-17 * size) {
            rotate(matrix, vectors, p, q);
            turned = true;
          }
        }
      }
      if (!turned) {
        break;
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -matrix[i][i]));
    double[][] sorted = new double[n][];
    for (int i = 0; i < n; i++) {
      values[i] = matrix[order[i]][order[i]];
      sorted[i] = vectors[order[i]];
    }
    return sorted;
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double sign = theta < 0 ? -1 : 1;
    double t = sign / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
      double vp = vectors[p][k];
      double vq = vectors[q][k];
      vectors[p][k] = c * vp - s * vq;
      vectors[q][k] = s * vp + c * vq;
    }
    a[p][q] = 0;
    a[q][p] = 0;
  }
}
