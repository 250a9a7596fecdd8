package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

/** What the tests of this package share. */
final class TestForests {
  private TestForests() {}

  /** Events whose columns are independent and normally distributed. */
  static double[][] gaussian(int events, int columns, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[events][columns];
    for (double[] row : rows) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return rows;
  }

  static void assertRefused(String message, Runnable action) {
    var error = assertThrows(IllegalArgumentException.class, action::run);
    assertEquals(message, error.getMessage());
  }
}
