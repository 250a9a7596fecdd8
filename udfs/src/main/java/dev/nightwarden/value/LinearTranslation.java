package dev.nightwarden.value;

import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Puts an expression of {@link java.util.regex.Pattern} into the words of RE2/J, as long as every
 * part of it is one on which both are known to agree. Whatever is not listed here is not put.
 */
final class LinearTranslation {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_LENGTH = 100_000;
  private static final String NOT_LINE_END = "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]";

  /** By escaped letter, the members of a class. */
  private static final Map<Character, String> SETS =
      Map.of(
          'd', "0-9",
          'D', "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}",
          'w', "0-9A-Za-z_",
          'W', "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}",
          's', "\\x{9}-\\x{d}\\x{20}",
          'S', "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}",
          'h',
              "\\x{9}\\x{20}\\x{a0}\\x{1680}\\x{180e}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}",
          'v', "\\x{a}-\\x{d}\\x{85}\\x{2028}\\x{2029}");

  private static final Map<Character, Integer> CONTROLS =
      Map.of('t', 9, 'n', 10, 'r', 13, 'f', 12, 'a', 7, 'e', 27);

  private final String from;
  private final StringBuilder to = new StringBuilder();
  private final Map<String, Integer> names = new HashMap<>();
  private final Set<Integer> uncertain = new HashSet<>();
  private int at;
  private int depth;
  private int groups;
  private boolean dotAll;
  private boolean ignoresCase;
  private boolean holdsNonAscii;
  private boolean holdsNonWordInClass;
  private boolean looksForWords;
  private boolean looksForEnd;

  LinearTranslation(String expression) {
    this.from = expression;
  }

