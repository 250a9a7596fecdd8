package dev.nightwarden.stream;

/** A record is not of the form that its transport expects; the message says why. */
final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException(String reason) {
    super(reason);
  }
}
