package dev.nightwarden.report;

import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.Flag;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as a table for a terminal, the most urgent events first.
 *
 * @param width how many columns the terminal has; at least {@value #LEAST_WIDTH} are used
 * @param inColour whether severities are coloured
 */
public record Terminal(int width, boolean inColour) {
  /** Where nothing is known of the terminal. */
  public static final int DEFAULT_WIDTH = 80;

  /** No table fits in less. */
  static final int LEAST_WIDTH = 40;

  /** The most events shown. */
  static final int ROWS = 200;

  private static final int NARROW = 72;
  private static final int LINES_OF_WHY = 2;
  private static final int MOST_ACTOR = 24;
  private static final int MOST_TEXT = 300;

  private static final String BOLD = "1";
  private static final String FAINT = "2";

  public Terminal {
    width = Math.max(LEAST_WIDTH, width);
  }

  /** The lines of a report, none wider than the terminal. */
  public List<String> lines(Report report) {
    Words words = new Words(report);
    List<String> lines = new ArrayList<>();
    wrap(words.dates(), width, 3).forEach(line -> lines.add(painted(BOLD, line)));
    lines.addAll(wrap(words.summary(), width, 4));
    alerts(lines, words, report.alerts());
    List<Event> events = report.events().stream().limit(ROWS).toList();
    if (!events.isEmpty()) {
      lines.add("");
      table(lines, events, report.from().equals(report.to()));
    }
    long left = report.totals().maliciousEvents() - events.size();
    if (left > 0 && !events.isEmpty()) {
      lines.add(painted(FAINT, cut("and %,d less urgent".formatted(left), width)));
    }
    flags(lines, report.flags());
    return lines;
  }

  private void table(List<String> lines, List<Event> events, boolean isOneDay) {
    int widestActor =
        events.stream().mapToInt(event -> Columns.of(actor(event))).max().orElseThrow();
    int ofTime = isOneDay ? 8 : 19;
    int ofActor = Math.max(5, Math.min(MOST_ACTOR, widestActor));
    int before = 8 + 2 + 5 + 2 + ofTime + 2;
    if (width < NARROW) {
      for (Event event : events) {
        String head = "%s  %s  ".formatted(Words.score(event.score()), time(event, isOneDay));
        String actor = cut(actor(event), width - 10 - Columns.of(head));
        lines.add(severity(event) + "  " + head + painted(BOLD, actor));
        wrap(why(event), width - 2, LINES_OF_WHY).forEach(line -> lines.add("  " + line));
      }
      return;
    }
    String heading =
        "Severity  Score  " + padded("Time", ofTime) + "  " + padded("Actor", ofActor) + "  Why";
    lines.add(painted(FAINT, cut(heading, width)));
    int ofWhy = width - before - ofActor - 2;
    for (Event event : events) {
      List<String> why = wrap(why(event), ofWhy, LINES_OF_WHY);
      lines.add(
          severity(event)
              + "  "
              + " ".repeat(1)
              + Words.score(event.score())
              + "  "
              + padded(time(event, isOneDay), ofTime)
              + "  "
              + painted(BOLD, padded(cut(actor(event), ofActor), ofActor))
              + "  "
              + (why.isEmpty() ? "" : why.get(0)));
      for (String more : why.subList(Math.min(1, why.size()), why.size())) {
        lines.add(" ".repeat(before + ofActor + 2) + more);
      }
    }
  }

  private void alerts(List<String> lines, Words words, ReportedAlerts alerts) {
    if (alerts.first().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(painted(BOLD, "Alerts"));
    for (Report.Alert alert : alerts.first()) {
      String head =
          "risk %3s  %s  "
              .formatted(Words.risk(alert.risk()), Words.span(alert.from(), alert.to()));
      lines.add(
          head
              + painted(
                  BOLD,
                  cut(
                      Printable.printable(Words.name(alert.actor()), MOST_TEXT),
                      Math.max(5, width - Columns.of(head)))));
      wrap(Printable.printable(alert.reason(), MOST_TEXT), width - 2, LINES_OF_WHY)
          .forEach(line -> lines.add("  " + line));
      if (!alert.attack().isEmpty()) {
        lines.add("  " + painted(FAINT, Words.attack(alert.attack())));
      }
    }
    for (Campaign campaign : alerts.campaigns()) {
      wrap(Printable.printable(Words.campaign(campaign), MOST_TEXT), width, LINES_OF_WHY)
          .forEach(lines::add);
    }
    String more = words.moreAlerts(alerts.first().size());
    if (more != null) {
      wrap(more, width, LINES_OF_WHY).forEach(line -> lines.add(painted(FAINT, line)));
    }
  }

  private void flags(List<String> lines, List<Flag> flags) {
    List<Flag> hit = flags.stream().filter(flag -> flag.hits() > 0).toList();
    if (hit.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(painted(BOLD, "Flags"));
    for (Flag flag : hit) {
      String records = "  " + Words.count(flag.hits(), "record");
      int ofName = Math.max(5, width - 10 - Columns.of(records));
      lines.add(
          severity(flag.severity())
              + "  "
              + cut(Printable.printable(String.valueOf(flag.name()), MOST_TEXT), ofName)
              + records);
    }
  }

  private String severity(Event event) {
    return severity(event.severity());
  }

  private String severity(String severity) {
    String known = Words.severity(severity);
    String colour =
        switch (known) {
          case "high" -> "1;31";
          case "medium" -> "33";
          case "low" -> "36";
          default -> FAINT;
        };
    return painted(colour, padded(known, 8));
  }

  private static String actor(Event event) {
    return Printable.printable(Words.name(event.actor()), MOST_TEXT);
  }

  private static String time(Event event, boolean isOneDay) {
    String time = Words.time(event.eventTime());
    return isOneDay ? time.substring(11) : time;
  }

  private static String why(Event event) {
    String reasons =
        event.reasons().stream().map(Suspicion::text).reduce((a, b) -> a + "; " + b).orElse("");
    return Printable.printable(reasons, MOST_TEXT);
  }

  private String painted(String code, String text) {
    return inColour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - Columns.of(text)));
  }

  /** At most so many columns of a text, with an ellipsis if there was more. */
  static String cut(String text, int columns) {
    if (Columns.of(text) <= columns) {
      return text;
    }
    return text.substring(0, Columns.fitting(text, 0, columns - 1)) + "…";
  }

  /** A text in lines, broken at spaces where there are any; the last is cut if there is more. */
  static List<String> wrap(String text, int columns, int most) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      String rest = text.substring(at).stripLeading();
      at = text.length() - rest.length();
      if (lines.size() == most - 1 || Columns.of(rest) <= columns) {
        lines.add(cut(rest, columns));
        break;
      }
      int end = Columns.fitting(rest, 0, columns);
      int space = rest.lastIndexOf(' ', end);
      int used = space > end / 2 ? space : end;
      lines.add(rest.substring(0, used).stripTrailing());
      at += used;
    }
    return lines;
  }

  /** How wide characters are on a terminal: Unicode's East Asian Width, marks taking none. */
  private static final class Columns {
    private static final int[] WIDE = {
      0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3,
      0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693,
      0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4,
      0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD,
      0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753,
      0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C,
      0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00,
      0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
      0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F004,
      0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F1E6, 0x1F320, 0x1F32D,
      0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0,
      0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF,
      0x1F53D, 0x1F54B, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB,
      0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6DF, 0x1F6EB, 0x1F6FC, 0x1F7E0,
      0x1F7F0, 0x1F90C, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private Columns() {}

    static int of(String text) {
      return text.codePoints().map(Columns::of).sum();
    }

    /** Where a text must end to fit, as an index after {@code from}. */
    static int fitting(String text, int from, int columns) {
      int left = columns;
      int at = from;
      while (at < text.length()) {
        int character = text.codePointAt(at);
        left -= of(character);
        if (left < 0) {
          break;
        }
        at += Character.charCount(character);
      }
      return at;
    }

    private static int of(int character) {
      int type = Character.getType(character);
      if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
        return 0;
      }
      for (int i = 0; i < WIDE.length && WIDE[i] <= character; i += 2) {
        if (character <= WIDE[i + 1]) {
          return 2;
        }
      }
      return 1;
    }
  }
}
