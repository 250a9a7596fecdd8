package dev.nightwarden.cluster;

import java.util.Arrays;

/** How far clusters lie from the ordinary one, by the distances of all pairs of records. */
final class Separations {
  private final int[] ordinary;
  private final long[] counts;
  private final Distances.Between between;
  private final double[] ordinarySums;
  private final double spread;
  private final double step;

  /**
   * @param ordinary the records of the ordinary cluster
   * @param counts how often each record occurs, 1 or more
   */
  Separations(int[] ordinary, long[] counts, Distances.Between between) {
    this.ordinary = ordinary;
    this.counts = counts;
    this.between = between;
    ordinarySums = new double[counts.length];
    spread = meanWithin(ordinary, ordinarySums);
    step = step(ordinary);
  }

  /** The mean distance of two ordinary records, in [0, 1]. */
  double spread() {
    return spread;
  }

  private double total(int[] members) {
    return Arrays.stream(members).mapToDouble(i -> counts[i]).sum();
  }

  /** The mean distance of two records, and for each its sum of distances to all. */
  private double meanWithin(int[] members, double[] sums) {
    double all = 0;
    for (int a = 0; a < members.length; a++) {
      int i = members[a];
      for (int b = a + 1; b < members.length; b++) {
        int j = members[b];
        double distance = between.of(i, j);
        sums[i] += counts[j] * distance;
        sums[j] += counts[i] * distance;
      }
      all += counts[i] * sums[i];
    }
    double total = total(members);
    return total < 2 ? 0 : all / (total * (total - 1));
  }

  /** The length that nine in ten edges of the least spanning tree do not exceed (Prim). */
  private double step(int[] members) {
    if (members.length < 2) {
      return 0;
    }
    double[] nearest = new double[members.length];
    boolean[] isIn = new boolean[members.length];
    double[] edges = new double[members.length - 1];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int last = 0;
    isIn[0] = true;
    for (int found = 0; found < edges.length; found++) {
      int next = -1;
      for (int i = 0; i < members.length; i++) {
        if (!isIn[i]) {
          nearest[i] = Math.min(nearest[i], between.of(members[last], members[i]));
          if (next < 0 || nearest[i] < nearest[next]) {
            next = i;
          }
        }
      }
      edges[found] = nearest[next];
      isIn[next] = true;
      last = next;
    }
    Arrays.sort(edges);
    return edges[Math.min(edges.length - 1, (int) (0.9 * edges.length))];
  }

  /** How far a cluster lies from the ordinary one. */
  Separation of(int[] members) {
    int n = counts.length;
    double[] own = ordinarySums.clone();
    double[] other = new double[n];
    meanWithin(members, own);
    double gap = Double.POSITIVE_INFINITY;
    for (int i : ordinary) {
      for (int j : members) {
        double distance = between.of(i, j);
        other[i] += counts[j] * distance;
        other[j] += counts[i] * distance;
        gap = Math.min(gap, distance);
      }
    }
    double ordinaryTotal = total(ordinary);
    double memberTotal = total(members);
    double sum =
        silhouettes(ordinary, own, ordinaryTotal, other, memberTotal)
            + silhouettes(members, own, memberTotal, other, ordinaryTotal);
    int distinct = ordinary.length + members.length;
    return new Separation(sum / (ordinaryTotal + memberTotal), gap, spread, step, distinct);
  }

  private double silhouettes(
      int[] members, double[] own, double total, double[] other, double otherTotal) {
    // By Rousseeuw's convention a record alone in its cluster has 0.
    double sum = 0;
    for (int i : members) {
      if (total > 1) {
        double a = own[i] / (total - 1);
        double b = other[i] / otherTotal;
        double larger = Math.max(a, b);
        sum += larger == 0 ? 0 : counts[i] * (b - a) / larger;
      }
    }
    return sum;
  }
}
