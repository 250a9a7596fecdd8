package dev.nightwarden.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DendrogramTest {
  private static Dendrogram of(double[][] distances) {
    return Dendrogram.completeLinkage(new Distances(distances.length, (i, j) -> distances[i][j]));
  }

  private static double[] heights(Dendrogram tree) {
    return tree.merges().stream().mapToDouble(Dendrogram.Merge::height).toArray();
  }

  /** R. A. Johnson and D. W. Wichern, "Applied Multivariate Statistical Analysis", example 12.5. */
  @Test
  void mergesAsTheTextbookDoes() {
    Dendrogram tree =
        of(
            new double[][] {
              {0, 9, 3, 6, 11},
              {9, 0, 7, 5, 10},
              {3, 7, 0, 9, 2},
              {6, 5, 9, 0, 8},
              {11, 10, 2, 8, 0}
            });
    assertEquals(
        List.of(
            new Dendrogram.Merge(2, 4, 2, 2),
            new Dendrogram.Merge(1, 3, 5, 2),
            new Dendrogram.Merge(0, 6, 9, 3),
            new Dendrogram.Merge(7, 5, 11, 5)),
        tree.merges());
    assertArrayEquals(new int[] {0, 0, 1, 0, 1}, tree.cut(2));
    assertArrayEquals(new int[] {0, 1, 2, 1, 2}, tree.cut(3));
    assertArrayEquals(new int[] {0, 0, 0, 0, 0}, tree.cut(1));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, tree.cut(5));
    assertArrayEquals(new int[] {0, 1, 3, 2, 4}, tree.leaves());
  }

  /** {@code hclust(daisy(flower), "complete")$height}, R 4.2.2, package cluster 2.1.4. */
  @Test
  void agreesWithHclustOnTheFlowers() {
    Gower gower = new Gower(Flowers.FEATURES, Flowers.LEAST, Flowers.RANGES);
    double[][] rows = new double[18][];
    Arrays.setAll(rows, i -> gower.learn(Flowers.row(i + 1)));
    Dendrogram tree =
        Dendrogram.completeLinkage(new Distances(18, (i, j) -> gower.distance(rows[i], rows[j])));
    assertArrayEquals(
        new double[] {
          0.1417892, 0.1591503, 0.1670752, 0.1892974, 0.2181781, 0.2838644, 0.2876225, 0.3183007,
          0.3488562, 0.3726307, 0.4189951, 0.4531046, 0.4806781, 0.6096405, 0.6438317, 0.7436683,
          0.8875408
        },
        heights(tree),
        1e-7);
    assertArrayEquals(
        new int[] {0, 1, 2, 0, 2, 0, 0, 0, 2, 1, 2, 2, 2, 2, 2, 1, 1, 0}, tree.cut(3));
  }

  @Test
  void findsWhatLookingAtEveryPairEachTimeFinds() {
    Random random = new Random(1);
    for (int n = 1; n <= 60; n++) {
      double[][] distances = random(n, random, Integer.MAX_VALUE);
      Dendrogram tree = of(distances);
      List<Set<Integer>> clusters = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        clusters.add(new TreeSet<>(List.of(i)));
      }
      for (int merge = 0; merge < n - 1; merge++) {
        Set<Integer> a = null;
        Set<Integer> b = null;
        double least = Double.POSITIVE_INFINITY;
        for (Set<Integer> x : clusters) {
          for (Set<Integer> y : clusters) {
            double distance = farthest(distances, x, y);
            if (!x.equals(y) && distance < least) {
              least = distance;
              a = x;
              b = y;
            }
          }
        }
        clusters.remove(b);
        a.addAll(b);
        assertEquals(least, tree.merges().get(merge).height(), 1e-7);
        assertEquals(List.copyOf(clusters), clusters(tree, n - merge - 1));
      }
    }
  }

  @Test
  void withTiesItIsStillATreeOfNearestPairs() {
    Random random = new Random(2);
    for (int trial = 0; trial < 100; trial++) {
      int n = 2 + random.nextInt(25);
      double[][] distances = random(n, random, 4);
      Dendrogram tree = of(distances);
      for (int k = n; k > 1; k--) {
        List<Set<Integer>> before = clusters(tree, k);
        TreeSet<Double> between = new TreeSet<>();
        for (Set<Integer> x : before) {
          for (Set<Integer> y : before) {
            if (!x.equals(y)) {
              between.add(farthest(distances, x, y));
            }
          }
        }
        assertEquals(between.first(), tree.merges().get(n - k).height(), 1e-7);
      }
    }
  }

  @Test
  void leavesDrawWithoutCrossing() {
    Random random = new Random(3);
    Dendrogram tree = of(random(40, random, Integer.MAX_VALUE));
    int[] leaves = tree.leaves();
    assertArrayEquals(
        java.util.stream.IntStream.range(0, 40).toArray(),
        Arrays.stream(leaves).sorted().toArray());
    for (int k = 1; k <= 40; k++) {
      int[] cut = tree.cut(k);
      long changes =
          java.util.stream.IntStream.range(1, 40)
              .filter(i -> cut[leaves[i]] != cut[leaves[i - 1]])
              .count();
      assertEquals(k - 1, changes, "each cluster in one piece");
    }
  }

  @Test
  void saysWhatItCannotCut() {
    Dendrogram tree = of(new double[][] {{0}});
    assertTrue(tree.merges().isEmpty());
    assertArrayEquals(new int[] {0}, tree.cut(1));
    assertArrayEquals(new int[] {0}, tree.leaves());
    assertEquals(
        "1 things cannot be cut into 2 clusters",
        assertThrows(IllegalArgumentException.class, () -> tree.cut(2)).getMessage());
    assertEquals(
        "the distances of 20,001 records do not fit: at most 20,000",
        assertThrows(IllegalArgumentException.class, () -> new Distances(20_001, (i, j) -> 0))
            .getMessage());
  }

  private static double[][] random(int n, Random random, int kinds) {
    double[][] distances = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        distances[i][j] = kinds < 100 ? random.nextInt(kinds) : random.nextFloat();
        distances[j][i] = distances[i][j];
      }
    }
    return distances;
  }

  private static double farthest(double[][] distances, Set<Integer> x, Set<Integer> y) {
    return x.stream()
        .flatMapToDouble(i -> y.stream().mapToDouble(j -> distances[i][j]))
        .max()
        .orElseThrow();
  }

  private static List<Set<Integer>> clusters(Dendrogram tree, int k) {
    List<Set<Integer>> clusters = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      clusters.add(new TreeSet<>());
    }
    int[] cut = tree.cut(k);
    for (int i = 0; i < cut.length; i++) {
      clusters.get(cut[i]).add(i);
    }
    return clusters;
  }
}
