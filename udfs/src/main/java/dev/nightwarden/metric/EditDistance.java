package dev.nightwarden.metric;

import dev.nightwarden.value.Edits;
import java.util.List;
import java.util.Locale;

/**
 * How near a text comes to a list of names: {@code paypa1.com} is one change from {@code
 * paypal.com}. What a change is, {@link Edits} says; case does not count.
 */
public final class EditDistance {
  /** Longer texts have no distance. */
  public static final int MAX_LENGTH = 255;

  /** The longest list of names. */
  public static final int MAX_NAMES = 1_000;

  private EditDistance() {}

  /**
   * The least number of changes that turn the text into one of the names (0 or more). Null if the
   * text is null or longer than {@link #MAX_LENGTH}, or the list is null or holds no name within
   * that length.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_NAMES} names
   */
  public static Integer to(String text, List<String> names) {
    if (text == null || names == null) {
      return null;
    }
    if (names.size() > MAX_NAMES) {
      throw new IllegalArgumentException(
          "edit_distance_to takes at most %,d names, not %,d".formatted(MAX_NAMES, names.size()));
    }
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    int[] given = text.toLowerCase(Locale.ROOT).codePoints().toArray();
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      if (name != null && name.length() <= MAX_LENGTH && least > 0) {
        int[] other = name.toLowerCase(Locale.ROOT).codePoints().toArray();
        least = Math.min(least, Edits.between(given, other, least));
      }
    }
    return least == Integer.MAX_VALUE ? null : least;
  }
}
