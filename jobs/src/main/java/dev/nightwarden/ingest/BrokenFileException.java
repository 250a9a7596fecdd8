package dev.nightwarden.ingest;

import java.io.IOException;

/** What is in a file cannot be unpacked any further; the message says why. */
final class BrokenFileException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenFileException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
