package dev.nightwarden.feature.cluster;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.Separation;
import dev.nightwarden.feature.ClusterEngine.Learned;
import dev.nightwarden.feature.ClusterEngine.Verdict;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The clusters of one date. */
final class GowerLearned implements Learned {
  private static final long serialVersionUID = 1L;

  private final Clustering clustering;
  private final UsualValues usual;

  GowerLearned(Clustering clustering) {
    this.clustering = clustering;
    this.usual =
        new UsualValues(
            clustering.features(),
            IntStream.range(0, clustering.size())
                .filter(record -> clustering.assignment(record).cluster() == 0)
                .mapToObj(record -> Map.entry(clustering.row(record), clustering.count(record)))
                .toList());
  }

  @Override
  public boolean hasSuspects() {
    return clustering.hasSuspects();
  }

  @Override
  public Verdict judge(Object[] row) {
    return clustering
        .assignSuspect(row)
        .map(
            suspect ->
                new Verdict(suspect.score(), usual.parts(row, clustering.contributions(row))))
        .orElse(null);
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("records", (double) clustering.records());
    figures.put("clusters", (double) clustering.clusters());
    for (int cluster = 1; cluster < clustering.clusters(); cluster++) {
      if (clustering.isSuspect(cluster)) {
        Separation apart = clustering.separation(cluster);
        figures.put("silhouette", apart.silhouette());
        figures.put("gap", apart.gap());
        figures.put("spread", apart.spread());
        break;
      }
    }
    return figures;
  }
}
