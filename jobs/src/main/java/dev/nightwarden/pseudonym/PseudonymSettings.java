package dev.nightwarden.pseudonym;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.HashKey;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.util.List;

/**
 * Whether names are kept out of the tables.
 *
 * @param key makes the pseudonyms
 * @param paths where names are, besides actors and identities
 */
public record PseudonymSettings(
    @Key(
            doc =
                "The key that makes the pseudonyms, as ${NAME}: at least 16 characters, such as 32"
                    + " random bytes in hex. Who has it can tell whose a pseudonym is; a warehouse"
                    + " has one key for good.",
            required = true,
            secret = true)
        String key,
    @Key(
            doc =
                "Where else names are, such as email or detail.account.name: every value there, and"
                    + " in lists and objects below, becomes a pseudonym. actor of profiles and"
                    + " features and field of identity are covered by themselves.")
        List<String> paths)
    implements Checked {
  public PseudonymSettings {
    paths = paths == null ? List.of() : List.copyOf(paths);
  }

  @Override
  public void check() {
    HashKey.check(key);
    for (int i = 0; i < paths.size(); i++) {
      if (paths.get(i).isEmpty()) {
        throw new IllegalKeyException("paths.[" + i + "]", "names no path, such as actor.email");
      }
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "PseudonymSettings[paths=" + paths + "]";
  }
}
