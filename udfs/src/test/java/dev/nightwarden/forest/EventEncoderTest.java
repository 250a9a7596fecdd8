package dev.nightwarden.forest;

import static dev.nightwarden.forest.TestForests.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventEncoderTest {
  private static final long HOUR = 3_600_000_000L;
  private static final double[] LINKOPING = {0.505, 0.141, 0.852};
  private static final double[] CHANGCHUN = {-0.419, 0.590, 0.691};
  private static final List<Feature> FEATURES =
      List.of(
          new Feature("place", Feature.Kind.PLACE),
          new Feature("network.owner", Feature.Kind.OWNER),
          new Feature("user_agent", Feature.Kind.USER_AGENT),
          new Feature("hour", Feature.Kind.HOUR),
          new Feature("outcome", Feature.Kind.CATEGORY),
          new Feature("bytes", Feature.Kind.NUMBER));

  @Test
  void rowsHoldTheNumbersOfEachFeatureInOrder() {
    EventEncoder encoder = EventEncoder.learn(FEATURES, List.of(usual(8), usual(9)), 16);
    double half = Math.sqrt(0.5);
    // place | ab, bredband2, unseen | curl, unseen | sin, cos | ok, unseen | bytes
    assertArrayEquals(
        new double[] {0.505, 0.141, 0.852, half, half, 0, 1, 0, 1, 0, 1, 0, 12},
        encoder.row(usual(6)),
        1e-12);
    assertArrayEquals(
        new double[] {-0.419, 0.590, 0.691, 1, 0, 0.5, 0, 1, 0, -1, 0, 1, 7},
        encoder.row(CHANGCHUN, "China AB", "wget", 12 * HOUR, "failed", 7L),
        1e-12);
    double nan = Double.NaN;
    assertArrayEquals(
        new double[] {nan, nan, nan, 0, 0, 0, 0, 0, nan, nan, 0, 0, nan},
        encoder.row(null, null, null, null, null, null));
  }

  @Test
  void hoursLieOnACircleInUtc() {
    assertArrayEquals(new double[] {0, 1}, EventEncoder.hour(0), 1e-12);
    assertArrayEquals(new double[] {1, 0}, EventEncoder.hour(6 * HOUR + HOUR - 1), 1e-12);
    assertArrayEquals(EventEncoder.hour(23 * HOUR), EventEncoder.hour(-1));
    assertArrayEquals(EventEncoder.hour(5 * HOUR), EventEncoder.hour(24 * 365 * HOUR + 5 * HOUR));
  }

  @Test
  void featuresThatIsolatedAnEventAreNamed() {
    List<Object[]> events = new ArrayList<>();
    for (int i = 0; i < 214; i++) {
      events.add(usual(8 + i % 5));
    }
    EventEncoder encoder = EventEncoder.learn(FEATURES, events, 16);
    IsolationForest forest =
        IsolationForest.grow(encoder.rows(events), Growth.seeded(1).withContamination(0.01));
    Object[] abroad = {CHANGCHUN, "CHINA169-Backbone", "curl/8.0", 9 * HOUR, "ok", 12};
    double[] row = encoder.row(abroad);
    assertTrue(forest.isAnomaly(forest.score(row)));
    double[] why = encoder.byFeature(forest.explain(row));
    assertEquals(FEATURES.size(), why.length);
    double others = Arrays.stream(why, 2, why.length).max().orElseThrow();
    assertTrue(why[0] > 3 * others && why[1] > 3 * others, Arrays.toString(why));

    // A new version of the same program is nothing new.
    assertTrue(
        !forest.isAnomaly(
            forest.score(encoder.row(LINKOPING, "Bredband2 AB", "curl/9.9", 9 * HOUR, "ok", 12))));
  }

  @Test
  void isReadBackAsItWas() {
    EventEncoder encoder = EventEncoder.learn(FEATURES, List.of(usual(8), usual(9)), 16);
    EventEncoder again = EventEncoder.fromBytes(encoder.toBytes());
    assertEquals(encoder.features(), again.features());
    assertArrayEquals(encoder.row(usual(3)), again.row(usual(3)));
  }

  @Test
  void goldenEncoderIsReadBack() {
    String saved =
        "4e57454e010605706c61636505504c4143450d6e6574776f726b2e6f776e6572054f574e45520202"
            + "02616202096272656462616e6432020a757365725f6167656e740a555345525f4147454e54020104"
            + "6375726c0204686f757204484f5552076f7574636f6d650843415445474f52590201026f6b020562"
            + "79746573064e554d42455208e3d740";
    EventEncoder encoder = EventEncoder.learn(FEATURES, List.of(usual(8), usual(9)), 16);
    assertEquals(saved, HexFormat.of().formatHex(encoder.toBytes()));
    EventEncoder read = EventEncoder.fromBytes(HexFormat.of().parseHex(saved));
    assertArrayEquals(encoder.row(usual(3)), read.row(usual(3)));
  }

  @Test
  void refusesValuesThatAFeatureCannotTake() {
    EventEncoder encoder = EventEncoder.learn(FEATURES, List.of(usual(8), usual(8)), 16);
    assertRefused("an event of 1 values for 6 features", () -> encoder.row("x"));
    assertRefused(
        "network.owner takes a text, not a Integer",
        () -> encoder.row(LINKOPING, 7, "curl", 0L, "ok", 1));
    assertRefused(
        "bytes takes a number, not a String",
        () -> encoder.row(LINKOPING, "ab", "curl", 0L, "ok", "1"));
    assertRefused(
        "place takes three numbers x, y, z, not a double[]",
        () -> encoder.row(new double[2], "ab", "curl", 0L, "ok", 1));
    assertRefused(
        "tokens is 0; allowed: at least 1", () -> EventEncoder.learn(FEATURES, List.of(), 0));
  }

  private static Object[] usual(int hour) {
    return new Object[] {LINKOPING, "Bredband2 AB", "curl/7.8", hour * HOUR, "ok", 12};
  }
}
