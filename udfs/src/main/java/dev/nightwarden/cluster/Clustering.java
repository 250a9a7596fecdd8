package dev.nightwarden.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Clustered records. Records here are the distinct ones of the sample, numbered from 0 in the order
 * of their values; each counts as often as it occurs. Cluster 0 is the ordinary one, the largest;
 * the others follow by size. A cluster other than 0 is suspect if its {@link Separation} is real.
 */
public final class Clustering implements Serializable {
  private static final long serialVersionUID = 1L;

  /** With fewer records, equal ones counted each time, nothing is suspect. */
  public static final int MIN_RECORDS = 10;

  private static final double LEAST_SCORE = 0.001;

  /**
   * Where a record belongs.
   *
   * @param cluster its cluster, 0 or more
   * @param isSuspect whether that cluster is suspect
   * @param score 0 if not suspect; else, in (0, 1], 1 less the ratio of the mean distance of two
   *     ordinary records to this one's mean distance from them: 0.5 is twice as far
   */
  public record Assignment(int cluster, boolean isSuspect, double score) implements Serializable {}

  /**
   * What a feature has to do with the split between a cluster and the ordinary one.
   *
   * @param feature its name
   * @param between its share of the distance between their records, in [0, 1]
   * @param within its share of the distance between ordinary records, in [0, 1]
   */
  public record Contribution(String feature, double between, double within)
      implements Serializable {}

  private final List<RecordFeature> features;
  private final Gower gower;
  private final Object[][] rows;
  private final double[][] encoded;
  private final long[] counts;
  private final long records;
  private final boolean isExact;
  private final Dendrogram dendrogram;
  private final int[] clusters;
  private final int[] ordinary;
  private final double spread;
  private final List<Separation> separations = new ArrayList<>();
  private final int[] suspects;
  private final int[] others;

  Clustering(RecordSample sample, int wanted) {
    features = sample.features();
    gower = new Gower(features, sample.least(), sample.ranges());
    records = sample.records();
    isExact = sample.isWhole();
    List<Map.Entry<Object[], Long>> entries = sample.entries();
    int n = entries.size();
    rows = new Object[n][];
    encoded = new double[n][];
    counts = new long[n];
    for (int i = 0; i < n; i++) {
      rows[i] = entries.get(i).getKey();
      encoded[i] = gower.learn(rows[i]);
      counts[i] = entries.get(i).getValue();
    }
    dendrogram = Dendrogram.completeLinkage(new Distances(n, this::distance));
    clusters = cut(Math.min(wanted, n));
    ordinary = members(0);
    Separations apart = new Separations(ordinary, counts, this::distance);
    spread = apart.spread();
    int found = 1 + Arrays.stream(clusters).max().orElseThrow();
    for (int cluster = 1; cluster < found; cluster++) {
      separations.add(apart.of(members(cluster)));
    }
    suspects = IntStream.range(0, n).filter(i -> isSuspect(clusters[i])).toArray();
    others = IntStream.range(0, n).filter(i -> !isSuspect(clusters[i])).toArray();
  }

  /** The features of the records. */
  public List<RecordFeature> features() {
    return features;
  }

  /** How many distinct records were clustered. */
  public int size() {
    return rows.length;
  }

  /** How many records there were, equal ones counted each time, sampled or not. */
  public long records() {
    return records;
  }

  /** Whether every distinct record was clustered, and not a sample. */
  public boolean isExact() {
    return isExact;
  }

  /** The values of a record, by feature: a Double, Boolean, String or null. */
  public Object[] row(int record) {
    return rows[record].clone();
  }

  /**
   * The number of the clustered record that is equal to a row; negative where none is, because a
   * sample was clustered.
   *
   * @throws IllegalArgumentException if the values are not those of the features
   */
  public int indexOf(Object... row) {
    return Arrays.binarySearch(rows, RecordValues.of(features, row), RecordValues::compare);
  }

  /** How often a record occurs, 1 or more. */
  public long count(int record) {
    return counts[record];
  }

  /** The Gower distance of two records, in [0, 1]. */
  public double distance(int a, int b) {
    return gower.distance(encoded[a], encoded[b]);
  }

  /** The tree of clusters, with each distinct record a leaf. */
  public Dendrogram dendrogram() {
    return dendrogram;
  }

  /** How many clusters there are: as many as were asked for, or fewer distinct records. */
  public int clusters() {
    return separations.size() + 1;
  }

