package dev.nightwarden.cluster;

/**
 * The distances of each two of n things: n (n - 1) / 2 floats, 200 MB for 10,000.
 *
 * <p>Rounding to floats keeps their order but for near ties.
 */
final class Distances {
  /** The most things: 800 MB. */
  static final int MAX_SIZE = 20_000;

  /** The distance of things i and j, i less than j. */
  interface Between {
    double of(int i, int j);
  }

  private final int size;
  private final float[] values;

  Distances(int size, Between between) {
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "the distances of %,d records do not fit: at most %,d".formatted(size, MAX_SIZE));
    }
    this.size = size;
    values = new float[(int) ((long) size * (size - 1) / 2)];
    for (int i = 0, at = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++, at++) {
        values[at] = (float) between.of(i, j);
      }
    }
  }

  int size() {
    return size;
  }

  float get(int i, int j) {
    return i == j ? 0 : values[at(i, j)];
  }

  void set(int i, int j, float distance) {
    values[at(i, j)] = distance;
  }

  private int at(int i, int j) {
    int low = Math.min(i, j);
    int high = Math.max(i, j);
    return (int) ((long) low * (2L * size - low - 1) / 2) + high - low - 1;
  }
}
