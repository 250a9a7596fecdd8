package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Trees small enough to be worked out by hand. */
class AxisTreeTest {
  private static final float NAN = Float.NaN;

  /** Four events, psi = 4, height limit 2, c(3) = 5/3. Any cut parts the three from the one. */
  private final Grown tree = grown(new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 8}});

  @Test
  void pathOfAnEventInTheSampleIsThePapers() {
    assertEquals(1, tree.path(new float[] {1, 8}));
  }

  @Test
  void equalEventsCountAsReachedNearerToTheHeightLimitTheMoreTheyAre() {
    // Three of four events at depth 1, one level above the limit.
    assertEquals(1 + 0.75 + 5 / 3.0, tree.path(new float[] {1, 0}), 1e-12);
  }

  @Test
  void eventsThatAreAllEqualCountAsReachedAtTheHeightLimit() {
    Grown same = grown(new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
    assertEquals(2 + PathLength.average(4), same.path(new float[] {1, 0}), 1e-12);
  }

  @Test
  void valueBeyondARangeIsPartedInProportionToItsDistance() {
    // Half of the cuts in [-8, 8] fall below 0; else it meets three equal events it differs from.
    assertEquals(0.5 * 1 + 0.5 * 2, tree.path(new float[] {1, -8}), 1e-12);
    assertEquals(0.2 * 1 + 0.8 * 2, tree.path(new float[] {1, -2}), 1e-12);
    assertEquals(1, tree.path(new float[] {1, 16}), 1e-12);
  }

  @Test
  void newValueInAColumnThatNeverVariedIsOneOfTheColumnsThatMayBeCut() {
    assertEquals(0.5 * 1 + 0.5 * 2, tree.path(new float[] {2, 0}), 1e-12);
    assertEquals(1, tree.path(new float[] {2, 8}), 1e-12);
    // Both columns: one parts for sure, the other with chance 1/2.
    assertEquals(0.75 * 1 + 0.25 * 2, tree.path(new float[] {2, -8}), 1e-12);
  }

  @Test
  void explanationSharesWhatEachCutSaved() {
    double[] gain = new double[2];
    tree.explain(new float[] {2, -8}, gain);
    double c4 = PathLength.average(4);
    double c3 = 5 / 3.0;
    // Isolated at the root in column 0 (1/2) or 1 (1/4); else cut off with the three in column 1,
    // then isolated in either.
    double first = 0.5 * (c4 - 1) + 0.125 * (c3 - 1);
    double second = 0.25 * (c4 - 1) + 0.25 * (c4 - c3 - 1) + 0.125 * (c3 - 1);
    assertArrayEquals(new double[] {first, second}, gain, 1e-12);
    assertEquals(c4 - tree.path(new float[] {2, -8}), gain[0] + gain[1], 1e-12);
  }

  @Test
  void missingValuesAreASideOfTheirOwn() {
    Grown half = grown(new double[][] {{Double.NaN}, {Double.NaN}, {3}, {4}});
    // The only cut possible at the root: missing | present.
    // Two of the four at depth 1 count as half a level further down.
    assertEquals(1.5 + 1, half.path(new float[] {NAN}), 1e-12);
    assertEquals(2, half.path(new float[] {3}), 1e-12);
    // Present is nothing new at the root; further down it may lie outside [3, 4].
    assertEquals(2, half.path(new float[] {1000}), 1e-12);
  }

  @Test
  void missingWhereNothingEverMissedIsOutside() {
    assertEquals(0.5 * 1 + 0.5 * 2, tree.path(new float[] {NAN, 0}), 1e-12);
    Grown never = grown(new double[][] {{NAN, 0}, {NAN, 0}, {NAN, 0}, {NAN, 8}});
    assertEquals(0.5 * 1 + 0.5 * 2, never.path(new float[] {7, 0}), 1e-12);
    assertEquals(1.75 + 5 / 3.0, never.path(new float[] {NAN, 0}), 1e-12);
  }

  @Test
  void neighbouringFloatsCanBeParted() {
    double one = 1;
    double next = Math.nextUp(1.0f);
    Grown close = grown(new double[][] {{one}, {next}, {-Double.MAX_VALUE}, {1e300}});
    double c2 = 1;
    // Clipped extremes go first, or with one of the two; the two are told apart within the limit.
    double path = close.path(new float[] {(float) next});
    assertTrue(path >= 1 && path <= 2 + c2, "path " + path);
  }

  @Test
  void savedCutInAColumnThatDoesNotVaryIsRefused() {
    Events events = Events.of(new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 8}});
    ByteWriter cuts = new ByteWriter();
    cuts.varint(0);
    cuts.uint16(5);
    ByteReader saved = ByteReader.open(cuts.sealed("CUTS", 1), "a forest", "CUTS", 1, 1);
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new AxisTree.Grower(events, new Codes(events), EqualEvents.BY_SHARE, 4)
                    .grow(new int[] {0, 1, 2, 3}, null, saved));
    assertEquals(
        "a forest that is damaged: a cut in column 0, which does not vary", error.getMessage());
  }

  private static Grown grown(double[][] events) {
    int[] all = new int[events.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    Events known = Events.of(events);
    Codes codes = new Codes(known);
    var grower = new AxisTree.Grower(known, codes, EqualEvents.BY_SHARE, all.length);
    return new Grown(grower.grow(all, new SplitMix(1), null), codes);
  }

  /** A tree, asked about one event at a time. */
  private record Grown(AxisTree tree, Codes codes) {
    double path(float[] event) {
      double[] sums = new double[1];
      tree.addPaths(new EventBatch(codes, new float[][] {event}), sums);
      return sums[0];
    }

    void explain(float[] event, double[] gain) {
      tree.explain(new EventBatch(codes, new float[][] {event}), 0, gain);
    }
  }
}
