package dev.nightwarden.ingest;

/** A record cannot become a message; the message is the reason, in words fit for a reject. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String reason) {
    super(reason, null, false, false);
  }
}
