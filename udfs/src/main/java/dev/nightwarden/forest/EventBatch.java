package dev.nightwarden.forest;

/** Events side by side, as the trees of one forest look at them. Not for use by several threads. */
final class EventBatch {
  final int count;
  final int columns;

  /** The numbers of all events, one event after the other; NaN where missing. */
  final float[] numbers;

  /** Their words; see {@link Codes}. */
  final long[] words;

  /** Of each event, the row of the forest's events that it equals, or -1. */
  final int[] row;

  /** A scratch of the trees. */
  final Outside outside;

  EventBatch(Codes codes, float[][] events) {
    count = events.length;
    columns = count == 0 ? 0 : events[0].length;
    numbers = new float[count * columns];
    words = new long[count * codes.words];
    row = new int[count];
    outside = new Outside(columns);
    for (int i = 0; i < count; i++) {
      System.arraycopy(events[i], 0, numbers, i * columns, columns);
      codes.write(numbers, i * columns, words, i * codes.words);
      row[i] = codes.row(words, i * codes.words);
    }
  }
}
