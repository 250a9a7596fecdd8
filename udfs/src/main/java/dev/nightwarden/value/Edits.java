package dev.nightwarden.value;

/**
 * How many changes turn one text into another.
 *
 * <p>A change is one character more, less or other, or two neighbours swapped (F. J. Damerau,
 * 1964); no part is changed twice (the optimal string alignment distance).
 */
public final class Edits {
  private Edits() {}

  /**
   * The least number of changes (0 or more) if it is below the limit, else the limit or more. Work
   * is the product of the lengths, less where the limit is passed early.
   *
   * @param a the characters of one text; upper and lower case differ
   * @param b those of the other
   */
  public static int between(int[] a, int[] b, int limit) {
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
