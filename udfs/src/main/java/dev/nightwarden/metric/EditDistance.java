package dev.nightwarden.metric;

import java.util.List;
import java.util.Locale;

/**
 * How near a text comes to a list of names: {@code paypa1.com} is one change from {@code
 * paypal.com}.
 *
 * <p>A change is one character more, less or other, or two neighbours swapped (F. J. Damerau,
 * 1964); no part is changed twice (the optimal string alignment distance). Case does not count.
 */
public final class EditDistance {
  /** Longer texts have no distance. */
  public static final int MAX_LENGTH = 255;

  /** The longest list of names. */
  public static final int MAX_NAMES = 1_000;

  private EditDistance() {}

  /**
   * The least number of changes that turn the text into one of the names (0 or more). Null if the
   * text is null or longer than {@link #MAX_LENGTH}, or the list is null or holds no name within
   * that length.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_NAMES} names
   */
  public static Integer to(String text, List<String> names) {
    if (text == null || names == null) {
      return null;
    }
    if (names.size() > MAX_NAMES) {
      throw new IllegalArgumentException(
          "edit_distance_to takes at most %,d names, not %,d".formatted(MAX_NAMES, names.size()));
    }
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    int[] given = text.toLowerCase(Locale.ROOT).codePoints().toArray();
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      if (name != null && name.length() <= MAX_LENGTH && least > 0) {
        int[] other = name.toLowerCase(Locale.ROOT).codePoints().toArray();
        least = Math.min(least, distance(given, other, least));
      }
    }
    return least == Integer.MAX_VALUE ? null : least;
  }

  /** The distance of two texts if it is below the limit, else the limit or more. */
  static int distance(int[] a, int[] b, int limit) {
    if (Math.abs(a.length - b.length) >= limit) {
      return limit;
    }
    int[] beforeLast = new int[b.length + 1];
    int[] last = new int[b.length + 1];
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length; j++) {
        int other = a[i - 1] == b[j - 1] ? 0 : 1;
        int best = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + other);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          best = Math.min(best, beforeLast[j - 2] + 1);
        }
        row[j] = best;
        least = Math.min(least, best);
      }
      // A swap reaches back two rows, at the cost of one change.
      if (least > limit) {
        return limit;
      }
    }
    return row[b.length];
  }
}
