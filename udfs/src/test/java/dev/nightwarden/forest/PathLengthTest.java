package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PathLengthTest {
  @Test
  void smallNodesAreExact() {
    assertEquals(0, PathLength.average(0));
    assertEquals(0, PathLength.average(1));
    assertEquals(1, PathLength.average(2));
    assertEquals(2 * (1 + 1 / 2.0) - 4 / 3.0, PathLength.average(3), 1e-15);
  }

  @Test
  void agreesWithThePaperUpToItsEstimateOfTheHarmonicNumber() {
    double estimate = 2 * (Math.log(255) + 0.5772156649) - 2 * 255 / 256.0;
    assertEquals(10.2448, estimate, 5e-5);
    assertEquals(estimate + 1 / 255.0, PathLength.average(256), 1e-5);
    assertEquals(10.2487, PathLength.average(256), 5e-5);
  }

  @Test
  void seriesForLargeNodesContinuesTheSum() {
    double harmonic = 0;
    for (int n = 2; n <= 100_000; n++) {
      harmonic += 1.0 / (n - 1);
      if (n == 1024 || n == 1025 || n == 1026 || n == 100_000) {
        assertEquals(2 * harmonic - 2 * (n - 1.0) / n, PathLength.average(n), 1e-11);
      }
    }
  }

  @Test
  void isTheAverageDepthOverAllFirstCuts() {
    for (int n = 2; n < 50; n++) {
      double sum = 0;
      for (int k = 1; k < n; k++) {
        double left = k / (double) n * PathLength.average(k);
        sum += 1 + left + (n - k) / (double) n * PathLength.average(n - k);
      }
      assertEquals(sum / (n - 1), PathLength.average(n), 1e-12);
    }
  }

  @Test
  void heightLimitIsTheLogarithmRoundedUp() {
    assertEquals(1, PathLength.limit(2));
    assertEquals(2, PathLength.limit(3));
    assertEquals(7, PathLength.limit(107));
    assertEquals(8, PathLength.limit(256));
    assertEquals(9, PathLength.limit(257));
  }
}
