package dev.nightwarden.night;

/** A run did all it could, and that was not all it was asked for. */
public final class ShortfallException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ShortfallException(String message) {
    super(message);
  }
}
