package dev.nightwarden.ingest;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads event times. Microseconds since 1970, what is finer is cut off; years 1 to 9999. */
final class EventTime implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String AUTO = "auto";
  static final String ISO8601 = "iso8601";
  static final String EPOCH_SECONDS = "epoch_seconds";
  static final String EPOCH_MILLIS = "epoch_millis";
  static final String SYSLOG = "syslog";

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d:\\d\\d(?::\\d\\d)?)(?:[.,](\\d{1,30}))?"
              + " ?([Zz]|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?");
  private static final Pattern EPOCH = Pattern.compile("[+-]?\\d{1,18}(?:\\.\\d{1,30})?");
  private static final Pattern SYSLOG_TIME =
      Pattern.compile(
          "([A-Za-z]{3}) +(\\d{1,2}) +(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,30}))?", Pattern.DOTALL);
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /** Epoch seconds reach this in the year 5138; epoch milliseconds did in March 1973. */
  private static final BigDecimal LEAST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

  private static final long FIRST = -62_135_596_800L;
  private static final long LAST = 253_402_300_799L;
  private static final int LEAP_YEARS_AT_MOST_APART = 8;

  private final String format;
  private final ZoneId zone;
  private final Integer year;
  private transient DateTimeFormatter pattern;

  /**
   * Checks a format.
   *
   * @param format one of the names above, or a pattern of {@link DateTimeFormatter}
   * @param zone of local times
   * @param year of times without one; null: the latest that is not after the record's file
   * @throws IllegalArgumentException if the pattern is none, or has no day
   */
  EventTime(String format, ZoneId zone, Integer year) {
    this.format = format;
    this.zone = zone;
    this.year = year;
    if (isPattern()) {
      check();
    }
  }

  /** Whether a time of this format can lack its year. */
  boolean canLackYear() {
    return format.equals(SYSLOG) || (isPattern() && lacksYear());
  }

  /**
   * The time of a value.
   *
   * @param value a text or a number
   * @param asOf when the file was changed, milliseconds since 1970
   * @return microseconds since 1970
   */
  long micros(Object value, long asOf) throws Refusal {
    try {
      if (value instanceof Long || value instanceof BigDecimal) {
        return epoch(value instanceof Long l ? BigDecimal.valueOf(l) : (BigDecimal) value);
      }
      if (value instanceof String text) {
        return micros(text.strip(), asOf);
      }
    } catch (DateTimeException | ArithmeticException none) {
      // Told below, with what was found.
    }
    String found =
        value instanceof Number || value instanceof Boolean
            ? CellType.text(value)
            : "an array or object";
    String shown = value instanceof String text ? Shown.value(text) : found;
    throw new Refusal("time %s is not %s".formatted(shown, described()));
  }

  private long micros(String text, long asOf) {
    return switch (format) {
      case AUTO -> EPOCH.matcher(text).matches() ? epoch(new BigDecimal(text)) : iso(text);
      case ISO8601 -> iso(text);
      case EPOCH_SECONDS, EPOCH_MILLIS -> {
        if (!EPOCH.matcher(text).matches()) {
          throw new DateTimeException("no number");
        }
        yield epoch(new BigDecimal(text));
      }
      case SYSLOG -> syslog(text, asOf);
      default -> patterned(text, asOf);
    };
  }

  private long epoch(BigDecimal number) {
    boolean millis =
        switch (format) {
          case EPOCH_SECONDS -> false;
          case EPOCH_MILLIS -> true;
          case AUTO -> number.abs().compareTo(LEAST_MILLIS) >= 0;
          default -> throw new DateTimeException("a number");
        };
    if (number.precision() - number.scale() > 18) {
      throw new DateTimeException("out of range");
    }
    BigDecimal micros = number.movePointRight(millis ? 3 : 6).setScale(0, RoundingMode.FLOOR);
    return inRange(micros.longValueExact());
  }

  private long iso(String text) {
    Matcher iso = ISO.matcher(text);
    if (!iso.matches()) {
      throw new DateTimeException("not ISO 8601");
    }
    LocalDateTime local =
        LocalDate.parse(iso.group(1)).atTime(LocalTime.parse(iso.group(2)).plus(fraction(iso, 3)));
    return micros(local, iso.group(4) == null ? zone : offset(iso.group(4)));
  }

  private static ZoneId offset(String text) {
    char first = text.charAt(0);
    return first == '+' || first == '-' ? ZoneOffset.of(text) : ZoneOffset.UTC;
  }

  private long syslog(String text, long asOf) {
    Matcher syslog = SYSLOG_TIME.matcher(text);
    int month = syslog.matches() ? MONTHS.indexOf(syslog.group(1).toLowerCase(Locale.ROOT)) : -1;
    if (month < 0 || month % 3 != 0) {
      throw new DateTimeException("not syslog");
    }
    MonthDay day = MonthDay.of(month / 3 + 1, Integer.parseInt(syslog.group(2)));
    LocalTime time = LocalTime.parse(syslog.group(3)).plus(fraction(syslog, 4));
    return micros(dated(day, time, asOf), zone);
  }

  private static Duration fraction(Matcher matched, int group) {
    String digits = matched.group(group);
    return digits == null
        ? Duration.ZERO
        : Duration.of(Long.parseLong((digits + "000000").substring(0, 6)), ChronoUnit.MICROS);
  }

  private long patterned(String text, long asOf) {
    TemporalAccessor parsed = formatter().parse(text);
    ZoneId given = parsed.query(TemporalQueries.zone());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime clock = time == null ? LocalTime.MIDNIGHT : time;
    if (date == null && parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return inRange(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.from(parsed)));
    }
    LocalDateTime local =
        date == null ? dated(MonthDay.from(parsed), clock, asOf) : date.atTime(clock);
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
    Instant instant = local.atZone(zone).toInstant();
    if (instant.getEpochSecond() < FIRST || instant.getEpochSecond() > LAST) {
      throw new DateTimeException("out of range");
    }
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static long inRange(long micros) {
    long seconds = Math.floorDiv(micros, 1_000_000L);
    if (seconds < FIRST || seconds > LAST) {
      throw new DateTimeException("out of range");
    }
    return micros;
  }

  private String described() {
    return switch (format) {
      case AUTO -> "ISO 8601, nor seconds or milliseconds since 1970";
      case ISO8601 -> "ISO 8601";
      case EPOCH_SECONDS -> "a number of seconds since 1970";
      case EPOCH_MILLIS -> "a number of milliseconds since 1970";
      case SYSLOG -> "a syslog time such as Jan  2 03:04:05";
      default -> "of the form " + format;
    };
  }

  private boolean isPattern() {
    return switch (format) {
      case AUTO, ISO8601, EPOCH_SECONDS, EPOCH_MILLIS, SYSLOG -> false;
      default -> true;
    };
  }

  private DateTimeFormatter formatter() {
    if (pattern == null) {
      pattern =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(format)
              .toFormatter(Locale.ENGLISH);
    }
    return pattern;
  }

  private void check() {
    try {
      MonthDay.from(sample());
    } catch (DateTimeException noDay) {
      if (!sample().isSupported(ChronoField.INSTANT_SECONDS)) {
        throw new IllegalArgumentException("gives no month and day", noDay);
      }
    }
  }

  private boolean lacksYear() {
    return sample().query(TemporalQueries.localDate()) == null
        && !sample().isSupported(ChronoField.INSTANT_SECONDS);
  }

  private TemporalAccessor sample() {
    ZonedDateTime sample = ZonedDateTime.of(2024, 2, 3, 4, 5, 6, 7_000_000, ZoneOffset.UTC);
    try {
      return formatter().parse(formatter().format(sample));
    } catch (DateTimeParseException unreadable) {
      throw new IllegalArgumentException("cannot read what it writes", unreadable);
    }
  }
}
