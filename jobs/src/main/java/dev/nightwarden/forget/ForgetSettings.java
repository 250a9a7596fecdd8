package dev.nightwarden.forget;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.HashKey;
import dev.nightwarden.plugin.Key;

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
  @Override
  public void check() {
    HashKey.check(key);
  }

  /** What makes the hashes. */
  NameHash hash() {
    return new NameHash(key);
  }
}
