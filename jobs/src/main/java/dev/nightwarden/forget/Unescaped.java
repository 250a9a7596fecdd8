package dev.nightwarden.forget;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a text says once escapes in it are undone: those of HTML, in which a page may also break a
 * name into lines, and those of JSON, which may stand as text in JSON, and escape what need not be.
 */
final class Unescaped {
  /** JSON in JSON in JSON. */
  private static final int DEEPEST = 3;

  private static final Pattern HTML = Pattern.compile("<wbr>|&(?:lt|gt|quot|#39|amp);");
  private static final Map<String, String> MARKUP =
      Map.of("<wbr>", "", "&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'", "&amp;", "&");

  /** The one in braces is that of what is shown at terminals. */
  private static final Pattern JSON =
      Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|u\\{([0-9a-f]{1,5})}|([bfnrt])|([\"\\\\/]))");

  private static final String LETTERS = "bfnrt";
  private static final String CONTROLS = "\b\f\n\r\t";

  private final String says;

  /** By index of {@code says}, and of its end, the index in the text; null where they are one. */
  private final int[] from;

  private Unescaped(String says, int[] from) {
    this.says = says;
    this.from = from;
  }

  /** A name in a text, and what stands in its place. */
  record Found(int start, int end, String instead) {}

  /** Looks for names. */
  interface Finder {
    /** The next one from an index on; null for none. */
    Found next(String text, int from);
  }

  /** Whether a condition holds for any reading of a text. */
  static boolean isAny(String text, Predicate<String> condition) {
    return all(text).anyMatch(reading -> condition.test(reading.says));
  }

  /** The text with what is found in any of its readings replaced; null of null. */
  static String without(String text, Finder finder) {
    if (text == null) {
      return null;
    }
    String left = text;
    Optional<Unescaped> named = last(left, finder);
    while (named.isPresent()) {
      left = named.get().replaced(left, finder);
      named = last(left, finder);
    }
    return left;
  }

  /**
   * The last in which something is found, so that no escape is torn where it begins like a name.
   */
  private static Optional<Unescaped> last(String text, Finder finder) {
    return all(text)
        .filter(reading -> finder.next(reading.says, 0) != null)
        .reduce((before, after) -> after);
  }

  /** The text as it is first; each is made when it is asked for. */
  private static Stream<Unescaped> all(String text) {
    Unescaped plain = new Unescaped(text, null);
    Stream<Unescaped> page =
        Stream.of(plain)
            .filter(reading -> text.indexOf('&') >= 0 || text.contains("<wbr>"))
            .map(reading -> reading.undone(HTML, escape -> MARKUP.get(escape.group())));
    return Stream.concat(Stream.of(plain), page)
        .flatMap(
            start -> Stream.iterate(start, Objects::nonNull, Unescaped::deeper).limit(DEEPEST + 1));
  }

  /** With JSON's escapes undone once more; null where there are none. */
  private Unescaped deeper() {
    return says.indexOf('\\') < 0 ? null : undone(JSON, Unescaped::meant);
  }

  private static String meant(MatchResult escape) {
    if (escape.group(3) != null) {
      return CONTROLS.substring(LETTERS.indexOf(escape.group(3))).substring(0, 1);
    }
    if (escape.group(4) != null) {
      return escape.group(4);
    }
    String digits = escape.group(1) == null ? escape.group(2) : escape.group(1);
    return Character.toString(Integer.parseInt(digits, 16));
  }

  private Unescaped undone(Pattern escapes, Function<MatchResult, String> meanings) {
    StringBuilder undone = new StringBuilder(says.length());
    int[] origins = new int[says.length() + 1];
    Matcher escape = escapes.matcher(says);
    int at = 0;
    while (escape.find()) {
      at = copied(at, escape.start(), undone, origins);
      String meaning = meanings.apply(escape);
      for (int i = 0; i < meaning.length(); i++) {
        origins[undone.length()] = origin(at);
        undone.append(meaning.charAt(i));
      }
      at = escape.end();
    }
    copied(at, says.length(), undone, origins);
    origins[undone.length()] = origin(says.length());
    return new Unescaped(undone.toString(), origins);
  }

  private int copied(int start, int end, StringBuilder to, int[] origins) {
    for (int at = start; at < end; at++) {
      origins[to.length()] = origin(at);
      to.append(says.charAt(at));
    }
    return end;
  }

  private int origin(int index) {
    return from == null ? index : from[index];
  }

  /** The text that this is a reading of, with what is found replaced. */
  private String replaced(String text, Finder finder) {
    StringBuilder left = new StringBuilder();
    int at = 0;
    for (Found next = finder.next(says, 0); next != null; next = finder.next(says, next.end())) {
      left.append(text, at, origin(next.start())).append(next.instead());
      at = origin(next.end());
    }
    return left.append(text, at, text.length()).toString();
  }
}
