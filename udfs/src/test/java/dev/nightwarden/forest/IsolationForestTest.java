package dev.nightwarden.forest;

import static dev.nightwarden.forest.TestForests.assertRefused;
import static dev.nightwarden.forest.TestForests.gaussian;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.forest.Growth.Kind;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IsolationForestTest {
  private static final double NAN = Double.NaN;

  @ParameterizedTest
  @EnumSource
  void actorThatNeverVariedIsCaughtWhenItDoes(Kind kind) {
    double[] usual = {0.44, 0.11, 0.89, 0.7, 0.7, 0, 0, 0.5};
    double[] abroad = {-0.41, 0.6, 0.68, 0, 0, 0.7, 0.7, 0.5};
    double[][] events = new double[214][];
    Arrays.fill(events, usual);
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1).withKind(kind));

    // psi = 107: alone after one cut, or among 107 equal events at the height limit, 7.
    double c = PathLength.average(107);
    assertEquals(Math.pow(2, -1 / c), forest.score(abroad), 1e-12);
    assertEquals(Math.pow(2, -(7 + c) / c), forest.score(usual), 1e-12);
    assertTrue(forest.isAnomaly(forest.score(abroad)));
    assertTrue(forest.score(usual) < 0.3);
    assertEquals(Growth.AUTO, forest.threshold());
  }

  @Test
  void newValueInAConstantColumnIsCaughtAlthoughOtherColumnsVary() {
    double[][] events = new double[200][];
    Random random = new Random(2);
    for (int i = 0; i < events.length; i++) {
      events[i] = new double[] {0.5, random.nextGaussian(), random.nextGaussian()};
    }
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1));
    assertTrue(forest.score(new double[] {0.5, 0, 0}) < 0.5);
    double[] odd = {0.6, 0, 0};
    assertTrue(forest.score(odd) > 0.6, "score " + forest.score(odd));
    double[] why = forest.explain(odd);
    assertTrue(why[0] > 5 * Math.max(why[1], why[2]), Arrays.toString(why));
  }

  @Test
  void usualValuesNeverSeenTogetherAreCaught() {
    // Office with laptop, home with phone; never the office with the phone.
    double[][] events = new double[200][];
    Random random = new Random(3);
    for (int i = 0; i < events.length; i++) {
      double office = i % 3 == 0 ? 0 : 1;
      events[i] = new double[] {office, 1 - office, random.nextInt(8)};
    }
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1).withContamination(0.01));
    double[] together = {1, 1, 4};
    assertTrue(forest.isAnomaly(forest.score(together)));
    double[] why = forest.explain(together);
    assertTrue(Math.min(why[0], why[1]) > 3 * Math.abs(why[2]), Arrays.toString(why));
    assertTrue(!forest.isAnomaly(forest.score(new double[] {1, 0, 4})));
  }

  @Test
  void contributionsAddUpToTheScore() {
    for (Kind kind : Kind.values()) {
      IsolationForest forest =
          IsolationForest.grow(gaussian(300, 5, 7), Growth.seeded(3).withKind(kind));
      Random random = new Random(4);
      for (int i = 0; i < 50; i++) {
        double[] event = random.doubles(5, -6, 6).toArray();
        double sum = Arrays.stream(forest.explain(event)).sum();
        assertEquals(1 + Math.log(forest.score(event)) / Math.log(2), sum, 1e-9);
      }
    }
  }

  @Test
  void scoresTellOutliersFromAClusterAlmostPerfectly() {
    double[][] events = gaussian(1000, 4, 11);
    boolean[] odd = new boolean[events.length];
    Random random = new Random(12);
    for (int i = 0; i < 20; i++) {
      odd[i * 50] = true;
      for (int j = 0; j < 4; j++) {
        events[i * 50][j] = (random.nextBoolean() ? 1 : -1) * (3 + random.nextDouble());
      }
    }
    for (Kind kind : Kind.values()) {
      IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1).withKind(kind));
      assertTrue(Auroc.of(forest.scores(events), odd) > 0.99);
    }
  }

  /**
   * Around a round blob all events at one distance are equally odd. Cuts along axes favour those on
   * an axis (Hariri et al., sec. 2.2); slopes do not.
   */
  @Test
  void extendedKindHasNoAxisArtefactAroundABlob() {
    double[][] blob = gaussian(2000, 2, 21);
    double[][] axes = {{5, 0}, {0, 5}, {-5, 0}, {0, -5}};
    double h = 5 * Math.sqrt(0.5);
    double[][] diagonals = {{h, h}, {-h, h}, {-h, -h}, {h, -h}};
    double standard = mean(blob, Kind.STANDARD, diagonals) - mean(blob, Kind.STANDARD, axes);
    double extended = mean(blob, Kind.EXTENDED, diagonals) - mean(blob, Kind.EXTENDED, axes);
    assertTrue(standard > 0.03, "standard " + standard);
    assertTrue(Math.abs(extended) < standard / 3, "extended " + extended + " of " + standard);
  }

  /**
   * Two blobs at opposite corners make cuts along axes see two more, at the other corners. Events
   * there are farther from any blob than those half-way between the blobs, and only slopes say so.
   */
  @Test
  void extendedKindSeesNoGhostsOfTwoBlobs() {
    double[][] blobs = gaussian(2000, 2, 21);
    for (int i = 0; i < blobs.length; i++) {
      blobs[i][i % 2] += 10;
    }
    double[][] ghosts = {{0, 0}, {10, 10}};
    double[][] between = {{5, 5}};
    double standard = mean(blobs, Kind.STANDARD, ghosts) - mean(blobs, Kind.STANDARD, between);
    double extended = mean(blobs, Kind.EXTENDED, ghosts) - mean(blobs, Kind.EXTENDED, between);
    assertTrue(standard < 0.01, "standard " + standard);
    assertTrue(extended > 0.03, "extended " + extended);
  }

  private static double mean(double[][] events, Kind kind, double[][] at) {
    double sum = 0;
    for (int seed = 0; seed < 10; seed++) {
      IsolationForest forest = IsolationForest.grow(events, Growth.seeded(seed).withKind(kind));
      sum += Arrays.stream(forest.scores(at)).average().orElseThrow();
    }
    return sum / 10;
  }

  @ParameterizedTest
  @EnumSource
  void fartherIsNeverLessOdd(Kind kind) {
    IsolationForest forest =
        IsolationForest.grow(gaussian(200, 3, 31), Growth.seeded(5).withKind(kind));
    double before = 0;
    for (double far = 6; far < 1e6; far *= 2) {
      double score = forest.score(new double[] {far, 0, 0});
      assertTrue(score >= before - 1e-12, far + ": " + score + " after " + before);
      before = score;
    }
    double[] infinite = {Double.POSITIVE_INFINITY, 0, 0};
    assertEquals(forest.score(new double[] {Float.MAX_VALUE, 0, 0}), forest.score(infinite));
    assertTrue(forest.score(infinite) >= before);
  }

  @ParameterizedTest
  @EnumSource
  void scoresLieAboveZeroAndAtMostOneWhateverTheNumbers(Kind kind) {
    double[] strange = {
      NAN,
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      Double.MAX_VALUE,
      Double.MIN_VALUE,
      -0.0,
      0,
      1e-45,
      1,
      1e9
    };
    Random random = new Random(41);
    for (int round = 0; round < 30; round++) {
      double[][] events = new double[2 + random.nextInt(40)][3];
      for (double[] event : events) {
        for (int j = 0; j < 3; j++) {
          event[j] = strange[random.nextInt(strange.length)];
        }
      }
      Growth growth = Growth.seeded(round).withTrees(10).withKind(kind).withContamination(0.1);
      IsolationForest forest = IsolationForest.grow(events, growth);
      IsolationForest again = IsolationForest.fromBytes(forest.toBytes());
      for (double[] event : events) {
        double score = forest.score(event);
        assertTrue(score > 0 && score <= 1, "score " + score);
        assertEquals(score, again.score(event));
        assertTrue(Double.isFinite(Arrays.stream(forest.explain(event)).sum()));
      }
    }
  }

  @Test
  void minusZeroIsZero() {
    double[][] events = {{0.0}, {-0.0}, {0.0}, {-0.0}};
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1));
    assertEquals(forest.score(new double[] {0.0}), forest.score(new double[] {-0.0}));
  }

  @Test
  void columnGivenTwiceChangesNoOrder() {
    double[][] once = gaussian(200, 2, 51);
    double[][] twice =
        Arrays.stream(once)
            .map(e -> new double[] {e[0], e[1], e[0], e[1]})
            .toArray(double[][]::new);
    IsolationForest forest = IsolationForest.grow(twice, Growth.seeded(1));
    double usual = forest.score(new double[] {0, 0, 0, 0});
    double odd = forest.score(new double[] {5, 5, 5, 5});
    double torn = forest.score(new double[] {2, 0, -2, 0});
    assertTrue(usual < 0.45 && odd > 0.7 && torn > usual, usual + " " + odd + " " + torn);
  }

  @Test
  void scaleOfAColumnDoesNotMatter() {
    double[][] events = gaussian(200, 2, 61);
    // A power of two keeps floats exact.
    double[][] scaled =
        Arrays.stream(events)
            .map(e -> new double[] {(float) e[0] * 1024.0, (float) e[1]})
            .toArray(double[][]::new);
    for (Kind kind : Kind.values()) {
      IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1).withKind(kind));
      IsolationForest other = IsolationForest.grow(scaled, Growth.seeded(1).withKind(kind));
      for (int i = 0; i < 20; i++) {
        assertEquals(forest.score(events[i]), other.score(scaled[i]), 1e-6);
      }
    }
  }

  @Test
  void sameEventsAndSeedGiveTheSameForestAndOtherSeedsOthers() {
    double[][] events = gaussian(100, 3, 71);
    for (Kind kind : Kind.values()) {
      Growth growth = Growth.seeded(9).withKind(kind);
      byte[] bytes = IsolationForest.grow(events, growth).toBytes();
      assertArrayEquals(bytes, IsolationForest.grow(events, growth).toBytes());
      byte[] other = IsolationForest.grow(events, Growth.seeded(10).withKind(kind)).toBytes();
      assertTrue(!Arrays.equals(bytes, other));
    }
  }

  @Test
  void manyScoresAreTheScoresOfEach() {
    double[][] events = gaussian(100, 3, 81);
    events[7] = events[3].clone();
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1));
    double[] scores = forest.scores(events);
    for (int i = 0; i < events.length; i++) {
      assertEquals(forest.score(events[i]), scores[i]);
    }
  }

  @Test
  void treesSeeHalfOfTheEventsAndAtMostTheSamples() {
    assertEquals(100, IsolationForest.grow(gaussian(201, 2, 1), Growth.seeded(1)).samples());
    assertEquals(256, IsolationForest.grow(gaussian(600, 2, 1), Growth.seeded(1)).samples());
    assertEquals(2, IsolationForest.grow(gaussian(3, 2, 1), Growth.seeded(1)).samples());
  }

  @Test
  void thresholdIsTheExactQuantileOfScoresByTreesThatDidNotSeeTheEvent() {
    double[][] events = gaussian(200, 3, 91);
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(1).withContamination(0.05));
    double[] scores = forest.unseenScores();
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    assertEquals(sorted[190], forest.threshold());
    assertEquals(10, Arrays.stream(scores).filter(forest::isAnomaly).count());
    // An event is odder to trees that did not grow on it.
    assertTrue(Arrays.stream(scores).sum() > Arrays.stream(forest.scores(events)).sum());
  }

  @Test
  void thresholdLeavesOutTiesThatAreTooCommon() {
    double[][] same = new double[50][2];
    IsolationForest forest = IsolationForest.grow(same, Growth.seeded(1).withContamination(0.1));
    double usual = forest.score(same[0]);
    assertEquals(usual + 1e-6, forest.threshold(), 1e-12);
    assertTrue(!forest.isAnomaly(usual));
    assertTrue(forest.isAnomaly(forest.score(new double[] {1, 0})));
  }

  @Test
  void eventThatEveryTreeSawHasNoScoreOfItsOwn() {
    IsolationForest forest =
        IsolationForest.grow(new double[][] {{1}, {2}}, Growth.seeded(1).withContamination(0.5));
    assertArrayEquals(new double[] {NAN, NAN}, forest.unseenScores());
    assertEquals(Growth.AUTO, forest.threshold());
    assertEquals(0.5, forest.score(new double[] {1}));
  }

  @Test
  void refusesWhatNoForestCanBeGrownOn() {
    Growth growth = Growth.seeded(1);
    assertRefused(
        "a forest needs at least 2 events, not 1",
        () -> IsolationForest.grow(new double[][] {{1}}, growth));
    assertRefused(
        "a forest needs at least 2 events, not 0",
        () -> IsolationForest.grow(new double[0][], growth));
    assertRefused(
        "a forest needs 1 to 32767 columns, not 0",
        () -> IsolationForest.grow(new double[2][0], growth));
    assertRefused(
        "event 1 has 1 columns, the first has 2",
        () -> IsolationForest.grow(new double[][] {{1, 2}, {1}}, growth));
    IsolationForest forest = IsolationForest.grow(new double[][] {{1, 2}, {2, 1}}, growth);
    assertRefused(
        "an event of 1 columns; the forest was grown on 2", () -> forest.score(new double[] {1}));
  }

  @Test
  void refusesGrowthOutOfRange() {
    assertRefused("trees is 0; allowed: at least 1", () -> Growth.seeded(1).withTrees(0));
    assertRefused(
        "samples is 1; allowed: at least 2",
        () -> new Growth(1, 1, Kind.STANDARD, OptionalDouble.empty(), 1));
    assertRefused(
        "contamination is 0.6; allowed: a number in (0, 0.5]",
        () -> Growth.seeded(1).withContamination(0.6));
    assertRefused(
        "contamination is NaN; allowed: a number in (0, 0.5]",
        () -> Growth.seeded(1).withContamination(NAN));
  }

  @Test
  void forestOf200EventsFitsIn100Kilobytes(TestReporter reporter) {
    for (Kind kind : Kind.values()) {
      Growth growth = Growth.seeded(1).withKind(kind);
      int bytes = IsolationForest.grow(gaussian(200, 20, 5), growth).toBytes().length;
      reporter.publishEntry(kind + " bytes, 200 events of 20 different numbers", "" + bytes);
      assertTrue(bytes < 40_000, "bytes " + bytes);
    }
  }

  @Test
  void fewEqualEventsFarFromManyOthersAreStillOdd() {
    double[][] events = gaussian(400, 2, 7);
    for (int i = 0; i < 4; i++) {
      events[100 * i] = new double[] {9, 9};
    }
    for (Kind kind : Kind.values()) {
      IsolationForest forest = IsolationForest.grow(events, Growth.seeded(3).withKind(kind));
      double far = forest.score(new double[] {9, 9});
      double usual =
          Arrays.stream(forest.scores(gaussian(200, 2, 8)))
              .sorted()
              .skip(190)
              .findFirst()
              .orElse(1);
      assertTrue(far > usual + 0.1, kind + ": " + far + " beside " + usual);
    }
  }
}
