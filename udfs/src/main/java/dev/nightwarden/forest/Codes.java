package dev.nightwarden.forest;

import java.util.Arrays;

/**
 * Writes events as words of which many columns can be compared at a time. A column is a field of
 * bits: 0 for a missing value, 2 r + 2 for the forest's r-th value of that column, odd numbers for
 * what lies before, between and behind its values. The highest bit of a field stays 0: there a
 * subtraction of words leaves, for each column, which of two numbers was the greater one.
 *
 * <p>The columns lie in their order, the first in the lowest bits of the first word. All fields of
 * a word have one width.
 */
final class Codes {
  static final int MISSING = 0;

  /** How many words an event takes. */
  final int words;

  /** Of each word, the highest bits of its fields. */
  final long[] guard;

  /** Of each word, the bits of a field. */
  private final int[] width;

  /** Of each bit of the words, its column. */
  private final short[] column;

  private final int[] word;
  private final int[] shift;
  private final float[][] values;

  /** The words of each row of the forest's events. */
  final long[] rows;

  /** Rows by the hash of their words, each in the first free place from there on; -1: free. */
  private final int[] places;

  Codes(Events events) {
    values = events.values;
    int columns = values.length;
    word = new int[columns];
    shift = new int[columns];
    int[] widths = new int[columns];
    int[] firsts = new int[columns];
    int used = 0;
    for (int j = 0; j < columns; j++) {
      int needed = 33 - Integer.numberOfLeadingZeros(2 * values[j].length + 1);
      boolean fits =
          used > 0 && (j - firsts[used - 1] + 1) * Math.max(needed, widths[used - 1]) <= Long.SIZE;
      if (!fits) {
        firsts[used++] = j;
      }
      word[j] = used - 1;
      widths[used - 1] = Math.max(needed, widths[used - 1]);
    }
    words = used;
    width = Arrays.copyOf(widths, used);
    column = new short[used * Long.SIZE];
    guard = new long[used];
    for (int j = 0; j < columns; j++) {
      int w = word[j];
      shift[j] = (j - firsts[w]) * width[w];
      guard[w] |= 1L << (shift[j] + width[w] - 1);
      int bit = w * Long.SIZE + shift[j];
      Arrays.fill(column, bit, bit + width[w], (short) j);
    }
    rows = new long[events.rows * words];
    for (int j = 0; j < columns; j++) {
      int[] rank = events.rank[j];
      for (int r = 0; r < events.rows; r++) {
        rows[r * words + word[j]] |= (long) ofRank(rank[r]) << shift[j];
      }
    }
    places = new int[Integer.highestOneBit(events.rows) << 2];
    Arrays.fill(places, -1);
    for (int r = 0; r < events.rows; r++) {
      places[place(rows, r * words)] = r;
    }
  }

  /** The forest's row of these words, or -1. */
  int row(long[] of, int at) {
    return places[place(of, at)];
  }

  private int place(long[] of, int at) {
    long hash = 0;
    for (int w = 0; w < words; w++) {
      hash = (hash ^ of[at + w]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    int place = (int) hash & (places.length - 1);
    while (places[place] >= 0 && !isRow(places[place], of, at)) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  private boolean isRow(int row, long[] of, int at) {
    for (int w = 0; w < words; w++) {
      if (rows[row * words + w] != of[at + w]) {
        return false;
      }
    }
    return true;
  }

  /** The code of a value by its place among the column's values; MISSING for that of none. */
  static int ofRank(int rank) {
    return 2 * rank + 2;
  }

  /** The place of a value by its code, which is even. */
  static int rankOf(int code) {
    return code / 2 - 1;
  }

  /** Writes an event's words. */
  void write(float[] numbers, int from, long[] into, int at) {
    Arrays.fill(into, at, at + words, 0);
    for (int j = 0; j < values.length; j++) {
      into[at + word[j]] |= (long) of(j, numbers[from + j]) << shift[j];
    }
  }

  private int of(int column, float number) {
    if (Float.isNaN(number)) {
      return MISSING;
    }
    int found = Arrays.binarySearch(values[column], number);
    return found >= 0 ? ofRank(found) : -2 * found - 1;
  }

  /** How far a column lies from the lowest bit of its word. */
  int shift(int column) {
    return shift[column];
  }

  /** The bits of a code of a column. */
  int mask(int column) {
    return (1 << (width[word[column]] - 1)) - 1;
  }

  /** The number a code of {@link #ofRank} stands for; NaN for MISSING. */
  float number(int column, int code) {
    return code == MISSING ? Float.NaN : values[column][rankOf(code)];
  }

  /** The code that a word holds below a guard bit. */
  int below(int w, long guardBit, long all) {
    return field(all, w, Long.numberOfTrailingZeros(guardBit) - width[w] + 1);
  }

  /** The column of a guard bit. */
  int column(int w, long guardBit) {
    return column[w * Long.SIZE + Long.numberOfTrailingZeros(guardBit)];
  }

  int word(int column) {
    return word[column];
  }

  long guardBit(int column) {
    return 1L << (shift[column] + width[word[column]] - 1);
  }

  /** The guard bits of the fields that are not 0; guard bits of the word itself must be 0. */
  long notZero(int w, long fields) {
    return (fields + full(w, guard[w])) & guard[w];
  }

  /** All bits of the fields with these guard bits, less the guard bits. */
  long full(int w, long guardBits) {
    return guardBits - (guardBits >>> (width[w] - 1));
  }

  /** Of each field the lesser of two codes. */
  long lesser(int w, long one, long other) {
    long keep = full(w, ((one | guard[w]) - other) & guard[w]);
    return (other & keep) | (one & ~keep);
  }

  /** Of each field the greater of two codes. */
  long greater(int w, long one, long other) {
    long keep = full(w, ((one | guard[w]) - other) & guard[w]);
    return (one & keep) | (other & ~keep);
  }

  private int field(long all, int w, int from) {
    return (int) (all >>> from) & ((1 << (width[w] - 1)) - 1);
  }
}
