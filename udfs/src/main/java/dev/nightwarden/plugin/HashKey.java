package dev.nightwarden.plugin;

import dev.nightwarden.value.Amount;

/** The setting {@code key} of a section that hashes with it. */
public final class HashKey {
  private static final int LEAST = 16;

  private HashKey() {}

  /**
   * Looks whether it is long enough.
   *
   * @throws IllegalKeyException if it is shorter than 16 characters
   */
  public static void check(String key) {
    if (key.length() < LEAST) {
      throw new IllegalKeyException(
          "key",
          "has %s; allowed: at least %d, so that nobody guesses it"
              .formatted(Amount.of(key.length(), "character"), LEAST));
    }
  }
}
