package dev.nightwarden.report;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.Dendrogram;
import dev.nightwarden.cluster.Point;
import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.cluster.Separation;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.LogRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a report shows of a clustering: its map, its tree, and the statistics of its features. */
public final class ClusterView {
  /** The most points on a map. */
  public static final int MAX_POINTS = Bounds.POINTS;

  /** The most clusters that the page can be asked for, unless more were judged. */
  static final int MAX_CUT = 10;

  /** The most leaves of a tree that is drawn. */
  static final int MAX_LEAVES = 80;

  /** The most points whose likeness is shown. */
  static final int MAX_ALIKE = 300;

  private final Clustering clustering;
  private final int size;
  private final List<Point> points;
  private final List<Integer> cuts;
  private final List<int[]> cutClusters = new ArrayList<>();

  /**
   * @param maxPoints the most points on the map, 2 to {@link #MAX_POINTS}
   */
  public ClusterView(Clustering clustering, int maxPoints) {
    this.clustering = clustering;
    points = clustering.size() < 2 ? List.of() : clustering.map(maxPoints);
    size = clustering.size();
    cuts =
        IntStream.rangeClosed(2, Math.max(MAX_CUT, clustering.clusters()))
            .filter(k -> k <= size)
            .filter(k -> k <= MAX_CUT || k == clustering.clusters())
            .boxed()
            .toList();
    cuts.forEach(k -> cutClusters.add(clustering.cut(k)));
  }

  /** The numbers of the distinct records on the map. */
  public Set<Integer> mapped() {
    return points.stream().map(Point::record).collect(Collectors.toSet());
  }

  /**
   * The view of a clustering.
   *
   * @param name what was clustered
   * @param date the event date of the records; null where it is all dates of the report
   * @param examples for distinct records by number, log records that are like them, where they are
   *     at hand
   * @param suspects the suspect records, the highest score first
   * @param suspectRecords how many there are in all
   */
  public Clusters view(
      String name,
      LocalDate date,
      Map<Integer, LogRecord> examples,
      List<Report.Suspect> suspects,
      long suspectRecords) {
    FeatureValues values = new FeatureValues(clustering, cuts, cutClusters);
    return new Clusters(
        name,
        date,
        clustering.records(),
        size,
        clustering.isExact(),
        clustering.clusters(),
        cuts,
        groups(),
        clustering.features().stream().map(ClusterView::feature).toList(),
        points.stream().map(point -> point(point, examples)).toList(),
        tree(),
        contributions(),
        values.distributions(),
        values.correlations(),
        similarity(),
        suspects,
        suspectRecords);
  }

  private List<ClusterFigures.Group> groups() {
    long[] records = new long[clustering.clusters()];
    for (int i = 0; i < size; i++) {
      records[clustering.assignment(i).cluster()] += clustering.count(i);
    }
    List<ClusterFigures.Group> groups = new ArrayList<>();
    for (int cluster = 0; cluster < records.length; cluster++) {
      Separation apart = cluster == 0 ? null : clustering.separation(cluster);
      groups.add(
          new ClusterFigures.Group(
              cluster,
              records[cluster],
              clustering.isSuspect(cluster),
              apart == null ? 0 : rounded(apart.silhouette()),
              apart == null ? 0 : rounded(apart.gap()),
              apart == null ? 0 : rounded(apart.spread())));
    }
    return groups;
  }

  private static ClusterFigures.Feature feature(RecordFeature feature) {
    String kind =
        switch (feature.kind()) {
          case NUMERIC -> "numeric";
          case CATEGORICAL -> "categorical";
          case BOOLEAN -> "boolean";
        };
    return new ClusterFigures.Feature(feature.name(), kind, feature.weight());
  }

  private List<Integer> clustersOf(int record) {
    return cutClusters.stream().map(clusters -> clusters[record]).toList();
  }

  private ClusterFigures.MapPoint point(Point point, Map<Integer, LogRecord> examples) {
    int record = point.record();
    return new ClusterFigures.MapPoint(
        rounded(point.x()),
        rounded(point.y()),
        clustering.count(record),
        clustersOf(record),
        rounded(clustering.assignment(record).score()),
        example(record, examples.get(record)));
  }

