package dev.nightwarden.night;

/** Another run holds the warehouse. */
public final class HeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeldException(String message) {
    super(message);
  }
}
