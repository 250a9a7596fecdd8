package dev.nightwarden.ingest;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pattern of {@link DateTimeFormatter}. Where a text does not fit it as it stands, parts of two
 * digits may be of one, with a blank before it or not, and the last second of an hour may be a leap
 * second.
 */
final class TimePattern implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern PADDED = Pattern.compile("(?<![A-Za-z])([dMHhkKms])\\1(?![A-Za-z])");
  private static final Pattern PAD = Pattern.compile("(?<![A-Za-z'])p+(?=[dMHhkKms])");
  private static final Pattern BLANKS = Pattern.compile(" {2,}");
  private static final Pattern AFTER_SIGN = Pattern.compile("(?<=[A-Za-z0-9][/.:-]) +(?=\\d)");
  private static final Pattern LEAP = Pattern.compile("(?<=:59:)60(?!\\d)");

  private final String pattern;
  private transient DateTimeFormatter strict;
  private transient DateTimeFormatter relaxed;

  /** What was read. */
  record Read(TemporalAccessor parts, boolean isLeapSecond) {}

  /**
   * @throws IllegalArgumentException if the pattern is none, or has no day
   */
  TimePattern(String pattern) {
    this.pattern = pattern;
    try {
      MonthDay.from(sample());
    } catch (DateTimeException noDay) {
      if (!sample().isSupported(ChronoField.INSTANT_SECONDS)) {
        throw new IllegalArgumentException("gives no month and day", noDay);
      }
    }
  }

  boolean lacksYear() {
    return sample().query(TemporalQueries.localDate()) == null
        && !sample().isSupported(ChronoField.INSTANT_SECONDS);
  }

  /**
   * @throws DateTimeException for a text that does not fit
   */
  Read read(String text) {
    try {
      return new Read(strict().parse(text), false);
    } catch (DateTimeParseException notAsItStands) {
      String usual = AFTER_SIGN.matcher(BLANKS.matcher(text).replaceAll(" ")).replaceAll("");
      String second = LEAP.matcher(usual).replaceFirst("59");
      return new Read(relaxed().parse(second), !second.equals(usual));
    }
  }

  private TemporalAccessor sample() {
    ZonedDateTime sample = ZonedDateTime.of(2024, 2, 3, 4, 5, 6, 7_000_000, ZoneOffset.UTC);
    try {
      return strict().parse(strict().format(sample));
    } catch (DateTimeParseException unreadable) {
      throw new IllegalArgumentException("cannot read what it writes", unreadable);
    }
  }

  private DateTimeFormatter strict() {
    if (strict == null) {
      strict = formatter(pattern);
    }
    return strict;
  }

  private DateTimeFormatter relaxed() {
    if (relaxed == null) {
      String plain = PAD.matcher(BLANKS.matcher(pattern).replaceAll(" ")).replaceAll("");
      relaxed = formatter(PADDED.matcher(plain).replaceAll("$1"));
    }
    return relaxed;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH);
  }
}
