package dev.nightwarden.ingest;

import java.util.function.UnaryOperator;

/** A record cannot become a message; the message is the reason, in words fit for a reject. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String withoutValue;

  Refusal(String reason) {
    this(reason, reason);
  }

  private Refusal(String reason, String withoutValue) {
    super(reason, null, false, false);
    this.withoutValue = withoutValue;
  }

  /**
   * One that shows a value of the record.
   *
   * @param reason makes the reason of the value
   */
  static Refusal showing(String value, UnaryOperator<String> reason) {
    return new Refusal(reason.apply(value), reason.apply(RecordText.LEFT_OUT));
  }

  /** The reason with nothing of the record in it. */
  String withoutValue() {
    return withoutValue;
  }
}
