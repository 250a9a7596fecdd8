package dev.nightwarden.predictive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.predictive.Crowd.Shown;
import dev.nightwarden.predictive.OwnValues.OwnValue;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The worked example of docs/detectors.md: Ann was in Rome three times, two others were, too. */
class TailTest {
  private static final OwnValue ROME = new OwnValue(3, 2, 2, true);
  private static final OwnValue OSLO = new OwnValue(0, 1, 1, false);
  private static final OwnValue LIMA = new OwnValue(0, 0, 0, false);

  /** Three actors showed one value, one of them another. */
  private static final Crowd CROWD =
      Crowd.of(new TreeMap<>(Map.of(new Shown(3, 3), 1L, new Shown(1, 1), 1L)));

  private static Tail ann() {
    OwnValues own = new OwnValues();
    own.add(ROME, 1);
    return new Tail(Parameters.UNKNOWN, own, CROWD, true);
  }

  @Test
  void isThatOfTheWorkedExample() {
    assertEquals(.625 * .125, ann().of(OSLO, 1, 1), 1e-12, "Oslo");
    assertEquals(.625 * .5 + .625 * .125, ann().of(LIMA, 0, 0), 1e-12, "what nobody showed");
    assertEquals(1, ann().of(ROME, 2, 2), 1e-12, "Rome");
  }

  @Test
  void aValueThatAllPeersShowIsUsual() {
    OwnValues own = new OwnValues();
    own.add(new OwnValue(30, 9, 9, true), 1);
    Crowd crowd =
        Crowd.of(
            new TreeMap<>(
                Map.of(new Shown(10, 10), 1L, new Shown(9, 9), 1L, new Shown(0, 1), 40L)));
    Tail tail = new Tail(Parameters.UNKNOWN, own, crowd, false);

    double ofPeers = tail.of(new OwnValue(0, 9, 9, false), 9, 9);
    double ofOne = tail.of(new OwnValue(0, 0, 1, false), 0, 1);

    assertTrue(ofPeers > 3 * ofOne, ofPeers + " and " + ofOne);
    assertTrue(ofOne > 0, "never impossible");
  }

  @Test
  void everNewValuesOfABusyAccountAreUsual() {
    OwnValues own = new OwnValues();
    for (int i = 0; i < 1000; i++) {
      own.add(new OwnValue(1, 0, 0, true), 1);
    }
    Parameters everNew =
        new Parameters(new PitmanYor(.9, 5), new PitmanYor(0, 5), new PitmanYor(.9, 5));

    double tail =
        new Tail(everNew, own, Crowd.of(new TreeMap<>(Map.of(new Shown(1, 1), 1000L))), true)
            .of(LIMA, 0, 0);

    assertTrue(tail > .9, "a further one: " + tail);
  }

  @Test
  void strengthIsThatOfTheSamples() {
    Random random = new Random(5);
    double[] behind = {.4, .3, .15, .1, .05};
    DirichletStrength fit = new DirichletStrength();
    for (int sample = 0; sample < 400; sample++) {
      int[] counts = polya(random, behind, 3, 30);
      for (int value = 0; value < behind.length; value++) {
        if (counts[value] > 0) {
          fit.drawn(counts[value], behind[value], 1);
        }
      }
      fit.sampled(30, 1);
    }

    assertEquals(3, fit.fit(), .3);
    assertTrue(Double.isNaN(new DirichletStrength().fit()));
  }

  /** Draws one after the other, each as likely as those before and what is behind make it. */
  private static int[] polya(Random random, double[] behind, double strength, int draws) {
    int[] counts = new int[behind.length];
    for (int draw = 0; draw < draws; draw++) {
      double at = random.nextDouble() * (draw + strength);
      int value = -1;
      while (at >= 0 && value < behind.length - 1) {
        value++;
        at -= counts[value] + strength * behind[value];
      }
      counts[value]++;
    }
    return counts;
  }

  @Test
  void aSampleIsExpectedToShowSoManyValues() {
    assertEquals(1, PitmanYorSample.expected(1, .5, 2), 1e-9);
    // The second draw is new with (s + d) / (s + 1).
    assertEquals(1 + 2.5 / 3, PitmanYorSample.expected(2, .5, 2), 1e-9);
    long values = Math.round(PitmanYorSample.expected(1000, .5, 7));
    PitmanYor fitted = new PitmanYorSample(60, 30, values, new TreeMap<>(Map.of(1000L, 1L))).fit();
    assertEquals(.5, fitted.discount(), 1e-9);
    assertEquals(7, fitted.strength(), .2);
  }

  @Test
  void aLevelOutOfRangeIsRefused() {
    assertEquals(
        "discount 1.0 and strength 1.0; allowed: [0, 1) and above 0",
        assertThrows(IllegalArgumentException.class, () -> new PitmanYor(1, 1)).getMessage());
  }
}
