package dev.nightwarden.incident;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as a record writes it: recognized beside the event's own, and written anew. */
final class WrittenMoment {
  private static final long DAY = 86_400_000_000L;

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})([T ])(\\d{2}:\\d{2}:\\d{2})(?:([.,])(\\d{1,9}))?"
              + "( ?(?:Z|[+-]\\d{2}(?::?\\d{2})?))?");

  /** A time of the day, and a date, as people write them in many ways. */
  private static final Pattern CLOCK =
      Pattern.compile("(?<![:.\\w])\\d{1,2}:\\d{2}(:\\d{2})?(?![:\\w])");

  private static final Pattern CALENDAR =
      Pattern.compile(
          "\\d{1,4}[-/. ](\\d{1,2}|[A-Za-z]{3,9}\\.?)[-/. ,]+\\d{1,4}|[A-Z][a-z]{2} +\\d{1,2}");

  private static final int LONGEST = 40;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** Forms without a zone, read as UTC, and with one. A year that is not written is the event's. */
  private static final List<String> FORMS =
      List.of("MMM d HH:mm:ss", "MMM ppd HH:mm:ss", "MMM dd HH:mm:ss", "dd/MMM/yyyy:HH:mm:ss xx");

  private static final List<Long> NANOS_OF_UNIT = List.of(1_000_000_000L, 1_000_000L, 1_000L, 1L);

  private WrittenMoment() {}

  /** Whether a value says a time within a day of the event's. */
  static boolean isOne(Object value, long eventMicros) {
    return moved(value, eventMicros, 0) != null;
  }

  /** Whether a value seems to be a date with a time, in none of the forms that are read. */
  static boolean isUnread(Object value) {
    if (!(value instanceof String text)
        || text.length() > LONGEST
        || ISO.matcher(text).matches()
        || !CLOCK.matcher(text).find()
        || !CALENDAR.matcher(text).find()) {
      return false;
    }
    return FORMS.stream().noneMatch(form -> read(text, form, 2000).isPresent());
  }

  /**
   * The value for an event so much later, in the same form; null where it says no time within a day
   * of the event's.
   *
   * @param eventMicros the time of the event that it was written for
   * @param by microseconds
   */
  static Object moved(Object value, long eventMicros, long by) {
    if (value instanceof Long number) {
      return epoch(number, eventMicros, by);
    }
    if (value instanceof BigDecimal seconds) {
      BigDecimal apart = seconds.subtract(BigDecimal.valueOf(eventMicros, 6)).abs();
      return apart.compareTo(BigDecimal.valueOf(86_400)) > 0
          ? null
          : seconds.add(BigDecimal.valueOf(by, 6)).stripTrailingZeros();
    }
    return value instanceof String text ? text(text, eventMicros, by) : null;
  }

  private static Long epoch(long number, long eventMicros, long by) {
    for (long nanos : NANOS_OF_UNIT) {
      double micros = number * (nanos / 1_000.0);
      if (Math.abs(micros - eventMicros) <= DAY) {
        return number + Math.round(by / (nanos / 1_000.0));
      }
    }
    return null;
  }

  private static String text(String text, long eventMicros, long by) {
    if (text.length() < 10 || text.length() > 40) {
      return null;
    }
    if (text.chars().allMatch(Character::isDigit) && text.length() <= 19) {
      try {
        Long moved = epoch(Long.parseLong(text), eventMicros, by);
        return moved == null ? null : moved.toString();
      } catch (NumberFormatException tooLarge) {
        return null;
      }
    }
    Matcher iso = ISO.matcher(text);
    try {
      return iso.matches() ? iso(iso, eventMicros, by) : named(text, eventMicros, by);
    } catch (DateTimeException noTime) {
      return null;
    }
  }

  private static String iso(Matcher iso, long eventMicros, long by) {
    String fraction = iso.group(5);
    String zone = iso.group(6) == null ? "" : iso.group(6);
    ZoneOffset offset = zone.isBlank() ? ZoneOffset.UTC : ZoneOffset.of(zone.strip());
    long nanos = fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
    LocalDateTime local = LocalDateTime.parse(iso.group(1) + "T" + iso.group(3)).plusNanos(nanos);
    if (isFar(local.toInstant(offset), eventMicros)) {
      return null;
    }
    LocalDateTime moved = local.plus(by, ChronoUnit.MICROS);
    StringBuilder written = new StringBuilder();
    written.append(DATE.format(moved)).append(iso.group(2)).append(TIME.format(moved));
    if (fraction != null) {
      String digits = "%09d".formatted(moved.get(ChronoField.NANO_OF_SECOND));
      written.append(iso.group(4)).append(digits, 0, fraction.length());
    }
    return written.append(zone).toString();
  }

  private static String named(String text, long eventMicros, long by) {
    Instant event = Instant.EPOCH.plus(eventMicros, ChronoUnit.MICROS);
    int year = event.atOffset(ZoneOffset.UTC).getYear();
    for (String form : FORMS) {
      Optional<OffsetDateTime> parsed = read(text, form, year);
      if (parsed.isPresent() && !isFar(parsed.get().toInstant(), eventMicros)) {
        return DateTimeFormatter.ofPattern(form, Locale.ENGLISH)
            .format(parsed.get().plus(by, ChronoUnit.MICROS));
      }
    }
    return null;
  }

  /** A time in a form, if it is written just so. */
  private static Optional<OffsetDateTime> read(String text, String form, int year) {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .appendPattern(form)
            .parseDefaulting(ChronoField.YEAR_OF_ERA, year)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ENGLISH);
    try {
      OffsetDateTime parsed = OffsetDateTime.parse(text, formatter);
      boolean isSo = DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(parsed).equals(text);
      return isSo ? Optional.of(parsed) : Optional.empty();
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }

  private static boolean isFar(Instant written, long eventMicros) {
    return Math.abs(ChronoUnit.MICROS.between(Instant.EPOCH, written) - eventMicros) > DAY;
  }
}
