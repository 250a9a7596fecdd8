package dev.nightwarden.train;

import dev.nightwarden.forest.EventEncoder;
import dev.nightwarden.forest.Growth;
import dev.nightwarden.forest.IsolationForest;
import dev.nightwarden.forest.KnownTokens;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Grows the forest of each actor of a partition. In: rows of (k0, ..., values, seen) of {@link
 * Sampling}, all of an actor in one partition, sorted by key, hash and id, nulls first; the values
 * are {@link PackedValues}, null where {@code seen} counts. Out: per actor (k0, ..., forest,
 * encoder, usual, threshold, events, trained_on, seed). Holds the sample of one actor at a time.
 *
 * @param width how many values are packed
 */
record Growing(
    EventLayout layout, int width, int keys, int most, int least, int tokens, Recipe recipe)
    implements MapPartitionsFunction<Row, Row> {

  /** A {@link Growth} that can be sent to an executor; contamination 0: none. */
  record Recipe(int trees, int samples, Growth.Kind kind, double contamination, long seed)
      implements Serializable {
    static Recipe of(Growth growth) {
      return new Recipe(
          growth.trees(),
          growth.samples(),
          growth.kind(),
          growth.contamination().orElse(0),
          growth.seed());
    }

    Growth growth() {
      OptionalDouble share =
          contamination == 0 ? OptionalDouble.empty() : OptionalDouble.of(contamination);
      return new Growth(trees, samples, kind, share, seed);
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Forests(rows);
  }

  private final class Forests implements Iterator<Row> {
    private final Iterator<Row> read;
    private final Texts texts = new Texts();
    private final KnownTokens tokensOf = new KnownTokens();
    private Row next;

    Forests(Iterator<Row> read) {
      this.read = read;
      next = read.hasNext() ? read.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Row next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Row first = next;
      List<Object[]> events = new ArrayList<>();
      List<String[]> shown = new ArrayList<>();
      long seen = 0;
      while (next != null && sameKey(first, next)) {
        if (next.isNullAt(keys)) {
          seen += next.getLong(keys + 1);
        } else if (events.size() < most) {
          InternalRow event = PackedValues.read(next.getAs(keys), width);
          Object[] values = layout.values(event, texts);
          events.add(values);
          shown.add(layout.shown(event, values, texts));
        }
        next = read.hasNext() ? read.next() : null;
      }
      return grown(first, events, shown, seen, tokensOf);
    }

    private boolean sameKey(Row one, Row other) {
      for (int k = 0; k < keys; k++) {
        if (!Objects.equals(one.get(k), other.get(k))) {
          return false;
        }
      }
      return true;
    }
  }

  private Row grown(
      Row key, List<Object[]> events, List<String[]> shown, long seen, KnownTokens known) {
    Object[] cells = new Object[keys + 7];
    for (int k = 0; k < keys; k++) {
      cells[k] = key.get(k);
    }
    cells[keys + 4] = seen;
    cells[keys + 5] = 0;
    cells[keys + 6] = recipe.seed();
    if (events.size() >= least) {
      EventEncoder encoder =
          EventEncoder.learn(layout.features(events.get(0).length), events, tokens, known);
      IsolationForest forest = IsolationForest.grow(encoder.rows(events, known), recipe.growth());
      cells[keys] = forest.toBytes();
      cells[keys + 1] = encoder.toBytes();
      cells[keys + 2] = Usual.of(encoder.features(), events, shown);
      cells[keys + 3] = forest.threshold();
      cells[keys + 5] = events.size();
    }
    return RowFactory.create(cells);
  }
}
