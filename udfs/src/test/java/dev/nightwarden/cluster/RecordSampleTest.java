package dev.nightwarden.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cluster.RecordFeature.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecordSampleTest {
  private static final List<RecordFeature> FEATURES =
      List.of(
          RecordFeature.of("n", Kind.NUMERIC),
          RecordFeature.of("text", Kind.CATEGORICAL),
          RecordFeature.of("flag", Kind.BOOLEAN));

  private static RecordSample of(int maxRecords, long seed, List<Object[]> rows) {
    RecordSample sample = new RecordSample(FEATURES, maxRecords, seed);
    rows.forEach(sample::add);
    return sample;
  }

  private static String shown(RecordSample sample) {
    return sample.entries().stream()
            .map(entry -> Arrays.toString(entry.getKey()) + "x" + entry.getValue())
            .collect(Collectors.joining(" "))
        + " of "
        + sample.records()
        + " "
        + Arrays.toString(sample.ranges());
  }

  @Test
  void countsEqualRecords() {
    RecordSample sample =
        of(
            10,
            0,
            List.of(
                new Object[] {1, "a", true},
                new Object[] {1.0, "a", true},
                new Object[] {-0.0, null, false},
                new Object[] {0L, null, false},
                new Object[] {Double.NaN, "", null},
                new Object[] {null, "", null}));
    assertEquals(
        "[null, , null]x2 [0.0, null, false]x2 [1.0, a, true]x2 of 6 [1.0, 0.0, 0.0]",
        shown(sample));
    assertTrue(sample.isWhole());
  }

  @Test
  void isTheSameHoweverRecordsAreOrderedAndDivided() {
    Random random = new Random(4);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      rows.add(new Object[] {random.nextInt(200), "t" + random.nextInt(3), random.nextBoolean()});
    }
    String whole = shown(of(50, 7, rows));
    for (int trial = 0; trial < 20; trial++) {
      Collections.shuffle(rows, random);
      RecordSample merged = new RecordSample(FEATURES, 50, 7);
      for (int from = 0; from < rows.size(); ) {
        int to = Math.min(rows.size(), from + 1 + random.nextInt(600));
        merged.merge(of(50, 7, rows.subList(from, to)));
        from = to;
      }
      assertEquals(whole, shown(merged));
      assertFalse(merged.isWhole());
    }
    assertNotEquals(whole, shown(of(50, 8, rows)), "another seed chooses others");
  }

  @Test
  void aSampleCountsAsTheWholeDoes() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      for (int times = 0; times <= i % 3; times++) {
        rows.add(new Object[] {i, "a", null});
      }
    }
    RecordSample sample = of(100, 1, rows);
    assertEquals(100, sample.size());
    sample
        .entries()
        .forEach(
            entry ->
                assertEquals(1 + ((Double) entry.getKey()[0]).longValue() % 3, entry.getValue()));
    assertEquals(999, sample.ranges()[0], "of all records");
  }

  @Test
  void longTextsAreShortenedButStayDifferent() {
    String longer = "a".repeat(100_000);
    RecordSample sample =
        of(10, 0, List.of(new Object[] {1, longer, true}, new Object[] {1, longer + "b", true}));
    assertEquals(2, sample.size());
    assertTrue(((String) sample.entries().get(0).getKey()[1]).length() <= 256);
  }

  @Test
  void rangesDoNotOverflow() {
    RecordSample sample =
        of(10, 0, List.of(new Object[] {-1.7e308, "", null}, new Object[] {1.7e308, "", null}));
    assertArrayEquals(new double[] {Double.MAX_VALUE, 0, 0}, sample.ranges());
  }

  @Test
  void travels() throws Exception {
    RecordSample sample =
        of(10, 3, List.of(new Object[] {1, "a", true}, new Object[] {2, null, false}));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sample);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RecordSample read = (RecordSample) in.readObject();
      read.add(1, "a", true);
      sample.add(1, "a", true);
      assertEquals(shown(sample), shown(read));
    }
  }

  @Test
  void saysWhatDoesNotAddUp() {
    RecordSample sample = new RecordSample(FEATURES, 10, 0);
    assertMessage(
        "samples of other features, bound or seed do not add up",
        () -> sample.merge(new RecordSample(FEATURES, 10, 1)));
    assertMessage(
        "a record occurs once or more, not 0", () -> sample.add(new Object[] {1, "a", true}, 0));
    assertMessage("records must have a feature", () -> new RecordSample(List.of(), 10, 0));
    assertMessage("max_records must be 2 or more, not 1", () -> new RecordSample(FEATURES, 1, 0));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
