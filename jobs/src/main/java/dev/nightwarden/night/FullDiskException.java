package dev.nightwarden.night;

/** A run stopped because a device is full; the message says which, as well as can be known. */
final class FullDiskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FullDiskException(String message, Throwable cause) {
    super(message, cause);
  }
}
