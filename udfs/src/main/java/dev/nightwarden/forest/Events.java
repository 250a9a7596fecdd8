package dev.nightwarden.forest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The events a forest is grown on, in few bytes and quick to cut: most events of one actor equal
 * another, and most columns hold few different values.
 *
 * <p>Numbers are kept as floats; infinities become the largest finite float.
 */
final class Events {
  static final int MOST = 1 << 24;
  static final int MOST_COLUMNS = Short.MAX_VALUE;

  /** The rank of a missing value. */
  static final int MISSING = -1;

  /** Of each event, its row: equal events share one, numbered as they first appear. */
  final int[] row;

  /** The number of different rows. */
  final int rows;

  /** Of each column, its different values, ascending; without the missing. */
  final float[][] values;

  /** Of each column, the place of each row's value among the column's values, or MISSING. */
  final int[][] rank;

  private Events(int[] row, int rows, float[][] values, int[][] rank) {
    this.row = row;
    this.rows = rows;
    this.values = values;
    this.rank = rank;
  }

  static Events of(double[][] events) {
    int count = events.length;
    if (count < 2) {
      throw new IllegalArgumentException(
          "a forest needs at least 2 events, not %d".formatted(count));
    }
    if (count > MOST) {
      throw new IllegalArgumentException(
          "a forest keeps its events and can hold %d of them, not %d: give it a sample"
              .formatted(MOST, count));
    }
    int columns = events[0].length;
    if (columns < 1 || columns > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "a forest needs 1 to %d columns, not %d".formatted(MOST_COLUMNS, columns));
    }
    // Equal events are mostly one array.
    IdentityHashMap<double[], Integer> arrays = new IdentityHashMap<>();
    int[] arrayOf = new int[count];
    double[][] different = new double[count][];
    for (int i = 0; i < count; i++) {
      if (events[i].length != columns) {
        throw new IllegalArgumentException(
            "event %d has %d columns, the first has %d".formatted(i, events[i].length, columns));
      }
      int next = arrays.size();
      Integer same = arrays.putIfAbsent(events[i], next);
      arrayOf[i] = same == null ? next : same;
      different[arrayOf[i]] = events[i];
    }
    int some = arrays.size();
    float[][] values = new float[columns][];
    int[][] ranks = new int[some][columns];
    float[] column = new float[some];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < some; i++) {
        column[i] = finite(different[i][j]);
      }
      values[j] = different(column);
      for (int i = 0; i < some; i++) {
        ranks[i][j] = Float.isNaN(column[i]) ? MISSING : Arrays.binarySearch(values[j], column[i]);
      }
    }
    Map<NumbersKey, Integer> known = new HashMap<>();
    int[] rowOf = new int[some];
    int[] first = new int[some];
    for (int i = 0; i < some; i++) {
      int next = known.size();
      Integer same = known.putIfAbsent(new NumbersKey(ranks[i]), next);
      rowOf[i] = same == null ? next : same;
      if (same == null) {
        first[next] = i;
      }
    }
    int[][] rank = new int[columns][known.size()];
    for (int j = 0; j < columns; j++) {
      for (int r = 0; r < rank[j].length; r++) {
        rank[j][r] = ranks[first[r]][j];
      }
    }
    int[] row = new int[count];
    Arrays.setAll(row, i -> rowOf[arrayOf[i]]);
    return new Events(row, known.size(), values, rank);
  }

  int count() {
    return row.length;
  }

  int columns() {
    return values.length;
  }

  /** The numbers of one row; NaN where missing. */
  float[] at(int wanted) {
    float[] numbers = new float[columns()];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] = at(wanted, j);
    }
    return numbers;
  }

  /** The number in one column of one row; NaN where missing. */
  float at(int wanted, int column) {
    int place = rank[column][wanted];
    return place == MISSING ? Float.NaN : values[column][place];
  }

  /**
   * Turns sampled events into rows.
   *
   * @param into filled with the different rows
   * @param weight set, for each of them, to how many of the events it has
   * @return how many different rows
   */
  int weigh(int[] sampled, int[] into, int[] weight) {
    Arrays.fill(weight, 0);
    int different = 0;
    for (int event : sampled) {
      int its = row[event];
      if (weight[its]++ == 0) {
        into[different++] = its;
      }
    }
    return different;
  }

  /** An event as the forest sees it. */
  static float[] floats(double[] event) {
    float[] numbers = new float[event.length];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] = finite(event[j]);
    }
    return numbers;
  }

  void write(ByteWriter out) {
    out.varint(columns());
    out.varint(count());
    out.varint(rows);
    if (rows < count()) {
      out.packed(row, width(rows));
    }
    for (int j = 0; j < columns(); j++) {
      out.varint(values[j].length);
      for (float value : values[j]) {
        out.float32(value);
      }
      int[] shifted = new int[rows];
      for (int r = 0; r < rows; r++) {
        shifted[r] = rank[j][r] - MISSING;
      }
      out.packed(shifted, width(values[j].length + 1));
    }
  }

  static Events read(ByteReader in) {
    int columns = in.count(1, MOST_COLUMNS);
    int count = in.count(2, MOST);
    int rows = in.count(1, count);
    int[] row = new int[count];
    if (rows < count) {
      row = in.packed(count, width(rows));
      within(row, rows, in);
    } else {
      Arrays.setAll(row, i -> i);
    }
    float[][] values = new float[columns][];
    int[][] rank = new int[columns][];
    for (int j = 0; j < columns; j++) {
      values[j] = new float[in.count(0, rows)];
      for (int k = 0; k < values[j].length; k++) {
        values[j][k] = in.float32();
      }
      rank[j] = in.packed(rows, width(values[j].length + 1));
      within(rank[j], values[j].length + 1, in);
      for (int r = 0; r < rows; r++) {
        rank[j][r] += MISSING;
      }
    }
    return new Events(row, rows, values, rank);
  }

  private static void within(int[] numbers, int bound, ByteReader in) {
    for (int number : numbers) {
      if (number >= bound) {
        throw in.damaged("number %d of %d".formatted(number, bound));
      }
    }
  }

  private static float finite(double value) {
    // Adding zero makes -0.0 the 0.0 it is equal to.
    float rounded = (float) value + 0.0f;
    return Float.isInfinite(rounded) ? Math.copySign(Float.MAX_VALUE, rounded) : rounded;
  }

  private static float[] different(float[] column) {
    float[] sorted = column.clone();
    Arrays.sort(sorted);
    int found = 0;
    for (float value : sorted) {
      if (!Float.isNaN(value) && (found == 0 || value != sorted[found - 1])) {
        sorted[found++] = value;
      }
    }
    return Arrays.copyOf(sorted, found);
  }

  /** Bits that hold any number below a bound. */
  private static int width(int bound) {
    return 32 - Integer.numberOfLeadingZeros(bound - 1);
  }
}
