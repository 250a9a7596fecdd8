package dev.nightwarden.value;

import java.util.Arrays;

/** A row of values as a key of a map: equal where all values are, arrays by what they hold. */
public final class RowKey {
  private final Object[] values;
  private final int hash;

  /**
   * Makes a key.
   *
   * @param values what is compared by {@code equals}, arrays of double, and nulls; the array is the
   *     key's from then on
   */
  public RowKey(Object[] values) {
    this.values = values;
    hash = RowHash.of(values);
  }

  /** The values, not to be changed. */
  public Object[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && hash == key.hash && Arrays.deepEquals(values, key.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
