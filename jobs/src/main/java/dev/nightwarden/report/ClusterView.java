package dev.nightwarden.report;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.Dendrogram;
import dev.nightwarden.cluster.Point;
import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.cluster.RecordFeature.Kind;
import dev.nightwarden.cluster.Separation;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.LogRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a report shows of a clustering: its map, its tree, and what its features have to say. */
public final class ClusterView {
  /** The most points on a map. */
  public static final int MAX_POINTS = Bounds.POINTS;

  /** The most clusters that the page can be asked for, unless more were judged. */
  static final int MAX_CUT = 10;

  /** The most leaves of a tree that is drawn. */
  static final int MAX_LEAVES = 80;

  /** The most points whose likeness is shown. */
  static final int MAX_ALIKE = 300;

  private static final int NUMBER_BINS = 20;
  private static final int VALUE_BINS = 8;

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
        IntStream.range(0, clustering.features().size()).mapToObj(this::distribution).toList(),
        correlations(),
        similarity(),
        suspects,
        suspectRecords);
  }

  private List<Report.Group> groups() {
    long[] records = new long[clustering.clusters()];
    for (int i = 0; i < size; i++) {
      records[clustering.assignment(i).cluster()] += clustering.count(i);
    }
    List<Report.Group> groups = new ArrayList<>();
    for (int cluster = 0; cluster < records.length; cluster++) {
      Separation apart = cluster == 0 ? null : clustering.separation(cluster);
      groups.add(
          new Report.Group(
              cluster,
              records[cluster],
              clustering.isSuspect(cluster),
              apart == null ? 0 : rounded(apart.silhouette()),
              apart == null ? 0 : rounded(apart.gap()),
              apart == null ? 0 : rounded(apart.spread())));
    }
    return groups;
  }

  private static Report.Feature feature(RecordFeature feature) {
    String kind =
        switch (feature.kind()) {
          case NUMERIC -> "numeric";
          case CATEGORICAL -> "categorical";
          case BOOLEAN -> "boolean";
        };
    return new Report.Feature(feature.name(), kind, feature.weight());
  }

  private List<Integer> clustersOf(int record) {
    return cutClusters.stream().map(clusters -> clusters[record]).toList();
  }

  private Report.MapPoint point(Point point, Map<Integer, LogRecord> examples) {
    int record = point.record();
    return new Report.MapPoint(
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

  private Report.Tree tree() {
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
    List<Report.Leaf> leaves =
        IntStream.range(0, shown)
            .mapToObj(leaf -> new Report.Leaf(records[leaf], clustersOf(first[leaf])))
            .toList();
    List<Report.Merge> merges =
        dendrogram.merges().subList(hidden, size - 1).stream()
            .map(
                merge ->
                    new Report.Merge(
                        part(merge.left(), hidden, cut, leafOfCut),
                        part(merge.right(), hidden, cut, leafOfCut),
                        rounded(merge.height())))
            .toList();
    return new Report.Tree(leaves, merges);
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

  private List<Report.Contribution> contributions() {
    double weights = clustering.features().stream().mapToDouble(RecordFeature::weight).sum();
    List<Report.Contribution> contributions = new ArrayList<>();
    for (int cluster = 1; cluster < clustering.clusters(); cluster++) {
      List<Clustering.Contribution> ofCluster = clustering.contributions(cluster);
      for (int i = 0; i < ofCluster.size(); i++) {
        contributions.add(
            new Report.Contribution(
                cluster,
                ofCluster.get(i).feature(),
                rounded(clustering.features().get(i).weight() / weights),
                rounded(ofCluster.get(i).between()),
                rounded(ofCluster.get(i).within())));
      }
    }
    return contributions;
  }

  private Report.Distribution distribution(int feature) {
    boolean isNumber = clustering.features().get(feature).kind() == Kind.NUMERIC;
    List<String> bins = new ArrayList<>();
    int[] binOf = isNumber ? ofNumbers(feature, bins) : ofValues(feature, bins);
    List<List<List<Long>>> counts = new ArrayList<>();
    for (int at = 0; at < cuts.size(); at++) {
      long[][] ofCut = new long[cuts.get(at)][bins.size()];
      for (int record = 0; record < size; record++) {
        ofCut[cutClusters.get(at)[record]][binOf[record]] += clustering.count(record);
      }
      counts.add(Arrays.stream(ofCut).map(c -> Arrays.stream(c).boxed().toList()).toList());
    }
    return new Report.Distribution(
        clustering.features().get(feature).name(), bins, isNumber, counts);
  }

  /** Bins of equal width, and one for what is missing. */
  private int[] ofNumbers(int feature, List<String> bins) {
    double[] values = new double[size];
    for (int record = 0; record < size; record++) {
      Object value = clustering.row(record)[feature];
      values[record] = value == null ? Double.NaN : ((Number) value).doubleValue();
    }
    double least = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double most = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    int count = least == most ? 1 : NUMBER_BINS;
    double width = (most - least) / count;
    for (int bin = 0; bin < count; bin++) {
      bins.add(
          count == 1
              ? number(least)
              : number(least + bin * width) + " to " + number(least + (bin + 1) * width));
    }
    int missing = count;
    if (Arrays.stream(values).anyMatch(value -> !Double.isFinite(value))) {
      bins.add("missing");
    }
    return Arrays.stream(values)
        .mapToInt(
            value ->
                !Double.isFinite(value)
                    ? missing
                    : count == 1 ? 0 : Math.min(count - 1, (int) ((value - least) / width)))
        .toArray();
  }

  /** A bin for each of the most frequent values, one for the others, one for what is missing. */
  private int[] ofValues(int feature, List<String> bins) {
    Map<String, Long> counts = new HashMap<>();
    String[] values = new String[size];
    for (int record = 0; record < size; record++) {
      Object value = clustering.row(record)[feature];
      if (value != null) {
        values[record] = value.toString();
        counts.merge(values[record], clustering.count(record), Long::sum);
      }
    }
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(VALUE_BINS)
        .forEach(entry -> bins.add(entry.getKey()));
    Map<String, Integer> numbers = new HashMap<>();
    bins.forEach(bin -> numbers.put(bin, numbers.size()));
    int others = bins.size();
    if (counts.size() > others) {
      bins.add("%,d other values".formatted(counts.size() - others));
    }
    int missing = bins.size();
    if (Arrays.stream(values).anyMatch(value -> value == null)) {
      bins.add("missing");
    }
    return Arrays.stream(values)
        .mapToInt(value -> value == null ? missing : numbers.getOrDefault(value, others))
        .toArray();
  }

  private Report.Correlations correlations() {
    List<RecordFeature> features = clustering.features();
    double[][] values = new double[features.size()][size];
    for (int record = 0; record < size; record++) {
      Object[] row = clustering.row(record);
      for (int feature = 0; feature < row.length; feature++) {
        values[feature][record] = number(row[feature]);
      }
    }
    List<List<Double>> rows = new ArrayList<>();
    for (double[] a : values) {
      List<Double> row = new ArrayList<>();
      for (double[] b : values) {
        double correlation = correlation(a, b);
        row.add(Double.isNaN(correlation) ? null : rounded(correlation));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return new Report.Correlations(features.stream().map(RecordFeature::name).toList(), rows);
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof Boolean truth ? (truth ? 1 : 0) : Double.NaN;
  }

  /** Over the records that have both values; NaN where one of them never varies. */
  private double correlation(double[] a, double[] b) {
    double n = 0;
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < size; i++) {
      if (Double.isFinite(a[i]) && Double.isFinite(b[i])) {
        n += clustering.count(i);
        meanA += clustering.count(i) * a[i];
        meanB += clustering.count(i) * b[i];
      }
    }
    meanA /= n;
    meanB /= n;
    double together = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < size; i++) {
      if (Double.isFinite(a[i]) && Double.isFinite(b[i])) {
        together += clustering.count(i) * (a[i] - meanA) * (b[i] - meanB);
        ofA += clustering.count(i) * (a[i] - meanA) * (a[i] - meanA);
        ofB += clustering.count(i) * (b[i] - meanB) * (b[i] - meanB);
      }
    }
    double scale = Math.sqrt(ofA) * Math.sqrt(ofB);
    return scale > 0 ? Math.max(-1, Math.min(1, together / scale)) : Double.NaN;
  }

  private Report.Similarity similarity() {
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
    return new Report.Similarity(chosen, percent);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    return Double.toString(
        new java.math.BigDecimal(value).round(new java.math.MathContext(3)).doubleValue());
  }
}
