package dev.nightwarden.value;

/**
 * Hashes of rows of values, for maps. Numbers that are alike have most bits in common, and a row of
 * them hashed as lists are ({@code 31 * h + next}) falls together with many others; here each bit
 * of each value reaches all bits of the hash (the mix of SplitMix64, Steele, Lea and Flood 2014).
 */
public final class RowHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RowHash() {}

  /** Of whole numbers. */
  public static int of(int[] row) {
    long hash = row.length;
    for (int number : row) {
      hash = with(hash, number);
    }
    return folded(hash);
  }

  /** Of numbers, 0.0 and -0.0 being different. */
  private static long of(double[] row) {
    long hash = row.length;
    for (double number : row) {
      hash = with(hash, Double.doubleToLongBits(number));
    }
    return hash;
  }

  /**
   * Of values that are compared by {@code equals}, arrays of double by their numbers, and nulls.
   */
  public static int of(Object[] row) {
    long hash = row.length;
    for (Object value : row) {
      hash =
          with(
              hash,
              value instanceof Double number
                  ? Double.doubleToLongBits(number)
                  : value instanceof double[] numbers
                      ? of(numbers)
                      : value == null ? GOLDEN : value.hashCode());
    }
    return folded(hash);
  }

  private static long with(long hash, long value) {
    long z = (hash + GOLDEN) ^ value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static int folded(long hash) {
    return (int) (hash ^ (hash >>> 32));
  }
}
