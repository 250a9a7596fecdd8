package dev.nightwarden.ingest;

/** Ingest cannot go on; the message tells the person at the terminal what to change. */
public final class IngestException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public IngestException(String message) {
    super(message);
  }

  public IngestException(String message, Throwable cause) {
    super(message, cause);
  }
}
