package dev.nightwarden.feature.cluster;

import dev.nightwarden.feature.ClusterEngine.Learned;
import dev.nightwarden.feature.ClusterEngine.Verdict;
import dev.nightwarden.forest.EventEncoder;
import dev.nightwarden.forest.IsolationForest;
import java.util.Arrays;
import java.util.Map;

/** The forest of one date. */
final class ForestLearned implements Learned {
  private static final long serialVersionUID = 1L;

  private final byte[] forestBytes;
  private final byte[] encoderBytes;
  private final double threshold;
  private final UsualValues usual;
  private final long records;
  private transient IsolationForest forest;
  private transient EventEncoder encoder;

  ForestLearned(
      IsolationForest forest,
      EventEncoder encoder,
      double threshold,
      UsualValues usual,
      long records) {
    this.forestBytes = forest.toBytes();
    this.encoderBytes = encoder.toBytes();
    this.threshold = threshold;
    this.usual = usual;
    this.records = records;
  }

  /** A record as a forest's event: truth values are categories. */
  static Object[] event(Object[] row) {
    return Arrays.stream(row)
        .map(value -> value instanceof Boolean truth ? truth.toString() : value)
        .toArray();
  }

  @Override
  public boolean hasSuspects() {
    return true;
  }

  @Override
  public Verdict judge(Object[] row) {
    if (forest == null) {
      forest = IsolationForest.fromBytes(forestBytes);
      encoder = EventEncoder.fromBytes(encoderBytes);
    }
    double[] numbers = encoder.row(event(row));
    double score = forest.score(numbers);
    if (score < threshold) {
      return null;
    }
    double[] shares = encoder.byFeature(forest.explain(numbers));
    double sum = Arrays.stream(shares).sum();
    return new Verdict(
        score,
        usual.parts(row, Arrays.stream(shares).map(part -> sum == 0 ? 0 : part / sum).toArray()));
  }

  @Override
  public Map<String, Double> figures() {
    return Map.of("records", (double) records, "threshold", threshold);
  }
}
