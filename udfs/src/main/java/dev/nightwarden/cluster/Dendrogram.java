package dev.nightwarden.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The tree of clusters of n things: n - 1 merges, from the lowest to the highest. Things are the
 * clusters 0 to n - 1, merge i makes cluster n + i.
 */
public final class Dendrogram implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Two clusters that become one.
   *
   * @param left the cluster with the smaller first thing
   * @param right the other
   * @param height their distance, 0 or more, never below that of an earlier merge
   * @param size how many things the new one has
   */
  public record Merge(int left, int right, double height, int size) implements Serializable {}

  private final int size;
  private final List<Merge> merges;

  private Dendrogram(int size, List<Merge> merges) {
    this.size = size;
    this.merges = List.copyOf(merges);
  }

  /**
   * Clusters by complete linkage: the distance of two clusters is that of their two things farthest
   * apart, and the two nearest clusters merge. Exact, by chains of nearest neighbours (F. Murtagh,
   * "A Survey of Recent Advances in Hierarchical Clustering Algorithms", 1983): time grows with
   * n<sup>2</sup>, no memory but the distances, which are used up.
   *
   * <p>Of equally near clusters, the one before in the chain is taken, else the one whose first
   * thing has the smallest number.
   */
  static Dendrogram completeLinkage(Distances distances) {
    int n = distances.size();
    // A cluster lives in the place of its first thing.
    int[] lefts = new int[Math.max(0, n - 1)];
    int[] rights = new int[lefts.length];
    float[] heights = new float[lefts.length];
    int[] active = new int[n];
    Arrays.setAll(active, i -> i);
    int live = n;
    int[] chain = new int[n];
    int length = 0;
    for (int merged = 0; merged < lefts.length; ) {
      if (length == 0) {
        chain[length++] = active[0];
      }
      int last = chain[length - 1];
      int before = length > 1 ? chain[length - 2] : -1;
      int nearest = before;
      float least = before < 0 ? Float.POSITIVE_INFINITY : distances.get(last, before);
      for (int i = 0; i < live; i++) {
        int other = active[i];
        if (other != last) {
          float distance = distances.get(last, other);
          if (distance < least || nearest < 0) {
            least = distance;
            nearest = other;
          }
        }
      }
      if (nearest != before) {
        chain[length++] = nearest;
        continue;
      }
      int left = Math.min(last, before);
      int right = Math.max(last, before);
      lefts[merged] = left;
      rights[merged] = right;
      heights[merged++] = least;
      length -= 2;
      int gone = Arrays.binarySearch(active, 0, live, right);
      System.arraycopy(active, gone + 1, active, gone, live - gone - 1);
      live--;
      for (int i = 0; i < live; i++) {
        int other = active[i];
        if (other != left) {
          float farther = Math.max(distances.get(left, other), distances.get(right, other));
          distances.set(left, other, farther);
        }
      }
    }
    return sorted(n, lefts, rights, heights);
  }

  /** The chain finds merges out of order, but never one before its parts. */
  private static Dendrogram sorted(int n, int[] lefts, int[] rights, float[] heights) {
    Integer[] order = new Integer[heights.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> heights[i]));
    int[] cluster = new int[n];
    int[] sizes = new int[n];
    Arrays.setAll(cluster, i -> i);
    Arrays.fill(sizes, 1);
    Merge[] merges = new Merge[heights.length];
    for (int i = 0; i < merges.length; i++) {
      int left = lefts[order[i]];
      int right = rights[order[i]];
      sizes[left] += sizes[right];
      merges[i] = new Merge(cluster[left], cluster[right], heights[order[i]], sizes[left]);
      cluster[left] = n + i;
    }
    return new Dendrogram(n, Arrays.asList(merges));
  }

  /** How many things there are. */
  public int size() {
    return size;
  }

  /** The merges, from the lowest to the highest. */
  public List<Merge> merges() {
    return merges;
  }

  /**
   * The cluster of each thing when there are k, numbered from 0 in the order of their first things.
   *
   * @throws IllegalArgumentException if k is not between 1 and the number of things
   */
  public int[] cut(int k) {
    if (k < 1 || k > size) {
      throw new IllegalArgumentException(
          "%d things cannot be cut into %d clusters".formatted(size, k));
    }
    int[] parent = new int[size + merges.size()];
    Arrays.fill(parent, -1);
    for (int i = 0; i < size - k; i++) {
      parent[merges.get(i).left()] = size + i;
      parent[merges.get(i).right()] = size + i;
    }
    int[] number = new int[parent.length];
    Arrays.fill(number, -1);
    int[] clusters = new int[size];
    int found = 0;
    for (int thing = 0; thing < size; thing++) {
      int root = thing;
      while (parent[root] >= 0) {
        root = parent[root];
      }
      // Shorter paths for those that follow.
      for (int at = thing; parent[at] >= 0; ) {
        int next = parent[at];
        parent[at] = root;
        at = next;
      }
      if (number[root] < 0) {
        number[root] = found++;
      }
      clusters[thing] = number[root];
    }
    return clusters;
  }

  /** The things from left to right as a drawing of the tree shows them, without crossing lines. */
  public int[] leaves() {
    int[] leaves = new int[size];
    int[] waiting = new int[size + 1];
    int count = 0;
    int found = 0;
    if (size > 0) {
      waiting[count++] = size + merges.size() - 1;
    }
    while (count > 0) {
      int cluster = waiting[--count];
      if (cluster < size) {
        leaves[found++] = cluster;
      } else {
        waiting[count++] = merges.get(cluster - size).right();
        waiting[count++] = merges.get(cluster - size).left();
      }
    }
    return leaves;
  }
}
