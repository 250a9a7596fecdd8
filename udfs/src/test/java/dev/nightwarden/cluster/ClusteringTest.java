package dev.nightwarden.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cluster.Clustering.Assignment;
import dev.nightwarden.cluster.RecordFeature.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteringTest {
  private static final List<RecordFeature> FEATURES =
      List.of(
          RecordFeature.of("bytes", Kind.NUMERIC),
          RecordFeature.of("entropy", Kind.NUMERIC),
          RecordFeature.of("type", Kind.CATEGORICAL),
          RecordFeature.of("ok", Kind.BOOLEAN));

  /** Ordinary records, some values missing, and three that are large, odd and failed. */
  private static List<Object[]> rows(int ordinary, Random random) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ordinary; i++) {
      Object[] row = {
        (int) (100 + 10 * random.nextGaussian()),
        random.nextInt(20) == 0 ? null : Math.round(30 + 3 * random.nextGaussian()) / 10.0,
        random.nextInt(3) == 0 ? "AAAA" : "A",
        true
      };
      rows.add(row);
    }
    for (int i = 0; i < 3; i++) {
      rows.add(new Object[] {400 + i, 6.0, "TXT", false});
    }
    return rows;
  }

  private static boolean isPlanted(Object[] row) {
    return "TXT".equals(row[2]);
  }

  private static String shown(Clustering data) {
    return IntStream.range(0, data.size())
            .mapToObj(i -> Arrays.toString(data.row(i)) + data.count(i) + " " + data.assignment(i))
            .collect(Collectors.joining("\n"))
        + data.separation(1)
        + data.contributions(1)
        + data.dendrogram().merges();
  }

  @Test
  void findsWhatWasPlantedAndNothingElse() {
    Clustering data = new Clusterer().fit(FEATURES, rows(300, new Random(1)));
    assertTrue(data.hasSuspects());
    assertTrue(data.isExact());
    assertEquals(303, data.records());
    for (int i = 0; i < data.size(); i++) {
      Assignment assignment = data.assignment(i);
      boolean planted = isPlanted(data.row(i));
      assertEquals(planted, assignment.isSuspect());
      assertEquals(planted ? 1 : 0, assignment.cluster());
      assertTrue(planted ? assignment.score() > 0.5 : assignment.score() == 0);
      assertTrue(assignment.score() <= 1);
      assertEquals(assignment, data.assign(data.row(i)), "a clustered record is where it was");
    }
  }

  @Test
  void theOrderOfRecordsDoesNotMatter() {
    List<Object[]> rows = rows(150, new Random(2));
    String first = shown(new Clusterer().fit(FEATURES, rows));
    for (int trial = 0; trial < 10; trial++) {
      Collections.shuffle(rows, new Random(trial));
      assertEquals(first, shown(new Clusterer().fit(FEATURES, rows)));
    }
  }

  @Test
  void repeatedRecordsCountEachTime() {
    List<Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {5, 1.0, "A", true});
    for (int i = 0; i < 99; i++) {
      rows.add(new Object[] {100, 3.0, "A", true});
    }
    Clustering data = new Clusterer().fit(FEATURES, rows);
    assertEquals(2, data.size());
    assertArrayEquals(new int[] {1, 0}, data.cut(2), "the ordinary one has most records");
    Assignment single = data.assignment(0);
    assertEquals(new Assignment(1, true, 1), single, "ordinary records do not differ at all");
  }

  @Test
  void saysWhichFeaturesMadeTheSplit() {
    List<RecordFeature> features =
        List.of(
            RecordFeature.of("driver", Kind.NUMERIC),
            RecordFeature.of("noise", Kind.NUMERIC),
            RecordFeature.of("constant", Kind.CATEGORICAL));
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(new Object[] {i / 5, i % 5, "same"});
    }
    rows.add(new Object[] {1_000, 2, "same"});
    Clustering data = new Clusterer().fit(features, rows);
    assertTrue(data.hasSuspects());
    List<Clustering.Contribution> contributions = data.contributions(1);
    // Of the driver 990.5/1,000 on average, of the noise (2+1+0+1+2)/5/4.
    double sum = 0.9905 + 0.3;
    assertEquals(0.9905 / sum, contributions.get(0).between(), 1e-12);
    assertEquals(0.3 / sum, contributions.get(1).between(), 1e-12);
    assertEquals(0, contributions.get(2).between());
    assertTrue(contributions.get(0).within() < 0.05);
    assertTrue(contributions.get(1).within() > 0.95);
    double[] ofRow = data.contributions(1_000, 2, "same");
    assertEquals(contributions.get(0).between(), ofRow[0], 1e-12);
    assertEquals(1, Arrays.stream(ofRow).sum(), 1e-12);
  }

  @Test
  void theScoreSaysHowMuchFartherThanOrdinary() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(new Object[] {i % 2 == 0 ? 0 : 10});
    }
    rows.add(new Object[] {100});
    Clustering data = new Clusterer().fit(List.of(RecordFeature.of("n", Kind.NUMERIC)), rows);
    // Of 20 records, half at 0 and half at 10: 10 * 10/19 on average; 100 is 95 from them.
    double spread = 0.1 * 10 / 19;
    assertEquals(spread, data.separation(1).spread(), 1e-12);
    assertEquals(1 - spread / 0.95, data.assignment(2).score(), 1e-12);
  }

  @Test
  void aSampleFindsAGroupThatItHoldsAndAssignsTheOthers() {
    Random random = new Random(5);
    List<Object[]> rows = rows(20_000, random);
    for (int i = 0; i < 1_000; i++) {
      rows.add(
          new Object[] {380 + random.nextInt(40), 5.8 + random.nextInt(4) / 10.0, "TXT", false});
    }
    Clusterer clusterer = new Clusterer(500, 2, 9);
    Clustering data = clusterer.fit(FEATURES, rows);
    assertFalse(data.isExact());
    assertEquals(500, data.size());
    assertEquals(21_003, data.records());
    for (Object[] row : rows) {
      assertEquals(isPlanted(row), data.assign(row).isSuspect());
    }
  }

  @Test
  void assignsByTheNearestRecord() {
    // Wide ordinary cluster 0 to 50, narrow suspect one at 90 to 91.
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      rows.add(new Object[] {i / 2.0});
    }
    rows.add(new Object[] {90});
    rows.add(new Object[] {91});
    Clustering data = new Clusterer().fit(List.of(RecordFeature.of("n", Kind.NUMERIC)), rows);
    assertTrue(data.hasSuspects());
    assertFalse(data.assign(60).isSuspect(), "though the farthest suspect is nearer than 0 is");
    assertTrue(data.assign(75).isSuspect());
    assertFalse(data.assign(70).isSuspect(), "in the middle the larger cluster has it");
  }

  @Test
  void moreClustersAreJudgedOneByOne() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(new Object[] {i % 10, i % 7});
    }
    rows.add(new Object[] {100, 3});
    rows.add(new Object[] {5, 80});
    List<RecordFeature> features =
        List.of(RecordFeature.of("x", Kind.NUMERIC), RecordFeature.of("y", Kind.NUMERIC));
    Clustering data = new Clusterer(2_000, 3, 0).fit(features, rows);
    assertEquals(3, data.clusters());
    assertTrue(data.isSuspect(1));
    assertTrue(data.isSuspect(2));
    assertFalse(data.isSuspect(0));
  }

  @Test
  void fewRecordsEqualRecordsAndMissingValuesAreNoClusters() {
    List<RecordFeature> features =
        List.of(RecordFeature.of("n", Kind.NUMERIC), RecordFeature.of("b", Kind.BOOLEAN));
    Clustering one = new Clusterer().fit(features, Collections.nCopies(50, new Object[] {1, true}));
    assertEquals(1, one.clusters());
    assertFalse(one.hasSuspects());
    assertEquals(new Assignment(0, false, 0), one.assign(7, null));
    List<Object[]> nine = new ArrayList<>(Collections.nCopies(8, new Object[] {1, true}));
    nine.add(new Object[] {100, false});
    assertFalse(new Clusterer().fit(features, nine).hasSuspects());
    nine.add(new Object[] {1, true});
    assertTrue(new Clusterer().fit(features, nine).hasSuspects());
  }

  @Test
  void theQuickAssignmentFindsTheSameSuspects() {
    for (int clusters = 2; clusters <= 4; clusters++) {
      Random random = new Random(clusters);
      Clustering data = new Clusterer(200, clusters, 0).fit(FEATURES, rows(300, random));
      assertTrue(data.hasSuspects());
      int suspects = 0;
      for (Object[] row : rows(2_000, random)) {
        Assignment slow = data.assign(row);
        suspects += slow.isSuspect() ? 1 : 0;
        assertEquals(
            slow.isSuspect() ? Optional.of(slow) : Optional.empty(), data.assignSuspect(row));
      }
      assertTrue(suspects > 0);
    }
  }

  @Test
  void travelsToWhereRecordsAreAssigned() throws Exception {
    Clustering data = new Clusterer().fit(FEATURES, rows(100, new Random(3)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(data);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(shown(data), shown((Clustering) in.readObject()));
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    assertMessage(
        "max_records must be from 2 to 20,000, not 20,001", () -> new Clusterer(20_001, 2, 0));
    assertMessage("clusters must be from 2 to max_records, not 1", () -> new Clusterer(10, 1, 0));
    assertMessage("there is no record to cluster", () -> new Clusterer().fit(FEATURES, List.of()));
    RecordSample large = new RecordSample(FEATURES, 5, 0);
    for (int i = 0; i < 5; i++) {
      large.add(i, 0, "a", true);
    }
    assertMessage(
        "a sample of 5 records is more than max_records, 4",
        () -> new Clusterer(4, 2, 0).fit(large));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
