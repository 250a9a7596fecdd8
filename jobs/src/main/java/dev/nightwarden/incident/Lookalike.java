package dev.nightwarden.incident;

import dev.nightwarden.organisation.Draws;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes up values that look like those seen: as long as one of them, and in each place a character
 * that was seen there. So the fixed parts of an id, such as the version of a UUID, stay.
 */
final class Lookalike {
  /** With fewer values of a length, a place takes any character of the kind that is there. */
  private static final int ENOUGH = 40;

  private static final int MOST_TRIES = 1_000;
  private static final List<String> KINDS =
      List.of("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  private final List<String> seen;
  private final boolean isNumber;
  private final Map<Integer, List<String>> places = new HashMap<>();
  private final Set<String> used;

  /**
   * @param values texts or whole numbers, at least one
   */
  Lookalike(Collection<?> values) {
    this.seen = new ArrayList<>();
    values.forEach(value -> seen.add(value.toString()));
    this.isNumber = values.stream().allMatch(Long.class::isInstance);
    this.used = new HashSet<>(seen);
    Map<Integer, List<String>> byLength = new HashMap<>();
    seen.forEach(text -> byLength.computeIfAbsent(text.length(), n -> new ArrayList<>()).add(text));
    byLength.forEach(
        (length, texts) -> {
          if (texts.size() >= ENOUGH) {
            places.put(length, places(length, texts));
          }
        });
  }

  private static List<String> places(int length, List<String> texts) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Set<Character> there = new TreeSet<>();
      for (String text : texts) {
        there.add(text.charAt(i));
      }
      StringBuilder all = new StringBuilder();
      there.forEach(all::append);
      places.add(all.toString());
    }
    return places;
  }

  /** A value that was not seen and not given before. */
  Object next(Draws draws) {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      String text = like(draws.of(seen), draws);
      if (used.add(text)) {
        return isNumber ? (Object) Long.valueOf(text) : text;
      }
    }
    throw new IllegalStateException(
        "no value like %s is left that is not in use".formatted(seen.get(0)));
  }

  private String like(String one, Draws draws) {
    List<String> known = places.get(one.length());
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < one.length(); i++) {
      String choices = known == null ? kind(one, i) : known.get(i);
      made.append(choices.charAt(draws.below(choices.length())));
    }
    return made.toString();
  }

  private static String kind(String text, int place) {
    char there = text.charAt(place);
    if (place == 0 && there >= '1' && there <= '9') {
      return "123456789";
    }
    boolean isHex = text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '-');
    for (String kind : KINDS) {
      if (kind.indexOf(there) >= 0) {
        return isHex && kind.length() == 26 ? kind.substring(0, 6) : kind;
      }
    }
    return String.valueOf(there);
  }
}
