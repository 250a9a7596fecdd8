package dev.nightwarden.observe;

/** An SQL expression of a config that cannot be used; the message says what is wrong with it. */
public final class SqlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SqlException(String message) {
    super(message);
  }
}
