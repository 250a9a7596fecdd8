package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.value.RowHash;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class NumbersKeyTest {
  private static final int SIDE = 267;
  private static final int ROWS = SIDE * SIDE;

  /** So many rows have, by chance, one pair of equal hashes of 32 bits; a few are let pass. */
  private static final int FEWEST = ROWS - 10;

  /** The places of a map of so many rows that by chance are taken: 1 - e^(-rows/places) of them. */
  private static final int FEWEST_PLACES = 54_000;

  @Test
  void rowsOfAFewNumbersHaveHashesOfTheirOwn() {
    for (double step : new double[] {1, 0.5, 1 / 256.0, 0.01, 0.1, 300, 1e6, 1e-9}) {
      assertSpread("floats by " + step, row -> NumbersKey.of(floats(row)).hashCode(), step);
      assertSpread("values by " + step, row -> RowHash.of(boxed(row)), step);
      assertSpread("places by " + step, row -> RowHash.of(new Object[] {row, "x", null}), step);
    }
    assertSpread("ranks", row -> new NumbersKey(ints(row)).hashCode(), 1);
  }

  @Test
  void pointsOfTheUnitSphereHaveHashesOfTheirOwn() {
    Random random = new Random(5);
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < ROWS; i++) {
      double up = 2 * random.nextDouble() - 1;
      double around = 2 * Math.PI * random.nextDouble();
      double flat = Math.sqrt(1 - up * up);
      float[] point = {
        (float) (flat * Math.cos(around)), (float) (flat * Math.sin(around)), (float) up, 0, 1
      };
      hashes.add(NumbersKey.of(point).hashCode());
    }
    assertTrue(hashes.size() >= FEWEST, "%d of %d".formatted(hashes.size(), ROWS));
  }

  @Test
  void isEqualWhereAllNumbersAre() {
    assertEquals(
        NumbersKey.of(new float[] {1, Float.NaN}), NumbersKey.of(new float[] {1, Float.NaN}));
    assertNotEquals(NumbersKey.of(new float[] {1, Float.NaN}), NumbersKey.of(new float[] {1, 2}));
    assertNotEquals(NumbersKey.of(new float[] {1}), NumbersKey.of(new float[] {1, 0}));
    assertEquals(
        RowHash.of(new Object[] {"a", 1.5, null}), RowHash.of(new Object[] {"a", 1.5, null}));
    assertNotEquals(RowHash.of(new Object[] {"a", null}), RowHash.of(new Object[] {null, "a"}));
  }

  /** Scores of many are those of each, and equal numbers of another make are one. */
  @Test
  void manyDifferentRowsAreScoredInReasonableTime() {
    Random random = new Random(8);
    double[][] events = new double[400][];
    for (int i = 0; i < events.length; i++) {
      events[i] = new double[] {random.nextDouble() - 0.5, random.nextDouble() - 0.5};
    }
    IsolationForest forest =
        IsolationForest.grow(
            events, new Growth(5, 64, Growth.Kind.STANDARD, OptionalDouble.empty(), 1));
    double[][] many = new double[ROWS][];
    for (int i = 0; i < many.length; i++) {
      int line = i / SIDE;
      many[i] = new double[] {(i % SIDE) / 1000.0 - 0.1, line / 1000.0 - 0.1};
    }
    many[1] = new double[] {-0.0, Double.NaN};
    many[2] = new double[] {0.0, Double.longBitsToDouble(0x7ff8000000000001L)};
    double[] scores = assertTimeout(Duration.ofSeconds(20), () -> forest.scores(many));
    double[] each = Arrays.stream(many).mapToDouble(forest::score).toArray();
    assertArrayEquals(each, scores);
    assertEquals(scores[1], scores[2]);
  }

  private static void assertSpread(String of, ToIntFunction<double[]> hash, double step) {
    Set<Integer> hashes = new HashSet<>();
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < ROWS; i++) {
      int line = i / SIDE;
      int one = hash.applyAsInt(new double[] {(i % SIDE - 10) * step, line * step, 1});
      hashes.add(one);
      places.add((one ^ (one >>> 16)) & ((1 << 17) - 1));
    }
    assertTrue(hashes.size() >= FEWEST, "%s: %d of %d".formatted(of, hashes.size(), ROWS));
    assertTrue(places.size() >= FEWEST_PLACES, "%s: %d places".formatted(of, places.size()));
  }

  private static float[] floats(double[] row) {
    return Events.floats(row);
  }

  private static int[] ints(double[] row) {
    return Arrays.stream(row).mapToInt(number -> (int) number).toArray();
  }

  private static Object[] boxed(double[] row) {
    return Arrays.stream(row).boxed().toArray();
  }
}
