package dev.nightwarden.plugin;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name was meant. */
public final class Nearest {
  private static final int MAX_LENGTH = 64;

  private Nearest() {}

  /**
   * The known name with the fewest edits to what was written (a swap of neighbours is one), the
   * first of equals; none where more than a third of the letters would have to change.
   */
  public static Optional<String> to(String written, Collection<String> known) {
    String plain = plain(written);
    if (plain.isEmpty() || written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String best = null;
    int fewest = Math.max(1, plain.length() / 3) + 1;
    for (String name : known) {
      if (name.length() <= MAX_LENGTH) {
        int edits = edits(plain, plain(name));
        if (edits < fewest) {
          fewest = edits;
          best = name;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * {@code ; did you mean decay? keys: [weight, decay]}, or without the guess.
   *
   * @param word what the known ones are called
   */
  public static String hint(String written, Collection<String> known, String word) {
    return hint(written, known, word, known);
  }

  /**
   * As {@link #hint(String, Collection, String)}, listing others than it guesses from.
   *
   * @param written null where it must not be guessed
   */
  public static String hint(
      String written, Collection<String> known, String word, Collection<String> listed) {
    return Optional.ofNullable(written)
            .flatMap(w -> to(w, known))
            .map("; did you mean %s? "::formatted)
            .orElse("; ")
        + "%s: %s".formatted(word, Quoting.list(listed));
  }

  /** {@code warmUp}, {@code warm-up} and {@code warm_up} are one to a person. */
  private static String plain(String name) {
    return name.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
  }

  /** Optimal string alignment distance. */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