  private LogRecord example(int record, LogRecord example) {
    if (example != null && !example.features().isEmpty()) {
      return example;
    }
    Map<String, Object> features = new LinkedHashMap<>();
    Object[] row = clustering.row(record);
    for (int i = 0; i < row.length; i++) {
      features.put(clustering.features().get(i).name(), row[i]);
    }
    return example == null
        ? new LogRecord(null, null, null, null, null, features)
        : new LogRecord(
            example.messageId(),
            example.eventTime(),
            example.actor(),
            example.reason(),
            example.data(),
            features);
  }

  private ClusterFigures.Tree tree() {
    if (size < 2) {
      return null;
    }
    Dendrogram dendrogram = clustering.dendrogram();
    int shown = Math.min(size, MAX_LEAVES);
    int hidden = size - shown;
    int[] cut = dendrogram.cut(shown);
    int[] leafOfCut = new int[shown];
    Arrays.fill(leafOfCut, -1);
    long[] records = new long[shown];
    int[] first = new int[shown];
    int found = 0;
    for (int record : dendrogram.leaves()) {
      if (leafOfCut[cut[record]] < 0) {
        first[found] = record;
        leafOfCut[cut[record]] = found++;
      }
      records[leafOfCut[cut[record]]] += clustering.count(record);
    }
    List<ClusterFigures.Leaf> leaves =
        IntStream.range(0, shown)
            .mapToObj(leaf -> new ClusterFigures.Leaf(records[leaf], clustersOf(first[leaf])))
            .toList();
    List<ClusterFigures.Merge> merges =
        dendrogram.merges().subList(hidden, size - 1).stream()
            .map(
                merge ->
                    new ClusterFigures.Merge(
                        part(merge.left(), hidden, cut, leafOfCut),
                        part(merge.right(), hidden, cut, leafOfCut),
                        rounded(merge.height())))
            .toList();
    return new ClusterFigures.Tree(leaves, merges);
  }

  /** The number of a part of the whole tree in the upper part of it. */
  private int part(int whole, int hidden, int[] cut, int[] leafOfCut) {
    if (whole >= size + hidden) {
      return leafOfCut.length + whole - size - hidden;
    }
    int thing = whole;
    while (thing >= size) {
      thing = clustering.dendrogram().merges().get(thing - size).left();
    }
    return leafOfCut[cut[thing]];
  }

  private List<ClusterFigures.Contribution> contributions() {
    double weights = clustering.features().stream().mapToDouble(RecordFeature::weight).sum();
    List<ClusterFigures.Contribution> contributions = new ArrayList<>();
    for (int cluster = 1; cluster < clustering.clusters(); cluster++) {
      List<Clustering.Contribution> ofCluster = clustering.contributions(cluster);
      for (int i : byContribution(ofCluster)) {
        contributions.add(
            new ClusterFigures.Contribution(
                cluster,
                ofCluster.get(i).feature(),
                rounded(clustering.features().get(i).weight() / weights),
                rounded(ofCluster.get(i).between()),
                rounded(ofCluster.get(i).within())));
      }
    }
    return contributions;
  }

  private static int[] byContribution(List<Clustering.Contribution> contributions) {
    return IntStream.range(0, contributions.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -contributions.get(i).between()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private ClusterFigures.Similarity similarity() {
    if (points.isEmpty()) {
      return null;
    }
    int[] place = new int[size];
    int[] leaves = clustering.dendrogram().leaves();
    for (int i = 0; i < size; i++) {
      place[leaves[i]] = i;
    }
    List<Integer> ordered =
        IntStream.range(0, points.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> place[points.get(i).record()]))
            .toList();
    int count = Math.min(MAX_ALIKE, ordered.size());
    List<Integer> chosen =
        IntStream.range(0, count)
            .mapToObj(i -> ordered.get((int) ((long) i * ordered.size() / count)))
            .collect(Collectors.toList());
    List<Integer> percent = new ArrayList<>(count * (count - 1) / 2);
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double distance =
            clustering.distance(
                points.get(chosen.get(i)).record(), points.get(chosen.get(j)).record());
        percent.add((int) Math.round(100 * (1 - distance)));
      }
    }
    return new ClusterFigures.Similarity(chosen, percent);
  }

  static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
