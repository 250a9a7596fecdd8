package dev.nightwarden.value;

import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at only so often. Some expressions backtrack for ever
 * on texts that somebody wrote for that purpose; the bound counts characters looked at, so that it
 * is the same everywhere and always.
 */
public final class BoundedText implements CharSequence {
  /** Characters a match may look at, for a text of no length and for each character of it. */
  private static final long STEPS = 5_000_000;

  private static final long STEPS_PER_CHARACTER = 200;

  private final String text;
  private long steps;

  /** Allows 5,000,000 looks and 200 more for each character. */
  public BoundedText(String text) {
    this.text = text;
    this.steps = STEPS + STEPS_PER_CHARACTER * text.length();
  }

  /** The text was looked at too often. */
  public static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("the pattern takes too long on this text", null, false, false);
    }
  }

  /**
   * Whether a pattern is found in a text.
   *
   * @throws Exhausted if that cannot be told in a reasonable time
   */
  public static boolean find(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text)).find();
    } catch (StackOverflowError deep) {
      throw new Exhausted();
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
