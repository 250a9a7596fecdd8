package dev.nightwarden.ingest;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads event times. Microseconds since 1970, what is finer is cut off; years 1 to 9999. */
final class EventTime implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String AUTO = "auto";
  static final String ISO8601 = "iso8601";
  static final String EPOCH_SECONDS = "epoch_seconds";
  static final String EPOCH_MILLIS = "epoch_millis";
  static final String EPOCH_MICROS = "epoch_micros";
  static final String EPOCH_NANOS = "epoch_nanos";
  static final String FILETIME = "filetime";
  static final String SYSLOG = "syslog";

  /** The formats that have a name; any other text is a pattern. */
  static final List<String> NAMES =
      List.of(
          AUTO, ISO8601, EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS, EPOCH_NANOS, FILETIME, SYSLOG);

  /** Of the year 9999 in nanoseconds. */
  private static final int MOST_DIGITS = 21;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,21}(?:\\.\\d{1,30})?(?:[Ee]\\+?\\d{1,2})?");

  /** JSON of .NET: milliseconds since 1970, in UTC whatever offset is named. */
  private static final Pattern JSON_DATE =
      Pattern.compile("/?Date\\((-?\\d{1,18})(?:[+-]\\d{4})?\\)/?");

  /** Epoch seconds reach this in the year 5138; epoch milliseconds did in March 1973. */
  private static final BigDecimal LEAST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

  private static final BigDecimal LEAST_MICROS = LEAST_MILLIS.movePointRight(3);
  private static final BigDecimal LEAST_NANOS = LEAST_MICROS.movePointRight(3);

  /** From 1601, where FILETIME starts, to 1970. */
  private static final BigDecimal FILETIME_SECONDS = BigDecimal.valueOf(11_644_473_600L);

  private static final long FIRST = -62_135_596_800L;
  private static final long LAST = 253_402_300_799L;
  private static final int LEAP_YEARS_AT_MOST_APART = 8;

  private final String format;
  private final ZoneId zone;
  private final Integer year;
  private final TimePattern pattern;

  /**
   * Checks a format.
   *
   * @param format one of {@link #NAMES}, or a pattern as {@link TimePattern} takes it
   * @param zone of local times
   * @param year of times without one; null: the latest that is not after the record's file
   * @throws IllegalArgumentException if the pattern is none, or has no day
   */
  EventTime(String format, ZoneId zone, Integer year) {
    this.format = format;
    this.zone = zone;
    this.year = year;
    this.pattern = NAMES.contains(format) ? null : new TimePattern(format);
  }

  /** Whether a time of this format can lack its year. */
  boolean canLackYear() {
    return pattern == null ? format.equals(SYSLOG) : pattern.lacksYear();
  }

  /**
   * The time of a value.
   *
   * @param value a text or a number
   * @param asOf when the file was changed, milliseconds since 1970
   * @return microseconds since 1970
   */
  long micros(Object value, long asOf) throws Refusal {
    String shown =
        value instanceof String text
            ? RecordText.value(text)
            : value instanceof Number || value instanceof Boolean
                ? CellType.text(value)
                : "an array or object";
    try {
      if (value instanceof Long || value instanceof BigDecimal) {
        return epoch(value instanceof Long l ? BigDecimal.valueOf(l) : (BigDecimal) value);
      }
      if (value instanceof String text) {
        NoTime.refuse(text.strip());
        return micros(text.strip(), asOf);
      }
    } catch (NoTime placeholder) {
      throw Refusal.showing(shown, "time %s stands for no time"::formatted);
    } catch (DateTimeException | ArithmeticException none) {
      // Told below, with what was found.
    }
    throw Refusal.showing(shown, found -> "time %s is not %s".formatted(found, described()));
  }

  private long micros(String text, long asOf) {
    return switch (format) {
      case AUTO -> auto(text);
      case ISO8601 -> micros(WrittenTime.iso(text, zone), asOf);
      case SYSLOG -> micros(WrittenTime.syslog(text, zone), asOf);
      case EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS, EPOCH_NANOS, FILETIME -> {
        if (!NUMBER.matcher(text).matches()) {
          throw new DateTimeException("no number");
        }
        yield epoch(new BigDecimal(text));
      }
      default -> patterned(text, asOf);
    };
  }

  private long auto(String text) {
    if (NUMBER.matcher(text).matches()) {
      return epoch(new BigDecimal(text));
    }
    Matcher date = JSON_DATE.matcher(text);
    return date.matches()
        ? micros(new BigDecimal(date.group(1)).movePointLeft(3))
        : micros(WrittenTime.any(text, zone), 0);
  }

  private long epoch(BigDecimal number) {
    if (number.precision() - number.scale() > MOST_DIGITS) {
      throw new DateTimeException("out of range");
    }
    NoTime.refuse(number);
    return micros(
        switch (format) {
          case EPOCH_SECONDS -> number;
          case EPOCH_MILLIS -> number.movePointLeft(3);
          case EPOCH_MICROS -> number.movePointLeft(6);
          case EPOCH_NANOS -> number.movePointLeft(9);
          case FILETIME -> number.movePointLeft(7).subtract(FILETIME_SECONDS);
          case AUTO -> number.movePointLeft(places(number.abs()));
          default -> throw new DateTimeException("a number");
        });
  }

  private static int places(BigDecimal size) {
    if (size.compareTo(LEAST_MILLIS) < 0) {
      return 0;
    }
    return size.compareTo(LEAST_MICROS) < 0 ? 3 : size.compareTo(LEAST_NANOS) < 0 ? 6 : 9;
  }

  private static long micros(BigDecimal seconds) {
    long micros = seconds.movePointRight(6).setScale(0, RoundingMode.FLOOR).longValueExact();
    return micros(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private long micros(WrittenTime written, long asOf) {
    LocalDateTime local =
        written.year() == null ? dated(written.day(), written.time(), asOf) : written.local();
    return micros(local, written.offset() == null ? zone : written.offset());
  }

  private long patterned(String text, long asOf) {
    TimePattern.Read read = pattern.read(text);
    ZoneId given = read.parts().query(TemporalQueries.zone());
    LocalTime time = read.parts().query(TemporalQueries.localTime());
    LocalDate date = read.parts().query(TemporalQueries.localDate());
    if (date == null && read.parts().isSupported(ChronoField.INSTANT_SECONDS)) {
      return micros(Instant.from(read.parts()));
    }
    LocalTime clock = time == null ? LocalTime.MIDNIGHT : time;
    clock = read.isLeapSecond() ? WrittenTime.lastMicro(clock) : clock;
    LocalDateTime local =
        date == null ? dated(MonthDay.from(read.parts()), clock, asOf) : date.atTime(clock);
    return micros(local, given == null ? zone : given);
  }

  /** The year of a time without one: as set, else the latest that is at most a day after asOf. */
  private LocalDateTime dated(MonthDay day, LocalTime time, long asOf) {
    if (year != null) {
      if (!day.isValidYear(year)) {
        throw new DateTimeException("no such day");
      }
      return day.atYear(year).atTime(time);
    }
    LocalDateTime latest = Instant.ofEpochMilli(asOf).atZone(zone).toLocalDateTime().plusDays(1);
    for (int back = 0; back <= LEAP_YEARS_AT_MOST_APART; back++) {
      int candidate = latest.getYear() - back;
      if (day.isValidYear(candidate) && !day.atYear(candidate).atTime(time).isAfter(latest)) {
        return day.atYear(candidate).atTime(time);
      }
    }
    throw new DateTimeException("no such day");
  }

  private static long micros(LocalDateTime local, ZoneId zone) {
    NoTime.refuse(local);
    return micros(local.atZone(zone).toInstant());
  }

  private static long micros(Instant instant) {
    if (instant.getEpochSecond() < FIRST || instant.getEpochSecond() > LAST) {
      throw new DateTimeException("out of range");
    }
    NoTime.refuse(instant);
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private String described() {
    return switch (format) {
      case AUTO ->
          "ISO 8601, seconds to nanoseconds since 1970, or of a form with the month's name such as"
              + " 10/Oct/2000:13:55:36 -0700; time_format can name another";
      case ISO8601 -> "ISO 8601";
      case EPOCH_SECONDS -> "a number of seconds since 1970";
      case EPOCH_MILLIS -> "a number of milliseconds since 1970";
      case EPOCH_MICROS -> "a number of microseconds since 1970";
      case EPOCH_NANOS -> "a number of nanoseconds since 1970";
      case FILETIME -> "a number of 100 nanoseconds since 1601";
      case SYSLOG -> "a syslog time such as Jan  2 03:04:05";
      default -> "of the form " + format;
    };
  }
}
