package dev.nightwarden.forest;

import static dev.nightwarden.forest.TestForests.assertRefused;
import static dev.nightwarden.forest.TestForests.gaussian;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.forest.Growth.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forests as bytes: those of today and of the first format, and what is no forest. */
class SavedForestTest {
  private static final double NAN = Double.NaN;

  /** The resource was saved by this format; a change to the format or to growing shows here. */
  @ParameterizedTest
  @EnumSource
  void goldenForestIsReadBackAndGrownAgain(Kind kind) throws IOException {
    double[][] events = new double[24][];
    for (int i = 0; i < events.length; i++) {
      events[i] = new double[] {i % 5 == 0 ? NAN : i % 7, i * i, 3, i % 2};
    }
    String hex = golden(kind, 2);
    assertEquals(hex, hex(IsolationForest.grow(events, growthOfGolden(kind))));
    boolean standard = kind == Kind.STANDARD;
    assertIsGolden(
        kind,
        hex,
        standard ? 0.517299934758015 : 0.518791841101711,
        standard ? 0.7356728103314064 : 0.6277812604450916,
        standard ? 0.6902081979102185 : 0.7192356600989797);
  }

  @ParameterizedTest
  @EnumSource
  void forestOfTheFirstFormatScoresAsItDid(Kind kind) throws IOException {
    boolean standard = kind == Kind.STANDARD;
    assertIsGolden(
        kind,
        golden(kind, 1),
        standard ? 0.517299934758015 : 0.518791841101711,
        standard ? 0.7356728103314064 : 0.6277812604450916,
        standard ? 0.6902081979102185 : 0.7192356600989797);
  }

  /** To which a few equal events were as usual as what is always the same. */
  @ParameterizedTest
  @EnumSource
  void forestOfTheFirstFormatReachesEqualEventsAtTheLimit(Kind kind) {
    double[][] events = gaussian(400, 2, 7);
    for (int i = 0; i < 40; i++) {
      events[10 * i] = new double[] {9, 9};
    }
    IsolationForest forest = IsolationForest.grow(events, Growth.seeded(3).withKind(kind));
    byte[] bytes = forest.toBytes();
    bytes[4] = 1;
    CRC32 check = new CRC32();
    check.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) check.getValue());
    IsolationForest first = IsolationForest.fromBytes(bytes);
    double[] far = {9, 9};
    // Some 20 of 200 events, height limit 8, so h > 8 + c(10) and E[h] / c(200) > 1.2.
    assertTrue(first.score(far) < Math.pow(2, -1.2), "score " + first.score(far));
    assertTrue(forest.score(far) > first.score(far) + 0.1, "score " + forest.score(far));
    assertEquals(forest.score(new double[] {0, 5}), first.score(new double[] {0, 5}), 1e-12);
    assertArrayEquals(bytes, first.toBytes());
  }

  private static void assertIsGolden(
      Kind kind, String hex, double score, double odd, double threshold) {
    IsolationForest forest = IsolationForest.fromBytes(HexFormat.of().parseHex(hex));
    assertEquals(growthOfGolden(kind), forest.growth());
    assertEquals(24, forest.events());
    assertEquals(4, forest.columns());
    assertEquals(score, forest.score(new double[] {3, 100, 3, 0}), 1e-12);
    assertEquals(odd, forest.score(new double[] {NAN, 900, 4, 0}), 1e-12);
    assertEquals(threshold, forest.threshold(), 1e-12);
    assertEquals(hex, hex(forest));
  }

  private static Growth growthOfGolden(Kind kind) {
    return new Growth(6, 256, kind, OptionalDouble.of(0.1), 20080115);
  }

  private static String golden(Kind kind, int format) throws IOException {
    String name = "forest-%s-%d.hex".formatted(kind.name().toLowerCase(Locale.ROOT), format);
    try (InputStream in = IsolationForestTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
    }
  }

  private static String hex(IsolationForest forest) {
    return HexFormat.of().formatHex(forest.toBytes());
  }

  @Test
  void refusesBytesThatAreNoForest() {
    byte[] good = IsolationForest.grow(gaussian(20, 2, 1), Growth.seeded(1)).toBytes();
    assertRefused(
        "these 3 bytes are not a forest: they do not start with NWIF",
        () -> IsolationForest.fromBytes(new byte[] {1, 2, 3}));
    byte[] newer = good.clone();
    newer[4] = 3;
    assertRefused(
        "a forest saved in format 3; this version reads format 2: grow it again",
        () -> IsolationForest.fromBytes(newer));
    for (int length = 5; length < good.length; length += 7) {
      byte[] cut = Arrays.copyOf(good, length);
      assertRefused(
          "a forest whose %d bytes are truncated or damaged: the checksum differs"
              .formatted(length),
          () -> IsolationForest.fromBytes(cut));
    }
    for (int at = 5; at < good.length; at += 11) {
      byte[] damaged = good.clone();
      damaged[at] ^= 4;
      assertRefused(
          "a forest whose %d bytes are truncated or damaged: the checksum differs"
              .formatted(good.length),
          () -> IsolationForest.fromBytes(damaged));
    }
  }
}
