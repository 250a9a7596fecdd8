package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AurocTest {
  @Test
  void isTheShareOfPairsInRightOrderWithTiesCountingHalf() {
    // Pairs (anomaly, normal): 0.9 beats 0.9 by half, beats 0.2 and 0.1; 0.2 ties 0.2, beats 0.1.
    double[] scores = {0.9, 0.9, 0.2, 0.2, 0.1};
    boolean[] anomaly = {true, false, true, false, false};
    assertEquals((0.5 + 1 + 1 + 0 + 0.5 + 1) / 6, Auroc.of(scores, anomaly), 1e-15);
  }

  @Test
  void agreesWithCountingAllPairs() {
    Random random = new Random(5);
    double[] scores = new double[300];
    boolean[] anomaly = new boolean[300];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(40);
      anomaly[i] = random.nextInt(5) == 0;
    }
    double right = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < scores.length; k++) {
        if (anomaly[i] && !anomaly[k]) {
          pairs++;
          right += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
        }
      }
    }
    assertEquals(right / pairs, Auroc.of(scores, anomaly), 1e-12);
  }

  @Test
  void refusesLabelsOfOneKind() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Auroc.of(new double[] {1, 2}, new boolean[] {true, true}));
    assertEquals("2 anomalies among 2 events: both kinds are needed", error.getMessage());
  }

  @Test
  void refusesScoresThatAreNoNumbers() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Auroc.of(new double[] {1, Double.NaN}, new boolean[] {true, false}));
    assertEquals("score 1 is NaN", error.getMessage());
  }
}
