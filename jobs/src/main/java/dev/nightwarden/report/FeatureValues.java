package dev.nightwarden.report;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.cluster.RecordFeature.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The statistics of a clustering's features: their values by cluster, and how they depend on one
 * another.
 */
final class FeatureValues {
  private static final int NUMBER_BINS = 20;
  private static final int VALUE_BINS = 8;

  private final Clustering clustering;
  private final int size;
  private final List<Integer> cuts;
  private final List<int[]> cutClusters;

  /**
   * @param cuts in how many clusters the records can be cut
   * @param cutClusters for each of these, the cluster of each distinct record
   */
  FeatureValues(Clustering clustering, List<Integer> cuts, List<int[]> cutClusters) {
    this.clustering = clustering;
    size = clustering.size();
    this.cuts = cuts;
    this.cutClusters = cutClusters;
  }

  /** The values of each feature by cluster. */
  List<ClusterFigures.Distribution> distributions() {
    return IntStream.range(0, clustering.features().size()).mapToObj(this::distribution).toList();
  }

  private ClusterFigures.Distribution distribution(int feature) {
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
    return new ClusterFigures.Distribution(
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

  /** Pearson's correlations of the features. */
  ClusterFigures.Correlations correlations() {
    List<RecordFeature> features = clustering.features();
    double[][] values = new double[features.size()][size];
    for (int record = 0; record < size; record++) {
      Object[] row = clustering.row(record);
      for (int feature = 0; feature < row.length; feature++) {
        values[feature][record] = asNumber(row[feature]);
      }
    }
    List<List<Double>> rows = new ArrayList<>();
    for (double[] a : values) {
      List<Double> row = new ArrayList<>();
      for (double[] b : values) {
        double correlation = correlation(a, b);
        row.add(Double.isNaN(correlation) ? null : ClusterView.rounded(correlation));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return new ClusterFigures.Correlations(
        features.stream().map(RecordFeature::name).toList(), rows);
  }

  private static double asNumber(Object value) {
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

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    return Double.toString(new BigDecimal(value).round(new MathContext(3)).doubleValue());
  }
}
