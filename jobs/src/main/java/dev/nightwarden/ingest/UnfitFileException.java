package dev.nightwarden.ingest;

import java.io.IOException;

/** Nothing of a file is to be taken in; the message is the reason, in words for its hold. */
final class UnfitFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitFileException(String reason) {
    super(reason);
  }
}
