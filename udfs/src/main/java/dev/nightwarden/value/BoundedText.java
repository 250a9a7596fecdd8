package dev.nightwarden.value;

/**
 * A text that a regular expression may look at only so often. Some expressions backtrack for ever
 * on texts that somebody wrote for that purpose; the bound counts characters looked at, so that it
 * is the same everywhere and always.
 */
final class BoundedText implements CharSequence {
  private final String text;
  private long steps;

  /**
   * Bounds a text.
   *
   * @param steps how many characters may be looked at, each time counting
   */
  BoundedText(String text, long steps) {
    this.text = text;
    this.steps = steps;
  }

  /** The text was looked at too often. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Exhausted() {
      super("looked at too often", null, false, false);
    }
  }

  @Override
  public char charAt(int index) {
    if (--steps < 0) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
