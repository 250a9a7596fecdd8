package dev.nightwarden.cluster;

import dev.nightwarden.value.Sha256;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The distinct records among many, with how often each occurs; of more than a bound, those with the
 * smallest hash of seed and values. The ranges of numeric features are those of all records.
 *
 * <p>Samples add up: however the records are ordered and divided, adding and merging gives the same
 * sample. It holds at most {@code maxRecords} records of texts of at most 256 characters.
 */
public final class RecordSample implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final class Key implements Comparable<Key>, Serializable {
    private static final long serialVersionUID = 1L;

    private final long hash;
    private final Object[] values;

    Key(long hash, Object[] values) {
      this.hash = hash;
      this.values = values;
    }

    @Override
    public int compareTo(Key other) {
      int order = Long.compareUnsigned(hash, other.hash);
      return order != 0 ? order : RecordValues.compare(values, other.values);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(hash);
    }
  }

  private final List<RecordFeature> features;
  private final int maxRecords;
  private final long seed;
  private final TreeMap<Key, Long> counts = new TreeMap<>();
  private final double[] least;
  private final double[] most;
  private long records;
  private boolean isWhole = true;
  private transient MessageDigest digest;

  /**
   * An empty sample.
   *
   * @param features the features of the records, at least one
   * @param maxRecords how many distinct records it keeps, at least 2
   * @param seed of the choice among more
   */
  public RecordSample(List<RecordFeature> features, int maxRecords, long seed) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("records must have a feature");
    }
    if (maxRecords < 2) {
      throw new IllegalArgumentException("max_records must be 2 or more, not " + maxRecords);
    }
    this.features = List.copyOf(features);
    this.maxRecords = maxRecords;
    this.seed = seed;
    least = new double[features.size()];
    most = new double[features.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  /**
   * Adds a record: a Number, String, Boolean or null for each feature.
   *
   * @throws IllegalArgumentException if the values are not those of the features
   */
  public void add(Object... row) {
    add(row, 1);
  }

  /** Adds a record that occurs so many times, 1 or more. */
  public void add(Object[] row, long count) {
    if (count < 1) {
      throw new IllegalArgumentException("a record occurs once or more, not " + count);
    }
    Object[] values = RecordValues.of(features, row);
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Double x) {
        least[i] = Math.min(least[i], x);
        most[i] = Math.max(most[i], x);
      }
    }
    records += count;
    keep(new Key(hash(values), values), count);
  }

  /**
   * Adds all records of another sample.
   *
   * @throws IllegalArgumentException if it has other features, another bound or another seed
   */
  public void merge(RecordSample other) {
    boolean alike =
        features.equals(other.features) && maxRecords == other.maxRecords && seed == other.seed;
    if (!alike) {
      throw new IllegalArgumentException("samples of other features, bound or seed do not add up");
    }
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], other.least[i]);
      most[i] = Math.max(most[i], other.most[i]);
    }
    records += other.records;
    isWhole &= other.isWhole;
    other.counts.forEach(this::keep);
  }

  private void keep(Key key, long count) {
    // What the bound once left out has a larger hash than all that is kept, now and later: so the
    // counts of those that are kept are never short.
    if (!isWhole && counts.size() == maxRecords && key.compareTo(counts.lastKey()) > 0) {
      return;
    }
    counts.merge(key, count, Long::sum);
    if (counts.size() > maxRecords) {
      counts.pollLastEntry();
      isWhole = false;
    }
  }

  private long hash(Object[] values) {
    if (digest == null) {
      digest = Sha256.newDigest();
    }
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    for (Object value : values) {
      if (value == null) {
        digest.update((byte) 0);
      } else if (value instanceof Double x) {
        digest.update(ByteBuffer.allocate(9).put((byte) 1).putDouble(x).array());
      } else if (value instanceof Boolean truth) {
        digest.update((byte) (truth ? 3 : 2));
      } else {
        byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(5).put((byte) 4).putInt(text.length).array());
        digest.update(text);
      }
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** The features of its records. */
  public List<RecordFeature> features() {
    return features;
  }

  /** How many records were added, equal ones counted each time. */
  public long records() {
    return records;
  }

  /** How many distinct records it keeps. */
  public int size() {
    return counts.size();
  }

  /** Whether it keeps every distinct record that was added. */
  public boolean isWhole() {
    return isWhole;
  }

  /** The distinct records with their counts, ordered by their values. */
  public List<Map.Entry<Object[], Long>> entries() {
    List<Map.Entry<Object[], Long>> entries = new ArrayList<>();
    counts.forEach((key, count) -> entries.add(Map.entry(key.values, count)));
    entries.sort((a, b) -> RecordValues.compare(a.getKey(), b.getKey()));
    return entries;
  }

  /** For each numeric feature the smallest value; infinite where there is none. */
  double[] least() {
    return least.clone();
  }

  /** For each numeric feature the largest value less the smallest; 0 where there is none. */
  double[] ranges() {
    double[] ranges = new double[least.length];
    for (int i = 0; i < ranges.length; i++) {
      // Halves first: the difference of two doubles may be larger than any.
      double half = most[i] / 2 - least[i] / 2;
      ranges[i] = most[i] > least[i] ? Math.min(Double.MAX_VALUE, half * 2) : 0;
    }
    return ranges;
  }
}
