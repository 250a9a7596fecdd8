package dev.nightwarden.train;

import dev.nightwarden.forest.EventEncoder;
import dev.nightwarden.forest.IsolationForest;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.value.RowKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Scores events of one actor. In: rows with the events' columns from {@code from} to {@code to},
 * and behind them the values that {@link EventLayout} reads. Out: the events' columns, then {@link
 * Outputs}, {@code usual} as JSON. Not for use by several threads.
 */
final class Scorer {
  private static final int BATCH = 1024;
  private static final int REMEMBERED = 1 << 14;
  private static final int OUTPUTS = 6;

  private final EventLayout layout;
  private final boolean explainAll;
  private final EventEncoder encoder;
  private final IsolationForest forest;
  private final String usual;
  private final Map<RowKey, Found> known = new HashMap<>();

  private Scorer(
      EventLayout layout,
      boolean explainAll,
      EventEncoder encoder,
      IsolationForest forest,
      String usual) {
    this.layout = layout;
    this.explainAll = explainAll;
    this.encoder = encoder;
    this.forest = forest;
    this.usual = usual;
  }

  /**
   * @param stored forest, encoder and usual as JSON from the place {@code at} on; null: no forest
   */
  static Scorer of(EventLayout layout, boolean explainAll, Row stored, int at) {
    if (stored == null) {
      return new Scorer(layout, explainAll, null, null, null);
    }
    return new Scorer(
        layout,
        explainAll,
        EventEncoder.fromBytes(stored.getAs(at + 1)),
        IsolationForest.fromBytes(stored.getAs(at)),
        stored.getString(at + 2));
  }

  /** Scores the events as they are asked for; holds {@value #BATCH} of them. */
  Iterator<Row> score(Iterator<Row> events, int from, int to) {
    return new Iterator<>() {
      private final Queue<Row> ready = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        if (ready.isEmpty() && events.hasNext()) {
          List<Row> batch = new ArrayList<>();
          while (batch.size() < BATCH && events.hasNext()) {
            batch.add(events.next());
          }
          score(batch, from, to, ready);
        }
        return !ready.isEmpty();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.remove();
      }
    };
  }

  /** What there is to say of an event. */
  private static final class Found {
    final double score;
    final boolean anomaly;

    /** By feature; null where the event is not explained. */
    final double[] gains;

    Found(double score, boolean anomaly, double[] gains) {
      this.score = score;
      this.anomaly = anomaly;
      this.gains = gains;
    }
  }

  private void score(List<Row> batch, int from, int to, Queue<Row> ready) {
    if (forest == null) {
      for (Row row : batch) {
        ready.add(RowFactory.create(cells(row, from, to)));
      }
      return;
    }
    List<RowKey> events = new ArrayList<>(batch.size());
    for (Row row : batch) {
      events.add(new RowKey(layout.values(row, to)));
    }
    learn(events);
    for (int i = 0; i < batch.size(); i++) {
      Row row = batch.get(i);
      RowKey event = events.get(i);
      Found found = known.get(event);
      Object[] cells = cells(row, from, to);
      int at = to - from;
      cells[at] = found.score;
      cells[at + 1] = forest.threshold();
      cells[at + 2] = found.anomaly ? 1.0 : 0.0;
      cells[at + 3] = forest.events();
      if (found.gains != null) {
        cells[at + 4] = contributions(found.gains, layout.shown(row, to, event.values()));
        cells[at + 5] = usual;
      }
      ready.add(RowFactory.create(cells));
    }
    if (known.size() > REMEMBERED) {
      known.clear();
    }
  }

  /** Finds out about the events that are not known yet. */
  private void learn(List<RowKey> events) {
    List<Object[]> fresh = new ArrayList<>();
    List<RowKey> places = new ArrayList<>();
    for (RowKey event : events) {
      if (!known.containsKey(event)) {
        known.put(event, null);
        places.add(event);
        fresh.add(event.values());
      }
    }
    double[][] rows = encoder.rows(fresh);
    double[] scores = forest.scores(rows);
    for (int i = 0; i < scores.length; i++) {
      boolean anomaly = forest.isAnomaly(scores[i]);
      double[] gains = anomaly || explainAll ? encoder.byFeature(forest.explain(rows[i])) : null;
      known.put(places.get(i), new Found(rounded(scores[i]), anomaly, gains));
    }
  }

  private Row[] contributions(double[] gains, String[] shown) {
    return IntStream.range(0, gains.length)
        .boxed()
        .sorted(Comparator.comparingDouble(f -> -gains[f]))
        .map(f -> RowFactory.create(encoder.features().get(f).name(), gains[f], shown[f]))
        .toArray(Row[]::new);
  }

  private static Object[] cells(Row row, int from, int to) {
    Object[] cells = new Object[to - from + OUTPUTS];
    for (int i = from; i < to; i++) {
      cells[i - from] = row.get(i);
    }
    return cells;
  }

  private static double rounded(double score) {
    double scale = Math.pow(10, Anomalies.SCORE_DECIMALS);
    return Math.rint(score * scale) / scale;
  }
}
