package dev.nightwarden.feature.cluster;

import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.cluster.RecordSample;
import dev.nightwarden.feature.ClusterEngine;
import dev.nightwarden.forest.EventEncoder;
import dev.nightwarden.forest.Growth;
import dev.nightwarden.forest.IsolationForest;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One isolation forest over all records of a date; see {@link IsolationForest}. */
@TypeName(
    value = "forest",
    doc =
        "Grows one isolation forest on all records of a date; those that it isolates are suspect.")
public record ForestEngine(
    @Key(doc = "How many trees vote.", fallback = "100", min = 1, max = 1000) int trees,
    @Key(doc = "The most records one tree is grown on.", fallback = "256", min = 2, max = 4096)
        int samples,
    @Key(
            doc = "The least score of a suspect; half of ordinary records score above 0.45 or so.",
            fallback = "0.7",
            above = 0,
            max = 1)
        double threshold,
    @Key(
            doc = "How many distinct records of a date it learns from; of more, a sample.",
            fallback = "10000",
            min = 2,
            max = 100000)
        int maxRecords,
    @Key(doc = "The seed of the sample and the trees.", fallback = "0") long seed)
    implements ClusterEngine {
  private static final long serialVersionUID = 1L;

  /** The most rows a forest is given, equal ones repeated; beyond that in proportion. */
  private static final long MAX_ROWS = 50_000;

  private static final int TOKENS = 100;

  @Override
  public boolean weighs() {
    return false;
  }

  @Override
  public Learned learn(RecordSample sample) {
    List<dev.nightwarden.forest.Feature> features =
        sample.features().stream().map(ForestEngine::feature).toList();
    List<Map.Entry<Object[], Long>> entries = sample.entries();
    long total = entries.stream().mapToLong(Map.Entry::getValue).sum();
    List<Object[]> rows = new ArrayList<>();
    for (var entry : entries) {
      long times =
          total <= MAX_ROWS
              ? entry.getValue()
              : Math.max(1, Math.round((double) entry.getValue() * MAX_ROWS / total));
      Object[] event = ForestLearned.event(entry.getKey());
      for (long i = 0; i < times; i++) {
        rows.add(event);
      }
    }
    EventEncoder encoder = EventEncoder.learn(features, rows, TOKENS);
    Growth growth = new Growth(trees, samples, Growth.Kind.STANDARD, OptionalDouble.empty(), seed);
    IsolationForest forest = IsolationForest.grow(encoder.rows(rows), growth);
    return new ForestLearned(
        forest, encoder, threshold, new UsualValues(sample.features(), entries), sample.records());
  }

  private static dev.nightwarden.forest.Feature feature(RecordFeature feature) {
    return new dev.nightwarden.forest.Feature(
        feature.name(),
        feature.kind() == RecordFeature.Kind.NUMERIC
            ? dev.nightwarden.forest.Feature.Kind.NUMBER
            : dev.nightwarden.forest.Feature.Kind.CATEGORY);
  }
}
