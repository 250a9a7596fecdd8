package dev.nightwarden.forest;

import java.util.Arrays;

/**
 * The box of each node of a tree: the least and the greatest code of its events in every column
 * (see {@link Codes}), so that a few subtractions tell whether an event is inside.
 */
final class Boxes {
  private final Codes codes;

  /**
   * Of each node and word, the least codes, then the greatest ones with their guard bits set. In a
   * column that some of the events miss no value is outside: there the greatest is full.
   */
  private final long[] bounds;

  /** Of each node, how many columns vary. */
  private final short[] varying;

  /** Room for so many nodes. */
  Boxes(Codes codes, int nodes) {
    this(codes, new long[Math.multiplyExact(2 * codes.words, nodes)], new short[nodes]);
  }

  private Boxes(Codes codes, long[] bounds, short[] varying) {
    this.codes = codes;
    this.bounds = bounds;
    this.varying = varying;
  }

  /** The first nodes of these. */
  Boxes of(int nodes) {
    return new Boxes(
        codes, Arrays.copyOf(bounds, 2 * codes.words * nodes), Arrays.copyOf(varying, nodes));
  }

  /** The box of rows. */
  void encloseRows(int node, int[] rows, int from, int to) {
    varying[node] = 0;
    for (int w = 0; w < codes.words; w++) {
      long least = codes.rows[rows[from] * codes.words + w];
      if (to - from == 1) {
        int box = 2 * (codes.words * node + w);
        bounds[box] = least;
        bounds[box + 1] = least | codes.guard[w];
        continue;
      }
      long most = least;
      for (int i = from + 1; i < to; i++) {
        long row = codes.rows[rows[i] * codes.words + w];
        least = codes.lesser(w, least, row);
        most = codes.greater(w, most, row);
      }
      enclose(node, w, least, most);
    }
  }

  /** The box of two boxes. */
  void encloseNodes(int node, int one, int other) {
    varying[node] = 0;
    for (int w = 0; w < codes.words; w++) {
      int a = 2 * (codes.words * one + w);
      int b = 2 * (codes.words * other + w);
      long guard = codes.guard[w];
      enclose(
          node,
          w,
          codes.lesser(w, bounds[a], bounds[b]),
          codes.greater(w, bounds[a + 1] ^ guard, bounds[b + 1] ^ guard));
    }
  }

  private void enclose(int node, int w, long least, long most) {
    long someMiss = codes.notZero(w, most) & ~codes.notZero(w, least);
    int box = 2 * (codes.words * node + w);
    long full = most | codes.full(w, someMiss);
    bounds[box] = least;
    bounds[box + 1] = full | codes.guard[w];
    varying[node] += (short) Long.bitCount(codes.notZero(w, least ^ full));
  }

  /** The chance that an event would have been isolated at a node; 0 inside of its box. */
  double isolated(int node, EventBatch events, int event) {
    int count = codes.words;
    int box = 2 * count * node;
    int from = count * event;
    int apart = 0;
    double beyond = 0;
    boolean found = false;
    for (int w = 0; w < count; w++, box += 2) {
      long outside = outside(w, box, events.words[from + w]);
      if (outside != 0) {
        found = true;
        long most = bounds[box + 1] ^ codes.guard[w];
        long vary = outside & codes.notZero(w, bounds[box] ^ most);
        apart += Long.bitCount(outside ^ vary);
        for (; vary != 0; vary &= vary - 1) {
          beyond += beyond(w, vary & -vary, box, events, event);
        }
      }
    }
    return found ? (apart + beyond) / (apart + varying[node]) : 0;
  }

  /** Whether an event lies outside the box of a node, and how. */
  boolean look(int node, EventBatch events, int event) {
    int count = codes.words;
    int box = 2 * count * node;
    int from = count * event;
    Outside found = events.outside;
    boolean isOutside = false;
    for (int w = 0; w < count; w++, box += 2) {
      long outside = outside(w, box, events.words[from + w]);
      if (outside != 0 && !isOutside) {
        found.begin(varying[node]);
        isOutside = true;
      }
      if (outside != 0) {
        long vary = codes.notZero(w, bounds[box] ^ bounds[box + 1] ^ codes.guard[w]);
        for (long left = outside; left != 0; left &= left - 1) {
          long bit = left & -left;
          int column = codes.column(w, bit);
          if ((vary & bit) == 0) {
            found.addApart(column);
          } else {
            found.add(column, beyond(w, bit, box, events, event));
          }
        }
      }
    }
    return isOutside;
  }

  /** The guard bits of the columns in which a code is below the least or above the greatest. */
  private long outside(int w, int box, long code) {
    long guard = codes.guard[w];
    return ~(((code | guard) - bounds[box]) & (bounds[box + 1] - code)) & guard;
  }

  /** The chance that a cut in a column that varies isolates an event. */
  private double beyond(int w, long bit, int box, EventBatch events, int event) {
    int column = codes.column(w, bit);
    float low = codes.number(column, codes.below(w, bit, bounds[box]));
    float high = codes.number(column, codes.below(w, bit, bounds[box + 1] ^ codes.guard[w]));
    return beyond(events.numbers[event * events.columns + column], low, high);
  }

  /** The chance that a uniform cut between a value and the farther end of a range parts them. */
  private static double beyond(float value, float low, float high) {
    if (value < low) {
      return ((double) low - value) / ((double) high - value);
    }
    if (value > high) {
      return ((double) value - high) / ((double) value - low);
    }
    return 1;
  }
}
