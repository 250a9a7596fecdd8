package dev.nightwarden.feature.cluster;

import dev.nightwarden.cluster.Clusterer;
import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.RecordSample;
import dev.nightwarden.feature.ClusterEngine;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.Optional;
import java.util.function.Function;

/** Clusters by Gower distance and complete linkage; see {@link Clusterer}. */
@TypeName(
    value = "gower",
    doc =
        "Cuts the records in clusters by Gower distance and complete linkage; the smaller are suspect.")
public record GowerEngine(
    @Key(
            doc =
                "How many distinct records of a date are clustered exactly; of more, a sample is."
                    + " Memory: 2 bytes times its square.",
            fallback = "2000",
            min = 2,
            max = 20000)
        int maxRecords,
    @Key(doc = "Into how many clusters.", fallback = "2", min = 2, max = 100) int clusters,
    @Key(doc = "The seed of the sample.", fallback = "0") long seed)
    implements ClusterEngine, Checked {
  private static final long serialVersionUID = 1L;

  @Override
  public void check() {
    new Clusterer(maxRecords, clusters, seed);
  }

  @Override
  public Optional<Function<RecordSample, Clustering>> clustering() {
    return Optional.of(new Clusterer(maxRecords, clusters, seed)::fit);
  }

  @Override
  public Learned learn(RecordSample sample) {
    return new GowerLearned(new Clusterer(maxRecords, clusters, seed).fit(sample));
  }
}
