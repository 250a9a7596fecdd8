package dev.nightwarden.stream;

/** A sender does not come to the end of a record. */
final class EndlessRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  EndlessRecordException(String what) {
    super(what);
  }
}
