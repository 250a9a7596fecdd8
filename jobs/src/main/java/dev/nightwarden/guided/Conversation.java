package dev.nightwarden.guided;

/** Somebody who is told things and answers questions: a person at a terminal, or nobody. */
public interface Conversation {
  /** Tells one line, which may hold text out of logs. */
  void say(String line);

  /**
   * Asks something.
   *
   * @param question without its mark: {@code Where are the logs?}
   * @param fallback the answer of whoever only presses Enter; null: there must be one
   * @return without blanks around it, never empty; where nothing is answered, the fallback
   * @throws Ended if the person wants no more
   * @throws IllegalArgumentException if nobody is there and there is no fallback
   */
  String ask(String question, String fallback);

  /** Whether somebody answers; else each question gets its fallback. */
  boolean isAttended();

  /** How many characters a line may have. */
  default int width() {
    return 100;
  }

  /** The person ended the conversation: by Ctrl-C, or by the end of input. */
  final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isInterrupt;

    public Ended(boolean isInterrupt) {
      super(isInterrupt ? "interrupted" : "the input ended", null, false, false);
      this.isInterrupt = isInterrupt;
    }

    /** Whether by Ctrl-C. */
    public boolean isInterrupt() {
      return isInterrupt;
    }
  }
}
