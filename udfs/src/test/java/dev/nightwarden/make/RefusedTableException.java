package dev.nightwarden.make;

/** A table that cannot be used, and why: {@code LINE: PROBLEM}. */
final class RefusedTableException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedTableException(String message) {
    super(message);
  }
}
