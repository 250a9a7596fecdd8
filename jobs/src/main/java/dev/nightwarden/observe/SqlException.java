package dev.nightwarden.observe;

import dev.nightwarden.plugin.IllegalKeyException;

/** An SQL expression of a config that cannot be used; the message says what is wrong with it. */
public final class SqlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SqlException(String message) {
    super(message);
  }

  /**
   * Checks the expression that stands under a key of the config.
   *
   * @throws IllegalKeyException naming the key, if the check throws one of these
   */
  public static void under(String key, Runnable check) {
    try {
      check.run();
    } catch (SqlException e) {
      throw new IllegalKeyException(key, e.getMessage());
    }
  }
}
