package dev.nightwarden.value;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * A regular expression that RE2/J, whose time and stack do not grow with what a text makes an
 * expression try, is known to find in the same places as {@link java.util.regex.Pattern}.
 */
final class Linear implements Serializable {
  private static final long serialVersionUID = 1L;

  /** States times characters: of the order of seconds. */
  private static final long MOST_WORK = 1_000_000_000L;

  private final Pattern pattern;
  private final Map<String, Integer> names;
  private final Set<Integer> uncertain;
  private final boolean asciiOnly;
  private final boolean looksForEnd;

  /**
   * Compiles a translated expression.
   *
   * @param names the number of each named group
   * @param uncertain the numbers of groups of which Java may tell something else
   * @param asciiOnly whether the engines agree on texts of ASCII alone
   * @param looksForEnd whether it holds a {@code $}, which Java finds before a last line end too
   */
  Linear(
      String translated,
      Map<String, Integer> names,
      Set<Integer> uncertain,
      boolean asciiOnly,
      boolean looksForEnd) {
    this.pattern = Pattern.compile(translated);
    this.names = Map.copyOf(names);
    this.uncertain = Set.copyOf(uncertain);
    this.asciiOnly = asciiOnly;
    this.looksForEnd = looksForEnd;
  }

  /**
   * The same expression for the linear engine; null where it has none that is known to be the same.
   *
   * @param expression a valid one of {@link java.util.regex.Pattern}, without flags beside it
   */
  static Linear of(String expression) {
    return new LinearTranslation(expression).result();
  }

  /** Whether both engines find the same in this text. */
  boolean suits(String text) {
    if (looksForEnd && !text.isEmpty() && endsLine(text.charAt(text.length() - 1))) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) || (asciiOnly && c > 127)) {
        return false;
      }
    }
    return true;
  }

  boolean isCertain(int group) {
    return !uncertain.contains(group);
  }

  /** A group was asked for of which Java may tell something else. */
  static final class Uncertain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Uncertain() {
      super("a group in a repeat", null, false, false);
    }
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  /** The places in a text that it {@link #suits}. */
  Search.Places places(String text) {
    long steps = MOST_WORK / Math.max(1, pattern.programSize());
    Matcher matcher = pattern.matcher(new BoundedText(text, steps));
    return new Search.Places() {
      @Override
      public boolean find() {
        return matcher.find();
      }

      @Override
      public int start() {
        return matcher.start();
      }

      @Override
      public int end() {
        return matcher.end();
      }

      @Override
      public int groups() {
        return matcher.groupCount();
      }

      @Override
      public String group(int group) {
        if (!isCertain(group)) {
          throw new Uncertain();
        }
        return matcher.group(group);
      }

      @Override
      public String group(String name) {
        return group(names.get(name));
      }
    };
  }
}
