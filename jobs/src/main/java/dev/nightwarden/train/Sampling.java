package dev.nightwarden.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What one partition can say of each actor's sample before events are exchanged: those of the
 * actor's rows with the smallest hashes, and how many rows there were.
 *
 * <p>In: rows of (k0, ..., hash, id, values...). Out: the same with {@code seen} (bigint) appended:
 * the rows kept, with 0; and rows with nothing but a key and {@code seen}, the number of rows read.
 *
 * <p>Holds {@code room} rows at a time. When they are full it hands them on, and remembers, of an
 * actor that had {@code most} rows among them, from which row on no other can matter.
 *
 * @param keys the number of columns of the key
 * @param most how many rows of an actor the sample takes
 * @param room how many rows are held, at least {@code most}
 */
record Sampling(int keys, int most, int room) implements MapPartitionsFunction<Row, Row> {
  private static final int ROOM = 1 << 16;

  Sampling(int keys, int most) {
    this(keys, most, Math.max(ROOM, most));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Kept(rows);
  }

  private int compare(Row one, Row other) {
    int byHash = Long.compare(one.getLong(keys), other.getLong(keys));
    return byHash != 0 ? byHash : Arrays.compareUnsigned(id(one), id(other));
  }

  private Comparator<Row> inOrder() {
    return this::compare;
  }

  private byte[] id(Row row) {
    return row.getString(keys + 1).getBytes(StandardCharsets.UTF_8);
  }

  private Object key(Row row) {
    if (keys == 1) {
      return row.get(0);
    }
    Object[] key = new Object[keys];
    for (int k = 0; k < keys; k++) {
      key[k] = row.get(k);
    }
    return Arrays.asList(key);
  }

  private final class Actor {
    /** Rows that may be in the sample, the last of them first. */
    final PriorityQueue<Row> rows = new PriorityQueue<>(inOrder().reversed());

    Row any;
    long seen;

    /** From this row on none can be in the sample; null: any can. */
    Row end;
  }

  private final class Kept implements Iterator<Row> {
    private final Iterator<Row> read;
    private final Map<Object, Actor> actors = new HashMap<>();
    private final Queue<Row> ready = new ArrayDeque<>();
    private int held;

    Kept(Iterator<Row> read) {
      this.read = read;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty()) {
        while (held < room && read.hasNext()) {
          keep(read.next());
        }
        handOn();
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

    private void keep(Row row) {
      if (row.isNullAt(keys + 1)) {
        throw new IllegalArgumentException(
            "idCol: an event has no message id; each needs one, unique for its actor");
      }
      Actor actor = actors.computeIfAbsent(key(row), key -> new Actor());
      actor.any = row;
      actor.seen++;
      if (actor.end != null && compare(row, actor.end) >= 0) {
        return;
      }
      actor.rows.add(row);
      held++;
      if (actor.rows.size() > most) {
        actor.rows.remove();
        held--;
      }
      if (actor.rows.size() == most) {
        actor.end = actor.rows.peek();
      }
    }

    private void handOn() {
      for (Actor actor : actors.values()) {
        if (actor.seen > 0) {
          ready.add(count(actor));
          actor.seen = 0;
        }
        for (Row row : actor.rows) {
          ready.add(kept(row));
        }
        actor.rows.clear();
      }
      actors.values().removeIf(actor -> actor.end == null);
      held = 0;
    }

    private Row count(Actor actor) {
      Object[] cells = new Object[actor.any.length() + 1];
      for (int k = 0; k < keys; k++) {
        cells[k] = actor.any.get(k);
      }
      cells[cells.length - 1] = actor.seen;
      return RowFactory.create(cells);
    }

    private Row kept(Row row) {
      Object[] cells = new Object[row.length() + 1];
      for (int i = 0; i < row.length(); i++) {
        cells[i] = row.get(i);
      }
      cells[cells.length - 1] = 0L;
      return RowFactory.create(cells);
    }
  }
}
