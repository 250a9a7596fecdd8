package dev.nightwarden.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.cluster.RecordFeature.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class GowerTest {
  private static final List<RecordFeature> MIXED =
      List.of(
          RecordFeature.of("bytes", Kind.NUMERIC),
          RecordFeature.of("type", Kind.CATEGORICAL),
          RecordFeature.of("ok", Kind.BOOLEAN));

  private static double distance(Gower gower, Object[] a, Object[] b) {
    double there = gower.distance(gower.learn(a), gower.learn(b));
    assertEquals(there, gower.distance(gower.learn(b), gower.learn(a)), "both ways");
    return there;
  }

  private static double distance(Object[] a, Object[] b) {
    return distance(new Gower(MIXED, new double[3], new double[] {200, 0, 0}), a, b);
  }

  private static Object[] row(Object... values) {
    return values;
  }

  @Test
  void isTheMeanOverFeatures() {
    // (50/200 + 0 + 1) / 3
    assertEquals(1.25 / 3, distance(row(100, "A", true), row(50, "A", false)), 1e-15);
    assertEquals(0, distance(row(100, "A", true), row(100.0, "A", true)));
    assertEquals(1, distance(row(0, "A", true), row(200, "B", false)));
  }

  @Test
  void aPairWithAMissingValueLeavesThatFeatureOut() {
    // (50/200 + 1) / 2, and so on
    assertEquals(0.625, distance(row(100, null, true), row(50, "A", false)));
    assertEquals(1, distance(row(null, "A", true), row(50, "A", false)) * 2);
    assertEquals(0.25, distance(row(100, null, true), row(50, null, null)));
    assertEquals(1, distance(row(100, "A", null), row(null, null, true)), "nothing shared");
    assertEquals(1, distance(row(null, null, null), row(null, null, null)));
    assertEquals(0, distance(row(Double.NaN, "A", null), row(Double.POSITIVE_INFINITY, "A", true)));
  }

  @Test
  void weightsCountAsMuchAsTheySay() {
    List<RecordFeature> weighted =
        List.of(
            new RecordFeature("bytes", Kind.NUMERIC, 2),
            new RecordFeature("type", Kind.CATEGORICAL, 1),
            new RecordFeature("ok", Kind.BOOLEAN, 5));
    Gower gower = new Gower(weighted, new double[3], new double[] {200, 0, 0});
    // (2 * 50/200 + 1 * 1 + 5 * 0) / 8
    assertEquals(1.5 / 8, distance(gower, row(100, "A", true), row(50, "B", true)), 1e-15);
    // (2 * 50/200 + 1 * 1) / 3
    assertEquals(0.5, distance(gower, row(100, "A", null), row(50, "B", true)), 1e-15);
  }

  @Test
  void aFeatureThatNeverVariesAddsNothing() {
    Gower gower = new Gower(MIXED, new double[] {7, 0, 0}, new double[3]);
    assertEquals(1.0 / 3, distance(gower, row(7, "A", true), row(7, "B", true)), 1e-15);
    assertEquals(1.0 / 3, distance(gower, row(8, "A", true), row(7, "A", true)), "nor did it");
  }

  @Test
  void numbersBeyondTheRangeAreAtMostOneApart() {
    assertEquals(1.0 / 3, distance(row(-1e308, "A", true), row(1e308, "A", true)), 1e-15);
    Gower gower =
        new Gower(MIXED, new double[] {-1.7e308, 0, 0}, new double[] {Double.MAX_VALUE, 0, 0});
    assertEquals(
        1.0 / 3, distance(gower, row(-1.7e308, "A", true), row(1.7e308, "A", true)), 1e-15);
  }

  @Test
  void smallDifferencesOfLargeNumbersAreKept() {
    Gower gower = new Gower(MIXED, new double[] {1e12, 0, 0}, new double[] {1, 0, 0});
    Object[] least = row(1e12, "A", true);
    assertEquals(0.25 / 3, distance(gower, least, row(1e12 + 0.25, "A", true)), 1e-15);
  }

  @Test
  void aTextThatWasNeverLearnedIsLikeNoOther() {
    Gower gower = new Gower(MIXED, new double[3], new double[] {200, 0, 0});
    double[] known = gower.learn(row(0, "A", true));
    assertEquals(0, gower.distance(known, gower.encode(row(0, "A", true))));
    assertEquals(1.0 / 3, gower.distance(known, gower.encode(row(0, "B", true))));
  }

  /** The output of {@code daisy(flower)}, R 4.2.2, package cluster 2.1.4: the first six rows. */
  @Test
  void agreesWithDaisyOnTheFlowers() {
    double[][] daisy = {
      {},
      {0.8875408},
      {0.5272467, 0.5147059},
      {0.3517974, 0.5504493, 0.5651552},
      {0.4115605, 0.6226307, 0.3726307, 0.6383578},
      {0.2269199, 0.6606209, 0.3003268, 0.4189951, 0.3443627},
    };
    Gower gower = new Gower(Flowers.FEATURES, Flowers.LEAST, Flowers.RANGES);
    for (int i = 0; i < daisy.length; i++) {
      for (int j = 0; j < i; j++) {
        double distance = distance(gower, Flowers.row(i + 1), Flowers.row(j + 1));
        assertEquals(daisy[i][j], distance, 5e-8, "flowers %d and %d".formatted(i + 1, j + 1));
      }
    }
    assertEquals(0.1417892, distance(gower, Flowers.row(8), Flowers.row(18)), 5e-8);
    assertEquals(0.6125408, distance(gower, Flowers.row(17), Flowers.row(18)), 5e-8);
  }

  @Test
  void theShareOfEachFeatureAddsUpToTheDistance() {
    Gower gower = new Gower(MIXED, new double[3], new double[] {200, 0, 0});
    double[] sums = new double[3];
    gower.addParts(gower.learn(row(100, "A", null)), gower.learn(row(50, "B", true)), 2, sums);
    assertArrayEquals(new double[] {0.25, 1, 0}, sums);
    gower.addParts(gower.learn(row(null, "A", null)), gower.learn(row(50, null, true)), 2, sums);
    assertArrayEquals(new double[] {0.25, 1, 0}, sums, "nothing shared, nothing said");
  }

  @Test
  void saysWhatDoesNotFit() {
    assertMessage(
        "feature bytes is NUMERIC, its values cannot be of String",
        () -> distance(row("1", "A", true), row(1, "A", true)));
    assertMessage(
        "a record has 3 values, one for each feature, not 2",
        () -> distance(row(1, "A"), row(1, "A")));
    assertMessage(
        "the weight of feature a must be a number above 0, not 0.0",
        () -> new RecordFeature("a", Kind.NUMERIC, 0));
    assertMessage("a feature must have a name", () -> RecordFeature.of(" ", Kind.NUMERIC));
    assertMessage("feature a must have a kind", () -> RecordFeature.of("a", null));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
