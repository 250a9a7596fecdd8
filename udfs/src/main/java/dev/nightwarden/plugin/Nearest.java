package dev.nightwarden.plugin;

import dev.nightwarden.value.Edits;
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
    int[] plain = plain(written);
    if (plain.length == 0 || written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String best = null;
    int fewest = Math.max(1, plain.length / 3) + 1;
    for (String name : known) {
      if (name.length() <= MAX_LENGTH) {
        int edits = Edits.between(plain, plain(name), fewest);
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
  private static int[] plain(String name) {
    return name.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT).codePoints().toArray();
  }
}
