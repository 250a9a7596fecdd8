package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.Reason;
import dev.nightwarden.report.Report.Totals;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Report TWO =
      report(
          event("李.wei", "low", 0.31, "2025-03-14T01:02:03Z", "city \"Oslo\" seen 3 times"),
          event(
              "mallory\u001b[2J\u202E",
              "high",
              1,
              "2025-03-14T23:41:02Z",
              "device \"Tor\" never seen for mallory in 412 earlier messages"));

  @Test
  void theMostUrgentComesFirst() {
    assertEquals(
        List.of(
            "Friday 14 March 2025",
            "2 events of 2 actors deserve a look. Severity: 1 high, 1 low.",
            "",
            "Severity  Score  Time      Actor         Why",
            "high       1.00  23:41:02  mallory�[2J�  device \"Tor\" never seen for",
            "                                         mallory in 412 earlier messages",
            "low        0.31  01:02:03  李.wei        city \"Oslo\" seen 3 times"),
        new Terminal(74, false).lines(TWO));
  }

  @Test
  void aNarrowTerminalHasTheReasonBelow() {
    assertEquals(
        List.of(
            "high      1.00  23:41:02  mallory�[2J�",
            "  device \"Tor\" never seen for mallory in 412",
            "  earlier messages",
            "low       0.31  01:02:03  李.wei",
            "  city \"Oslo\" seen 3 times"),
        new Terminal(44, false).lines(TWO).subList(4, 9));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    String wide = "漢字".repeat(100) + "e\u0301".repeat(100);
    Report report = report(event(wide, "medium", 0.5, "2025-03-14T01:02:03Z", wide + " " + wide));
    for (int width : new int[] {40, 71, 72, 80, 200}) {
      for (String line : new Terminal(width, false).lines(report)) {
        int columns = line.codePoints().map(TerminalTest::columns).sum();
        assertTrue(columns <= width, () -> columns + " of " + width + ": " + line);
      }
    }
  }

  @Test
  void coloursAreOnlyThereWhenAskedFor() {
    assertTrue(
        new Terminal(80, true).lines(TWO).toString().contains("\u001b[1;31mhigh    \u001b[0m"));
    assertFalse(new Terminal(80, false).lines(TWO).toString().contains("\u001b"));
  }

  @Test
  void flagsAndWhatIsLeftOutAreNamed() {
    List<String> lines = new Terminal(80, false).lines(Nights.big());

    assertTrue(lines.contains("and 8,800 less urgent"), lines::toString);
    assertTrue(
        lines.stream().anyMatch(l -> l.startsWith("high      has_dns_data_b64_encoded lorem")),
        lines::toString);
    assertTrue(lines.get(lines.size() - 1).endsWith("  700 records"), lines::toString);
  }

  @Test
  void aQuietNightIsOneSentence() {
    assertEquals(
        List.of(
            "Friday 14 March 2025",
            "Nothing deserves a look. Of 6,079 messages, nobody did what is unlike them",
            "enough."),
        new Terminal(80, false).lines(Nights.quiet()));
  }

  private static int columns(int character) {
    return character >= 0x4E00 && character <= 0x9FFF ? 2 : character == 0x301 ? 0 : 1;
  }

  private static Report report(Event... events) {
    return new Report(
        Nights.DATE,
        Nights.DATE,
        new Totals(9, 2, 2, 2, 2, events.length, events.length, 1, 0, 1, 0),
        List.of(events),
        List.of(),
        List.of());
  }

  private static Event event(
      String actor, String severity, double score, String time, String reason) {
    return new Event(
        "e-" + actor,
        "m",
        "logins",
        "logins",
        actor,
        Instant.parse(time),
        severity,
        score,
        null,
        List.of(new Reason("reporter", "city", null, score, severity, reason, List.of())),
        null);
  }
}
