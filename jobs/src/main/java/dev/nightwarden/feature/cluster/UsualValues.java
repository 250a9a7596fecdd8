package dev.nightwarden.feature.cluster;

import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.feature.ClusterEngine.Part;
import dev.nightwarden.value.Printable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What is usual for each feature among ordinary records, in words. */
final class UsualValues implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  private final List<RecordFeature> features;
  private final List<String> usual = new ArrayList<>();

  /**
   * @param rows distinct ordinary records by how often they occur
   */
  UsualValues(List<RecordFeature> features, List<Map.Entry<Object[], Long>> rows) {
    this.features = features;
    for (int f = 0; f < features.size(); f++) {
      usual.add(
          features.get(f).kind() == RecordFeature.Kind.NUMERIC
              ? range(rows, f)
              : mostFrequent(rows, f));
    }
  }

  /** The parts of a verdict, the largest share first. */
  List<Part> parts(Object[] row, double[] shares) {
    List<Part> parts = new ArrayList<>();
    for (int f = 0; f < features.size(); f++) {
      parts.add(new Part(features.get(f).name(), shares[f], shown(row[f]), usual.get(f)));
    }
    parts.sort(
        Comparator.comparingDouble((Part part) -> -part.share()).thenComparing(Part::feature));
    return parts;
  }

  private static String range(List<Map.Entry<Object[], Long>> rows, int feature) {
    NavigableMap<Double, Long> counts = new TreeMap<>();
    long total = 0;
    for (var row : rows) {
      if (row.getKey()[feature] instanceof Double x) {
        counts.merge(x, row.getValue(), Long::sum);
        total += row.getValue();
      }
    }
    if (total == 0) {
      return "none";
    }
    double low = quantile(counts, total, LOW);
    double high = quantile(counts, total, HIGH);
    return low == high ? shown(low) : "%s to %s".formatted(shown(low), shown(high));
  }

  private static double quantile(NavigableMap<Double, Long> counts, long total, double share) {
    long seen = 0;
    for (var value : counts.entrySet()) {
      seen += value.getValue();
      if (seen >= share * total) {
        return value.getKey();
      }
    }
    return counts.lastKey();
  }

  private static String mostFrequent(List<Map.Entry<Object[], Long>> rows, int feature) {
    Map<String, Long> counts = new TreeMap<>();
    long total = 0;
    for (var row : rows) {
      total += row.getValue();
      counts.merge(String.valueOf(shown(row.getKey()[feature])), row.getValue(), Long::sum);
    }
    var most = counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
    return most == null
        ? "none"
        : "%s in %d of %d"
            .formatted(
                most.getKey().equals("null") ? "none" : most.getKey(), most.getValue(), total);
  }

  private static String shown(Object value) {
    if (value instanceof Double x) {
      return x == Math.rint(x) && Math.abs(x) < 1e15
          ? Long.toString(x.longValue())
          : String.format(Locale.ROOT, "%.4g", x);
    }
    return value == null ? null : Printable.printable(value.toString(), SHOWN);
  }
}
