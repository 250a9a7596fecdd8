package dev.nightwarden.observe;

import dev.nightwarden.plugin.IllegalKeyException;
import java.util.List;
import java.util.regex.Pattern;

/** The key {@code attack}: techniques of MITRE ATT&CK, by their ids. */
public final class Techniques {
  /** What the key does. */
  public static final String DOC =
      "The techniques of MITRE ATT&CK that it is a sign of, such as T1078.004. Default: none.";

  private static final Pattern ID = Pattern.compile("T\\d{4}(\\.\\d{3})?");

  private Techniques() {}

  /**
   * Checks the key.
   *
   * @throws IllegalKeyException if an id is none of a technique
   */
  public static void check(List<String> attack) {
    for (String id : attack) {
      if (!ID.matcher(String.valueOf(id)).matches()) {
        throw new IllegalKeyException(
            "attack",
            "has %s, which is no id of a technique; give some such as T1078 or T1078.004"
                .formatted(id));
      }
    }
  }
}
