package dev.nightwarden.ingest;

import java.io.IOException;

/** Nothing of a file is to be ingested; the message is the reason, as its hold gives it. */
final class UnfitFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitFileException(String reason) {
    super(reason);
  }
}
