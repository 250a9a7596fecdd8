package dev.nightwarden.forest;

import dev.nightwarden.value.RowHash;
import java.util.Arrays;

/** A row of numbers as a key of a map. The array is the key's from then on. */
final class NumbersKey {
  private final int[] numbers;
  private final int hash;

  NumbersKey(int[] numbers) {
    this.numbers = numbers;
    hash = RowHash.of(numbers);
  }

  /** Of numbers without -0.0; missing ones are equal. */
  static NumbersKey of(float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(numbers[i]);
    }
    return new NumbersKey(bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumbersKey key
        && hash == key.hash
        && Arrays.equals(numbers, key.numbers);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