  private static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown() {
      super(null, null, false, false);
    }
  }

  /** The translated expression; null where there is none. */
  Linear result() {
    if (from.length() > MAX_LENGTH) {
      return null;
    }
    try {
      alternatives();
      // With case ignored, RE2/J takes the long s and the Kelvin sign for letters of ASCII.
      if (at < from.length() || (ignoresCase && (holdsNonAscii || holdsNonWordInClass))) {
        return null;
      }
      return new Linear(to.toString(), names, uncertain, ignoresCase || looksForWords, looksForEnd);
    } catch (Unknown | PatternSyntaxException none) {
      return null;
    }
  }

  private int peek() {
    return at < from.length() ? from.charAt(at) : -1;
  }

  private int next() throws Unknown {
    if (at == from.length()) {
      throw new Unknown();
    }
    int c = from.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private boolean takes(String text) {
    if (!from.startsWith(text, at)) {
      return false;
    }
    at += text.length();
    return true;
  }

  /** Translates up to the end of a group; true if that can be found in an empty text. */
  private boolean alternatives() throws Unknown {
    if (++depth > MAX_DEPTH) {
      throw new Unknown();
    }
    boolean canBeEmpty = sequence();
    while (takes("|")) {
      to.append('|');
      canBeEmpty |= sequence();
    }
    depth--;
    return canBeEmpty;
  }

  private boolean sequence() throws Unknown {
    boolean canBeEmpty = true;
    while (peek() >= 0 && peek() != '|' && peek() != ')') {
      int groupsBefore = groups;
      boolean atom = atom();
      boolean isRepeated = "*+{".indexOf(peek()) >= 0;
      canBeEmpty &= quantified(atom);
      for (int group = groupsBefore + 1; isRepeated && group <= groups; group++) {
        // Java may keep there what the group held in a try that failed.
        uncertain.add(group);
      }
    }
    return canBeEmpty;
  }

  /** The engines differ in how often they repeat what may be empty, and in what it then holds. */
  private boolean quantified(boolean canBeEmpty) throws Unknown {
    int c = peek();
    if (c != '*' && c != '+' && c != '?' && c != '{') {
      return canBeEmpty;
    }
    if (canBeEmpty) {
      throw new Unknown();
    }
    int end = c == '{' ? from.indexOf('}', at) + 1 : at + 1;
    String repeat = from.substring(at, Math.max(at, end));
    if (c == '{'
        && !repeat.matches("\\{[1-9][0-9]{0,3}(?:,[0-9]{0,4})?\\}|\\{0,[1-9][0-9]{0,3}\\}")) {
      throw new Unknown();
    }
    at = end;
    to.append(repeat);
    if (takes("?")) {
      to.append('?');
    }
    if ("*+?{".indexOf(peek()) >= 0) {
      throw new Unknown();
    }
    return c == '*' || c == '?' || repeat.startsWith("{0");
  }

  /** Translates what a quantifier may follow; true if it can be found in an empty text. */
  private boolean atom() throws Unknown {
    int c = next();
    switch (c) {
      case '(' -> {
        return group();
      }
      case '[' -> characterClass();
      case '.' -> to.append(dotAll ? "(?s:.)" : NOT_LINE_END);
      case '^' -> {
        to.append("\\A");
        return true;
      }
      case '$' -> {
        return end();
      }
      case '\\' -> {
        return escape();
      }
      case '*', '+', '?', '{' -> throw new Unknown();
      default -> literal(c);
    }
    return false;
  }

  private boolean end() {
    looksForEnd = true;
    to.append("\\z");
    return true;
  }

  private boolean group() throws Unknown {
    boolean outer = dotAll;
    if (takes("?<")) {
      int end = from.indexOf('>', at);
      String name = end < 0 ? "" : from.substring(at, end);
      if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
        throw new Unknown();
      }
      at = end + 1;
      names.put(name, ++groups);
      to.append('(');
    } else if (takes("?")) {
      StringBuilder flags = new StringBuilder();
      while ("is".indexOf(peek()) >= 0) {
        flags.appendCodePoint(next());
      }
      boolean ignores = flags.indexOf("i") >= 0;
      ignoresCase |= ignores;
      dotAll |= flags.indexOf("s") >= 0;
      to.append(ignores ? "(?i" : "(?");
      if (takes(")")) {
        // Holds to the end of the group around it.
        to.append(ignores ? ")" : ":)");
        return true;
      }
      if (!takes(":")) {
        throw new Unknown();
      }
      to.append(':');
    } else {
      groups++;
      to.append('(');
    }
    boolean canBeEmpty = alternatives();
    if (!takes(")")) {
      throw new Unknown();
    }
    to.append(')');
    dotAll = outer;
    return canBeEmpty;
  }

  private boolean escape() throws Unknown {
    if (takes("Q")) {
      int end = from.indexOf("\\E", at);
      String quoted = from.substring(at, end < 0 ? from.length() : end);
      at = end < 0 ? from.length() : end + 2;
      for (int i = 0; i < quoted.length(); i += Character.charCount(quoted.codePointAt(i))) {
        literal(quoted.codePointAt(i));
      }
      if ("*+?{".indexOf(peek()) >= 0) {
        throw new Unknown();
      }
      return quoted.isEmpty();
    }
    int c = peek();
    if (c == 'b' || c == 'B') {
      at++;
      looksForWords = true;
      to.append('\\').append((char) c);
      return true;
    } else if (takes("A")) {
      to.append("\\A");
      return true;
    } else if (takes("z")) {
      to.append("\\z");
      return true;
    } else if (takes("Z")) {
      return end();
    } else if (takes("W")) {
      to.append("[^0-9A-Za-z_]");
      return false;
    } else if (SETS.containsKey((char) c)) {
      at++;
      to.append('[').append(SETS.get((char) c)).append(']');
      return false;
    }
    literal(escaped());
    return false;
  }

  /** The one character that an escape stands for. */
  private int escaped() throws Unknown {
    int c = next();
    if (c > 127) {
      throw new Unknown();
    } else if (c == 'x' && takes("{")) {
      int end = from.indexOf('}', at);
      return number(end < 0 ? 0 : end - at, 1);
    } else if (c == 'x') {
      return number(2, 0);
    } else if (c == 'u') {
      return number(4, 0);
    } else if (CONTROLS.containsKey((char) c)) {
      return CONTROLS.get((char) c);
    } else if (Character.isLetterOrDigit(c)) {
      throw new Unknown();
    }
    return c;
  }

  private int number(int digits, int skipped) throws Unknown {
    if (at + digits > from.length()
        || !from.substring(at, at + digits).matches("[0-9A-Fa-f]{1,6}")) {
      throw new Unknown();
    }
    int number = Integer.parseInt(from.substring(at, at + digits), 16);
    at += digits + skipped;
    return number;
  }

  private void characterClass() throws Unknown {
    to.append(takes("^") ? "[^" : "[");
    if (peek() == ']') {
      throw new Unknown();
    }
    while (!takes("]")) {
      boolean isAnd = from.startsWith("&&", at);
      int c = next();
      if (c == '[' || isAnd) {
        throw new Unknown();
      }
      if (c == '\\' && at < from.length() && SETS.containsKey(from.charAt(at))) {
        holdsNonWordInClass |= peek() == 'W';
        to.append(SETS.get((char) next()));
        if (peek() == '-' && !from.startsWith("-]", at)) {
          throw new Unknown();
        }
        continue;
      }
      int first = c == '\\' ? escaped() : c;
      literal(first);
      if (peek() == '-' && !from.startsWith("-]", at)) {
        at++;
        int last = next();
        if (c == '-' || last == '[' || last == '-') {
          throw new Unknown();
        }
        to.append('-');
        literal(last == '\\' ? escaped() : last);
      }
    }
    to.append(']');
  }

  private void literal(int c) throws Unknown {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw new Unknown();
    }
    holdsNonAscii |= c > 127;
    if (c < 128 && Character.isLetterOrDigit(c)) {
      to.append((char) c);
    } else {
      to.append("\\x{").append(Integer.toHexString(c)).append('}');
    }
  }
}
