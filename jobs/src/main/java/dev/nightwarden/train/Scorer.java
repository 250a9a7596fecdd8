package dev.nightwarden.train;

import dev.nightwarden.forest.EventEncoder;
import dev.nightwarden.forest.IsolationForest;
import dev.nightwarden.forest.KnownTokens;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.value.RowKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Scores events of one actor. In: the values that {@link EventLayout} reads. Out: {@link Outputs}.
 * Not for use by several threads.
 */
final class Scorer {
  private static final int REMEMBERED = 1 << 14;
  private static final double SCALE = Math.pow(10, Anomalies.SCORE_DECIMALS);

  private final EventLayout layout;
  private final boolean explainAll;
  private final EventEncoder encoder;
  private final EventEncoder.Rows rows;
  private final IsolationForest forest;
  private final ArrayData usual;
  private final Texts texts;
  private final UTF8String[] names;
  private final Map<RowKey, Found> known = new HashMap<>();

  private Scorer(
      EventLayout layout,
      boolean explainAll,
      EventEncoder encoder,
      IsolationForest forest,
      ArrayData usual,
      Texts texts,
      KnownTokens tokens) {
    this.layout = layout;
    this.explainAll = explainAll;
    this.encoder = encoder;
    rows = encoder.encoding(tokens);
    this.forest = forest;
    this.usual = usual;
    this.texts = texts;
    names =
        encoder.features().stream()
            .map(feature -> UTF8String.fromString(feature.name()))
            .toArray(UTF8String[]::new);
  }

  /**
   * @param usual packed, the only one of its values
   */
  static Scorer of(
      EventLayout layout,
      boolean explainAll,
      byte[] forest,
      byte[] encoder,
      byte[] usual,
      Texts texts,
      KnownTokens tokens) {
    return new Scorer(
        layout,
        explainAll,
        EventEncoder.fromBytes(encoder),
        IsolationForest.fromBytes(forest),
        PackedValues.read(usual, 1).getArray(0),
        texts,
        tokens);
  }

  /** What there is to say of an event. */
  private static final class Found {
    final double score;
    final boolean anomaly;

    /** By feature; null where the event is not explained. */
    final double[] gains;

    /** The features, the one of the greatest gain first; null likewise. */
    final int[] order;

    Found(double score, boolean anomaly, double[] gains) {
      this.score = score;
      this.anomaly = anomaly;
      this.gains = gains;
      order =
          gains == null
              ? null
              : IntStream.range(0, gains.length)
                  .boxed()
                  .sorted(Comparator.comparingDouble(f -> -gains[f]))
                  .mapToInt(f -> f)
                  .toArray();
    }
  }

  /** The outputs of one event. */
  InternalRow score(InternalRow row) {
    RowKey event = new RowKey(layout.values(row, texts));
    Found found = known.get(event);
    if (found == null) {
      if (known.size() == REMEMBERED) {
        known.clear();
      }
      found = find(event.values());
      known.put(event, found);
    }
    boolean explained = found.gains != null;
    return new GenericInternalRow(
        new Object[] {
          found.score,
          forest.threshold(),
          found.anomaly ? 1.0 : 0.0,
          forest.events(),
          explained ? contributions(found, layout.shown(row, event.values(), texts)) : null,
          explained ? usual : null
        });
  }

  private Found find(Object[] event) {
    double[] row = rows.of(event);
    double score = forest.score(row);
    boolean anomaly = forest.isAnomaly(score);
    double[] gains = anomaly || explainAll ? encoder.byFeature(forest.explain(row)) : null;
    return new Found(Math.rint(score * SCALE) / SCALE, anomaly, gains);
  }

  private ArrayData contributions(Found found, String[] shown) {
    Object[] parts = new Object[found.order.length];
    for (int i = 0; i < parts.length; i++) {
      int f = found.order[i];
      parts[i] =
          new GenericInternalRow(
              new Object[] {names[f], found.gains[f], UTF8String.fromString(shown[f])});
    }
    return new GenericArrayData(parts);
  }
}
