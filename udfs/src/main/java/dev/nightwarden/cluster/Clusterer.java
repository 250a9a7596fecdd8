package dev.nightwarden.cluster;

import java.io.Serializable;
import java.util.List;

/**
 * Finds clusters of records by Gower distance and complete linkage, and which of them are suspect.
 *
 * <p>Exact for up to {@code maxRecords} distinct records; of more, a sample is clustered and the
 * others are assigned to it. Either way time grows with {@code maxRecords}<sup>2</sup>, and the
 * distances take 2 bytes times {@code maxRecords}<sup>2</sup>: 8 MB for 2,000, 200 MB for 10,000,
 * 800 MB for the limit of 20,000.
 *
 * @param maxRecords how many distinct records are clustered exactly, 2 to 20,000, default 2,000
 * @param clusters into how many clusters the tree is cut, 2 or more, default 2
 * @param seed of the sample, default 0
 */
public record Clusterer(int maxRecords, int clusters, long seed) implements Serializable {
  /** The default of {@code maxRecords}. */
  public static final int DEFAULT_MAX_RECORDS = 2_000;

  /** The default of {@code clusters}. */
  public static final int DEFAULT_CLUSTERS = 2;

  public Clusterer {
    if (maxRecords < 2 || maxRecords > Distances.MAX_SIZE) {
      throw new IllegalArgumentException(
          "max_records must be from 2 to %,d, not %,d".formatted(Distances.MAX_SIZE, maxRecords));
    }
    if (clusters < 2 || clusters > maxRecords) {
      throw new IllegalArgumentException("clusters must be from 2 to max_records, not " + clusters);
    }
  }

  /** With all defaults. */
  public Clusterer() {
    this(DEFAULT_MAX_RECORDS, DEFAULT_CLUSTERS, 0);
  }

  /** An empty sample, to add records to. */
  public RecordSample sample(List<RecordFeature> features) {
    return new RecordSample(features, maxRecords, seed);
  }

  /**
   * Clusters records. Their order does not matter.
   *
   * @throws IllegalArgumentException if there is no record, or one does not fit the features
   */
  public Clustering fit(List<RecordFeature> features, Iterable<Object[]> rows) {
    RecordSample sample = sample(features);
    for (Object[] row : rows) {
      sample.add(row);
    }
    return fit(sample);
  }

  /**
   * Clusters a sample.
   *
   * @throws IllegalArgumentException if it is empty or holds more than {@code maxRecords}
   */
  public Clustering fit(RecordSample sample) {
    if (sample.size() == 0) {
      throw new IllegalArgumentException("there is no record to cluster");
    }
    if (sample.size() > maxRecords) {
      throw new IllegalArgumentException(
          "a sample of %,d records is more than max_records, %,d"
              .formatted(sample.size(), maxRecords));
    }
    return new Clustering(sample, clusters);
  }
}
