package dev.nightwarden.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cluster.RecordFeature.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeparationTest {
  private static final int TRIALS = 200;

  /** Rows of numbers, the first ones planted so far from the others in all features together. */
  private static Clustering trial(
      int features, int n, int planted, double away, ToDoubleFunction<Random> draw, Random random) {
    List<RecordFeature> numeric =
        IntStream.range(0, features)
            .mapToObj(i -> RecordFeature.of("f" + i, Kind.NUMERIC))
            .toList();
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Object[] row = new Object[features];
      for (int j = 0; j < features; j++) {
        row[j] = draw.applyAsDouble(random) + (i < planted ? away / Math.sqrt(features) : 0);
      }
      rows.add(row);
    }
    return new Clusterer().fit(numeric, rows);
  }

  private static double share(
      int features,
      int n,
      int planted,
      ToDoubleFunction<Random> draw,
      Predicate<Clustering> found) {
    Random random = new Random(31L * features + n);
    int count = 0;
    for (int i = 0; i < TRIALS; i++) {
      count += found.test(trial(features, n, planted, 8, draw, random)) ? 1 : 0;
    }
    return (double) count / TRIALS;
  }

  @Test
  void dataWithoutClustersSeldomHasSuspects() {
    for (int features : new int[] {1, 2, 4, 8}) {
      for (int n : new int[] {20, 50, 100}) {
        String where = features + " features, " + n + " records";
        // Below 1% in 1,000 trials each; six of 200 would be most unlikely.
        double uniform = share(features, n, 0, Random::nextDouble, Clustering::hasSuspects);
        assertTrue(uniform < 0.03, where + ", uniform: " + uniform);
        double normal = share(features, n, 0, Random::nextGaussian, Clustering::hasSuspects);
        assertTrue(normal < 0.03, where + ", normal: " + normal);
      }
    }
  }

  @Test
  void aSilhouetteAloneWouldSeeClustersEverywhere() {
    double seen =
        share(1, 100, 0, Random::nextDouble, data -> data.separation(1).silhouette() >= 0.5);
    assertTrue(seen > 0.95, "seen: " + seen);
  }

  @Test
  void theSpreadAloneWouldTakeCombinationsForClusters() {
    // Four truth values, each true in one of ten: a record with three of them is far from most.
    Random random = new Random(8);
    List<RecordFeature> flags =
        IntStream.range(0, 4).mapToObj(i -> RecordFeature.of("f" + i, Kind.BOOLEAN)).toList();
    int apart = 0;
    int suspect = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Object[]> rows = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        rows.add(IntStream.range(0, 4).mapToObj(j -> random.nextInt(10) == 0).toArray());
      }
      Clustering data = new Clusterer().fit(flags, rows);
      Separation separation = data.separation(1);
      apart +=
          separation.silhouette() >= 0.5 && separation.gap() > separation.spread() * 1.3 ? 1 : 0;
      suspect += data.hasSuspects() ? 1 : 0;
    }
    assertTrue(apart > TRIALS * 0.9, "apart: " + apart);
    assertTrue(suspect < TRIALS * 0.02, "suspect: " + suspect);
  }

  @Test
  void plantedRecordsAreFound() {
    for (int features : new int[] {1, 2, 4}) {
      for (int planted : new int[] {1, 5}) {
        double found =
            share(
                features,
                100,
                planted,
                Random::nextGaussian,
                data -> {
                  List<Integer> suspects =
                      IntStream.range(0, data.size())
                          .filter(i -> data.assignment(i).isSuspect())
                          .boxed()
                          .toList();
                  return suspects.size() == planted;
                });
        // A planted record may itself be drawn far from where it was put.
        assertTrue(found > 0.85, "%d features, %d: %s".formatted(features, planted, found));
      }
    }
  }

  @Test
  void eachDemandIsMadeForItself() {
    assertTrue(new Separation(0.5, 0.26, 0.2, 0.13, 100).isReal());
    assertFalse(new Separation(0.49, 0.26, 0.2, 0.13, 100).isReal());
    assertFalse(new Separation(0.5, 0.25, 0.2, 0.12, 100).isReal(), "few records");
    assertTrue(new Separation(0.5, 0.25, 0.2, 0.12, 121).isReal());
    assertFalse(new Separation(0.5, 0.26, 0.2, 0.14, 100).isReal());
    assertFalse(new Separation(1, 0, 0, 0, 2).isReal(), "no gap at all");
  }

  @Test
  void anotherHandWorkedExample() {
    // 0, 1 | 10 once each. Scaled by the range: 0, 0.1, 1.
    Clustering data =
        new Clusterer()
            .fit(
                List.of(RecordFeature.of("n", Kind.NUMERIC)),
                List.of(new Object[] {0}, new Object[] {1}, new Object[] {10}));
    Separation separation = data.separation(1);
    assertEquals(0.9, separation.gap(), 1e-12);
    assertEquals(0.1, separation.spread(), 1e-12);
    assertEquals(0.1, separation.step(), 1e-12);
    // Of 0: (1 - 0.1) / 1; of 1: (0.9 - 0.1) / 0.9; of 10, alone: 0.
    assertEquals((0.9 + 0.8 / 0.9) / 3, separation.silhouette(), 1e-12);
    assertFalse(data.hasSuspects(), "three records say nothing");
  }
}
