package dev.nightwarden.report;

import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.LogRecord;
import java.util.Collections;
import java.util.List;

/** The parts of {@link Clusters}: the data of its pictures and tables. */
public final class ClusterFigures {
  private ClusterFigures() {}

  /**
   * A cluster of the judged cut. Cluster 0 is the ordinary one.
   *
   * @param records how many records it has
   * @param silhouette see {@code Separation}; 0 for the ordinary cluster
   * @param gap the least distance to the ordinary cluster, in [0, 1]; 0 for the ordinary cluster
   * @param spread the mean distance of two ordinary records, in [0, 1]
   */
  public record Group(
      int cluster, long records, boolean isSuspect, double silhouette, double gap, double spread) {}

  /**
   * A feature.
   *
   * @param kind numeric, categorical or boolean
   * @param weight how much it counts against the others, above 0
   */
  public record Feature(String name, String kind, double weight) {}

  /**
   * A distinct record on the map.
   *
   * @param count how many records are equal to it
   * @param clusters its cluster for each of {@link Clusters#cuts}
   * @param score in [0, 1]; 0 if not suspect
   * @param example one of the equal records; may be null
   */
  public record MapPoint(
      double x, double y, long count, List<Integer> clusters, double score, LogRecord example) {
    MapPoint withoutExample() {
      return new MapPoint(x, y, count, clusters, score, null);
    }
  }

  /**
   * The upper part of the tree of clusters.
   *
   * @param leaves single records, or what was merged below the lowest merge shown, left to right as
   *     drawn without crossing lines
   * @param merges from the lowest to the highest; a part below the number of leaves is a leaf, and
   *     that number plus i is what merge i made
   */
  public record Tree(List<Leaf> leaves, List<Merge> merges) {
    public Tree {
      leaves = listOf(leaves);
      merges = listOf(merges);
    }
  }

  /**
   * A leaf of the tree.
   *
   * @param records how many records are in it
   * @param clusters its cluster for each of {@link Clusters#cuts}
   */
  public record Leaf(long records, List<Integer> clusters) {}

  /** Two parts of the tree that become one at a distance in [0, 1]. */
  public record Merge(int left, int right, double height) {}

  /**
   * What a feature has to do with the split between a cluster and the ordinary one.
   *
   * @param weight its share of all weights, in [0, 1]
   * @param between its share of the distance between the two, in [0, 1]
   * @param within its share of the distance between ordinary records, in [0, 1]
   */
  public record Contribution(
      int cluster, String feature, double weight, double between, double within) {}

  /**
   * The values of a feature by cluster.
   *
   * @param bins what each bin holds: a value, a range, the rest, or what is missing
   * @param isOrdered whether the bins are ranges of numbers in order
   * @param counts for each of {@link Clusters#cuts}, for each cluster, the records in each bin
   */
  public record Distribution(
      String feature, List<String> bins, boolean isOrdered, List<List<List<Long>>> counts) {
    public Distribution {
      bins = listOf(bins);
      counts = listOf(counts);
    }
  }

  /**
   * Pearson's correlation of the records' values; a truth value is 0 or 1.
   *
   * @param features their names
   * @param rows in [-1, 1]; null where it is not defined: a text, or a value that never varies
   */
  public record Correlations(List<String> features, List<List<Double>> rows) {
    public Correlations {
      features = listOf(features);
      rows = listOf(rows);
    }
  }

  /**
   * How alike mapped records are.
   *
   * @param points their numbers in {@link Clusters#points}, in the order of the tree's leaves
   * @param percent for each pair of these, (0,1), (0,2) ... (1,2) ..., 100 if equal and 0 if
   *     nothing is alike
   */
  public record Similarity(List<Integer> points, List<Integer> percent) {
    public Similarity {
      points = listOf(points);
      percent = listOf(percent);
    }
  }

  private static <T> List<T> listOf(List<T> list) {
    return list == null ? List.of() : Collections.unmodifiableList(list);
  }
}
