package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinePatternTest {
  @Test
  void makesARecordOfNamedGroups() throws Exception {
    LinePattern pattern = new LinePattern("user=(?<user>\\w+)(?: ip=(?<ip>\\S+))?");
    assertEquals(
        "{\"user\":\"jo\",\"ip\":\"::1\",\"raw\":\"at 5 user=jo ip=::1 \\\"ok\\\"\"}",
        pattern.match("at 5 user=jo ip=::1 \"ok\""));
    assertEquals("{\"user\":\"jo\",\"ip\":null,\"raw\":\"user=jo\"}", pattern.match("user=jo"));
    assertNull(pattern.match("nobody"));
  }

  @Test
  void aGroupNamedRawTakesThePlaceOfTheLine() throws Exception {
    assertEquals("{\"raw\":\"b\"}", new LinePattern("a(?<raw>.)").match("ab"));
  }

  @Test
  void namesMayHoldWhatJavaDoesNotAllow() throws Exception {
    LinePattern pattern =
        new LinePattern(
            "\\(?(?P<client_ip>x)[(?<](?<dns.id>y)(?<!z)(?=$)\\Q(?<a>\\E?\\k<client_ip>?");
    assertEquals(List.of("client_ip", "dns.id"), pattern.names());
    assertEquals(
        "{\"first_\":\"a\",\"b.c\":\"b\",\"raw\":\"aba\"}",
        new LinePattern("(?<first_>.)(?<b.c>.)\\k<first_>").match("aba"));
  }

  @Test
  void saysWhatIsWrongWithAPattern() {
    assertEquals("has no named group, such as (?<user>\\S+)", problem("(a)"));
    assertEquals("has two groups named a", problem("(?<a>.)(?<a>.)"));
    assertEquals("has a group named \"a b\"", problem("(?<a b>.)"));
    assertEquals("refers to a group b that is not before it", problem("(?<a>.)\\k<b>"));
    assertEquals("is not a regular expression: Unclosed group", problem("(?<a>."));
  }

  /** Whoever sends a long line is not to be passed over for it. */
  @Test
  void aLongLineIsTakenApart() throws Exception {
    LinePattern pattern = new LinePattern("\"(?<request>(?:[^\"\\\\]|\\\\.)*)\" (?<raw>\\d+)");
    for (int length : new int[] {4_000, 1_000_000}) {
      String request = "GET /" + "a".repeat(length);
      assertEquals(
          "{\"request\":\"%s\",\"raw\":\"200\"}".formatted(request),
          pattern.match("- \"" + request + "\" 200"));
    }
    assertNull(new LinePattern("^(?<a>(x+x+)+)y").match("x".repeat(5_000)));
  }

  @Test
  void saysWhyItGivesUpOnALine() {
    LinePattern slow = new LinePattern("^(?<a>(x+x+)+)\\k<a>y");
    assertEquals(
        "the pattern takes too long on this text of 5000 characters; fewer repeats inside repeats"
            + " would help",
        assertThrows(Refusal.class, () -> slow.match("x".repeat(5_000))).getMessage());
    LinePattern deep = new LinePattern("^(?<a>(x|y)*)(?!w)z");
    assertEquals(
        "the pattern needs too deep a stack on this text of 16000000 characters; without"
            + " look-around and references to groups it would need none",
        assertThrows(Refusal.class, () -> deep.match("xy".repeat(8_000_000))).getMessage());
  }

  private static String problem(String pattern) {
    return assertThrows(IllegalArgumentException.class, () -> new LinePattern(pattern))
        .getMessage();
  }
}
