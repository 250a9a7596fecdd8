package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

class LogTest {
  @Test
  void showsOneLineForEachEvent() {
    Finding[] findings = {
      new Finding(
          "a1", "e1", "2026-11-01T02:00:00.5Z", "ann", "city", "x", 0.5, "low", "city odd", "i1"),
      new Finding(
          "a2", "e1", "2026-11-01T02:00:00.5Z", "ann", "os", "x", 1, "high", "os odd", null),
      new Finding("a3", "e2", "2026-11-01T01:00:00Z", null, "os", "x", 1, null, "os odd", null)
    };
    assertEquals(
        List.of(
            "WARN 2 malicious events on 2026-11-01, 3 anomalies",
            "WARN 2026-11-01T01:00:00Z logins null: os odd (score 1.000)",
            "WARN 2026-11-01T02:00:00.500Z logins ann: city odd; os odd (score 1.000, severity"
                + " high)"),
        lines(new Log("warn", false), Finding.slice(Finding.table(findings), "2026-11-01")));
  }

  @Test
  void showsOnlyCountsWhenAsked() {
    Slice slice =
        Finding.slice(
            Finding.table(Finding.of("1", "2026-11-01T00:00:00Z", "ann")),
            "2026-11-01",
            "2026-11-05");
    assertEquals(
        List.of("INFO 1 malicious event between 2026-11-01 and 2026-11-05, 1 anomaly"),
        lines(new Log("info", true), slice));
  }

  @Test
  void countsWhatIsTooMuchToShow() {
    List<Finding> findings =
        IntStream.range(0, 130)
            .mapToObj(i -> Finding.of("" + i, "2026-11-01T00:00:00Z", "u" + i))
            .toList();
    List<String> lines =
        lines(new Log("info", false), Finding.slice(Finding.table(findings), "2026-11-01"));
    assertEquals(102, lines.size());
    assertEquals("INFO and 30 more", lines.get(101));
  }

  @Test
  void letsNoTextForgeALine() {
    Finding forged =
        new Finding(
            "a1",
            "e1",
            "2026-11-01T00:00:00Z",
            "ann\n2026 all is well\u001b[2J\u202e\u2028",
            "city",
            "x",
            1,
            null,
            "r\r\u0085" + "x".repeat(600),
            null);
    assertEquals(
        "INFO 2026-11-01T00:00:00Z logins ann\\n2026 all is well\\u001b[2J\\u202e\\u2028: "
            + "r\\r\\u0085"
            + "x".repeat(497)
            + "... (score 1.000)",
        lines(new Log("info", false), Finding.slice(Finding.table(forged), "2026-11-01")).get(1));
  }

  @Test
  void escapesWhatIsOutsideTheBasicPlane() {
    assertEquals(
        "\ud83d\ude00 \\u{e0041} \\ud800", EscapedText.text("\ud83d\ude00 \udb40\udc41 \ud800", 9));
  }

  @Test
  void refusesAnUnknownLevel() {
    assertEquals(
        "level is loud; allowed: one of debug, info, warn, error",
        assertThrows(IllegalKeyException.class, () -> Keys.checked(new Log("loud", false)))
            .getMessage());
  }

  private static List<String> lines(Log log, Slice slice) {
    List<String> lines = new ArrayList<>();
    AbstractAppender appender =
        new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    Logger logger = (Logger) LogManager.getLogger(Log.class);
    Level before = logger.getLevel();
    logger.addAppender(appender);
    logger.setLevel(Level.DEBUG);
    try {
      log.replace(slice);
    } finally {
      logger.removeAppender(appender);
      logger.setLevel(before);
    }
    return lines;
  }
}
