package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  @Test
  void aGroupThatRepeatsAMillionTimesIsFound() {
    Search quoted = Search.of("\"(?<request>(?:[^\"\\\\]|\\\\.)*)\" (?<status>\\d+)");
    for (int length : new int[] {10, 4_000, 1_000_000}) {
      String request = "\\\"".repeat(length / 4) + "x".repeat(length / 2);
      List<String> found =
          quoted.in(
              "at \"" + request + "\" 200",
              places -> {
                assertTrue(places.find());
                return List.of(places.group("request"), places.group("status"), places.group(2));
              });
      assertEquals(List.of(request, "200", "200"), found);
    }
  }

  @Test
  void whatWouldBacktrackForEverIsAnswered() {
    assertFalse(Search.of("^(x+x+)+y").isIn("x".repeat(100_000)));
    assertTrue(Search.of("^(x|y)*z").isIn("xy".repeat(100_000) + "z"));
    assertFalse(Search.of("(.*)*,(.*)*;").isIn("x".repeat(500)));
  }

  /** About what Java's engine alone can do: a deep stack, and then a limit that says what it is. */
  @Test
  void whatOnlyJavaCanDoGetsADeepStack() {
    Search twice = Search.of("^(?:(a)|(b))*\\1z");
    assertTrue(twice.isIn("ab".repeat(20_000) + "az"));
    assertTrue(
        assertThrows(Search.GivenUp.class, () -> twice.isIn("ab".repeat(8_000_000)))
            .getMessage()
            .startsWith("the pattern needs too deep a stack on this text of 16000000 characters"));
    assertTrue(
        assertThrows(Search.GivenUp.class, () -> Search.of("^(x+x+)+\\1y").isIn("x".repeat(5_000)))
            .getMessage()
            .startsWith("the pattern takes too long on this text of 5000 characters"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)\\1",
        "a(?=b)",
        "(?<!a)b",
        "a++",
        "(?>a)",
        "[a-z&&[^b]]",
        "[a[b]]",
        "(a*)*",
        "(|a)+",
        "\\p{L}",
        "(?m)^a",
        "(?x) a",
        "(?u)a",
        "\\R",
        "\\X",
        "\\Ga",
        "\\07",
        "(?i)\\u00e9",
        "a{0}",
        "(?-i)a",
        "\\cA",
        "(?i)[\\W]",
        "[]a]",
        "[\\w-.]"
      })
  void whatTheEnginesMayDifferOnIsLeftToJava(String expression) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException none) {
      return;
    }
    assertNull(Linear.of(expression), expression);
  }

  @Test
  void theEnginesAgreeOnLineEndsWordsAndCase() {
    agree("a.b", "a\nb a\rb a\u0085b a\u2028b axb");
    agree("(?s)a.b", "a\nb a\rb");
    agree("(?s:a.b)|c.d", "c\nd a\nb");
    agree("\\s+|\\h|\\v", "a\u000bb \u00a0\u0085c");
    agree("a$", "a");
    assertFalse(Linear.of("a$").suits("a\n"));
    assertFalse(Linear.of("a\\Z").suits("a\u2028"));
    assertFalse(Linear.of("\\bb").suits("\u00e9b"));
    assertFalse(Linear.of("(?i)k").suits("\u212a"));
    agree("(?i)[^k]\\W", "kK-x-");
    agree("\\Qa.b\\E[.\\-x-z\\]^]", "a.b] a.by a.b-");
    agree("(\\d{1,3})(?:\\.(\\d{1,3})){3}", "10.0.0.1 999.1.2.3");
  }

  /** Thousands of expressions over a small alphabet, each on texts of it. */
  @Test
  void bothEnginesFindTheSame() {
    Random random = new Random(42);
    int translated = 0;
    for (int i = 0; i < 10_000; i++) {
      String expression = expression(random, 3);
      try {
        Pattern.compile(expression);
      } catch (PatternSyntaxException none) {
        continue;
      }
      if (Linear.of(expression) != null) {
        translated++;
        for (int n = 0; n < 5; n++) {
          agree(expression, text(random));
        }
      }
    }
    assertTrue(translated > 2_000, "only " + translated);
  }

  private static void agree(String expression, String text) {
    Linear linear = Linear.of(expression);
    assertNotNull(linear, expression);
    if (!linear.suits(text)) {
      return;
    }
    java.util.regex.Matcher java = Pattern.compile(expression).matcher(text);
    Search.Places places = linear.places(text);
    assertEquals(java.groupCount(), places.groups());
    while (java.find()) {
      List<String> expected = new ArrayList<>();
      List<String> found = new ArrayList<>();
      String where = expression + " in " + text;
      assertTrue(places.find(), where);
      for (int group = 0; group <= java.groupCount(); group++) {
        if (linear.isCertain(group)) {
          expected.add(java.group(group));
          found.add(places.group(group));
        }
      }
      assertEquals(expected, found, where);
      assertEquals(java.start(), places.start(), where);
      assertEquals(java.end(), places.end(), where);
    }
    assertFalse(places.find(), expression + " in " + text);
  }

  private static final String[] ATOMS = {
    "a",
    "b",
    "c",
    ".",
    "[ab]",
    "[^b]",
    "\\w",
    "\\W",
    "\\d",
    "\\s",
    "\\S",
    "\\b",
    "\\B",
    "^",
    "$",
    "\\z",
    "[\\s\\S]",
    "[a-c]",
    "[^\\w]",
    "(?i)",
    "(?i:B)",
    "(?s:.)",
    "\\.",
    "x{2}",
    "\\Qa.\\E",
    "[-a]",
    "[b-]",
    "\\x41",
    "\\u0062"
  };

  private static final String[] REPEATS = {
    "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{2,}", "{0,2}", "{1,}?"
  };

  private static String expression(Random random, int depth) {
    StringBuilder made = new StringBuilder();
    int parts = 1 + random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      if (i > 0 && random.nextInt(5) == 0) {
        made.append('|');
      }
      if (depth > 0 && random.nextInt(3) == 0) {
        String open = new String[] {"(", "(?:", "("}[random.nextInt(3)];
        made.append(open).append(expression(random, depth - 1)).append(')');
      } else {
        made.append(ATOMS[random.nextInt(ATOMS.length)]);
      }
      made.append(REPEATS[random.nextInt(REPEATS.length)]);
    }
    return made.toString();
  }

  private static String text(Random random) {
    String alphabet = "aaabbbccxxAB._ 1\n\r\u000b\u00e9k";
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(14); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
