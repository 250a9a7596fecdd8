package dev.nightwarden.forest;

/** Events side by side, as the trees of one forest look at them. */
final class EventBatch {
  final int count;
  final int columns;

  /** The numbers of all events, one event after the other; NaN where missing. */
  final float[] numbers;

  /** Their words; see {@link Codes}. */
  final long[] words;

  EventBatch(Codes codes, float[][] events) {
    count = events.length;
    columns = count == 0 ? 0 : events[0].length;
    numbers = new float[count * columns];
    words = new long[count * codes.words];
    for (int i = 0; i < count; i++) {
      System.arraycopy(events[i], 0, numbers, i * columns, columns);
      codes.write(numbers, i * columns, words, i * codes.words);
    }
  }
}
