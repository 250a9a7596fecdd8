package dev.nightwarden.cli;

/** A failure told without its secrets, which its cause might still hold. */
final class MaskedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MaskedException(String message) {
    super(message);
  }
}