  /**
   * The cluster of each record if there were k: 0 for the one with most records, and so on; of
   * equals, the one with the first record comes first.
   *
   * @throws IllegalArgumentException if k is not between 1 and the number of distinct records
   */
  public int[] cut(int k) {
    int[] cut = dendrogram.cut(k);
    long[] sizes = new long[k];
    for (int i = 0; i < cut.length; i++) {
      sizes[cut[i]] += counts[i];
    }
    int[] order =
        IntStream.range(0, k)
            .boxed()
            .sorted(Comparator.comparingLong((Integer c) -> -sizes[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] number = new int[k];
    for (int i = 0; i < k; i++) {
      number[order[i]] = i;
    }
    return Arrays.stream(cut).map(cluster -> number[cluster]).toArray();
  }

  /** How far a cluster other than 0 lies from the ordinary one. */
  public Separation separation(int cluster) {
    return separations.get(cluster - 1);
  }

  /** Whether a cluster is suspect: not the ordinary one, and really apart from it. */
  public boolean isSuspect(int cluster) {
    return cluster > 0 && records >= MIN_RECORDS && separation(cluster).isReal();
  }

  /** Whether any cluster is suspect; if not, the data has no clusters to speak of. */
  public boolean hasSuspects() {
    return IntStream.range(1, clusters()).anyMatch(this::isSuspect);
  }

  /** Where a clustered record belongs. */
  public Assignment assignment(int record) {
    return assignment(clusters[record], encoded[record]);
  }

  /**
   * Where any record belongs: to the cluster of the clustered record that is nearest. (By the
   * farthest record or a medoid, the edge of a wide ordinary cluster would fall to a narrow suspect
   * one beside it.) Of equally near ones the larger cluster has it. Time grows with the number of
   * clustered records.
   *
   * @throws IllegalArgumentException if the values are not those of the features
   */
  public Assignment assign(Object... row) {
    double[] values = gower.encode(row);
    int cluster = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < encoded.length; i++) {
      double distance = gower.distance(values, encoded[i]);
      if (distance < least || (distance == least && clusters[i] < cluster)) {
        least = distance;
        cluster = clusters[i];
      }
    }
    return assignment(cluster, values);
  }

  /**
   * As {@link #assign}, but nothing for a record that is not suspect, and quicker for that: it ends
   * at the first other record that is nearer than every suspect one.
   */
  public Optional<Assignment> assignSuspect(Object... row) {
    double[] values = gower.encode(row);
    int cluster = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i : suspects) {
      double distance = gower.distance(values, encoded[i]);
      if (distance < least || (distance == least && clusters[i] < cluster)) {
        least = distance;
        cluster = clusters[i];
      }
    }
    if (cluster < 0) {
      return Optional.empty();
    }
    for (int i : others) {
      double distance = gower.distance(values, encoded[i]);
      if (distance < least || (distance == least && clusters[i] < cluster)) {
        return Optional.empty();
      }
    }
    return Optional.of(assignment(cluster, values));
  }

  private Assignment assignment(int cluster, double[] values) {
    if (!isSuspect(cluster)) {
      return new Assignment(cluster, false, 0);
    }
    double sum = 0;
    double total = 0;
    for (int i : ordinary) {
      sum += counts[i] * gower.distance(values, encoded[i]);
      total += counts[i];
    }
    // A record of the sample scores above 0, its gap being wider than the spread; another may not.
    double score = spread == 0 ? 1 : Math.max(LEAST_SCORE, 1 - spread / (sum / total));
    return new Assignment(cluster, true, score);
  }

  /** What each feature has to do with the split between a cluster and the ordinary one. */
  public List<Contribution> contributions(int cluster) {
    double[] between = new double[features.size()];
    double[] within = new double[features.size()];
    int[] members = members(cluster);
    for (int i : ordinary) {
      for (int j : members) {
        gower.addParts(encoded[i], encoded[j], (double) counts[i] * counts[j], between);
      }
      for (int j : ordinary) {
        if (j > i) {
          gower.addParts(encoded[i], encoded[j], (double) counts[i] * counts[j], within);
        }
      }
    }
    return contributions(between, within);
  }

  /** What each feature has to do with the distance of any record from the ordinary ones. */
  public double[] contributions(Object... row) {
    double[] values = gower.encode(row);
    double[] sums = new double[features.size()];
    for (int i : ordinary) {
      gower.addParts(values, encoded[i], (double) counts[i], sums);
    }
    return shares(sums);
  }

  private List<Contribution> contributions(double[] between, double[] within) {
    double[] betweenShares = shares(between);
    double[] withinShares = shares(within);
    return IntStream.range(0, features.size())
        .mapToObj(i -> new Contribution(features.get(i).name(), betweenShares[i], withinShares[i]))
        .toList();
  }

  private static double[] shares(double[] sums) {
    double total = Arrays.stream(sums).sum();
    return Arrays.stream(sums).map(sum -> total == 0 ? 0 : sum / total).toArray();
  }

  /**
   * Places records on a map, ordered by their numbers. Time grows with the square of their number.
   *
   * @param maxPoints how many at most, 2 to 1,000: suspect ones first, at most half unless there
   *     are few others; the others evenly from the leaves of the tree
   * @throws IllegalArgumentException if there is but one distinct record
   */
  public List<Point> map(int maxPoints) {
    int[] leaves = dendrogram.leaves();
    int[] odd = Arrays.stream(leaves).filter(record -> isSuspect(clusters[record])).toArray();
    int[] plain = Arrays.stream(leaves).filter(record -> !isSuspect(clusters[record])).toArray();
    int half = Math.max(maxPoints / 2, maxPoints - plain.length);
    int[] chosen =
        IntStream.concat(evenly(odd, half), evenly(plain, maxPoints - Math.min(half, odd.length)))
            .sorted()
            .toArray();
    return ClassicalScaling.place(chosen, this::distance);
  }

  private static IntStream evenly(int[] records, int most) {
    int count = Math.min(most, records.length);
    return IntStream.range(0, count).map(i -> records[(int) ((long) i * records.length / count)]);
  }

  private int[] members(int cluster) {
    return IntStream.range(0, clusters.length).filter(i -> clusters[i] == cluster).toArray();
  }
}
