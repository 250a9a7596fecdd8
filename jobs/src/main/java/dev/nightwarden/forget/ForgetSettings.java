package dev.nightwarden.forget;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.value.Amount;

/**
 * What forgetting people needs.
 *
 * @param key of the hashes by which they stay forgotten
 */
public record ForgetSettings(
    @Key(
            doc =
                "The key of the hashes by which people stay forgotten, as ${NAME}: at least 16"
                    + " characters, such as 32 random bytes in hex. Without it logs cannot be read"
                    + " any more once somebody was forgotten.",
            required = true,
            secret = true)
        String key)
    implements Checked {
  private static final int LEAST = 16;

  @Override
  public void check() {
    if (key.length() < LEAST) {
      throw new IllegalKeyException(
          "key",
          "has %s; allowed: at least %d, so that nobody guesses it"
              .formatted(Amount.of(key.length(), "character"), LEAST));
    }
  }

  /** What makes the hashes. */
  NameHash hash() {
    return new NameHash(key);
  }
}
