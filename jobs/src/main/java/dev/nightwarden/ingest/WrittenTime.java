package dev.nightwarden.ingest;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A time in one of the forms of logs that can mean one thing only: the year first, or the month by
 * its English name. Parts need no padding and may be padded by blanks.
 *
 * @param year null where it is left out
 * @param time a leap second is the last microsecond of the second before, so that order holds
 * @param offset null where it is left out
 */
record WrittenTime(Integer year, MonthDay day, LocalTime time, ZoneOffset offset) {
  private static final String CLOCK =
      "(?<hour>\\d{1,2}):(?<minute>\\d{1,2})"
          + "(?::(?<second>\\d{1,2})(?:[.,](?<fraction>\\d{1,30}))?)?"
          + "(?: ?(?<half>[AaPp]\\.?[Mm]\\.?))?";

  private static final String OFFSET = "(?:UTC|GMT|UT)?[+-]\\d{1,2}(?::?\\d\\d)?|[A-Za-z]{1,5}";
  private static final String ZONE = "(?: ?(?<zone>" + OFFSET + "))?";
  private static final String COMMENT = "(?: ?\\[[^\\]]{1,50}\\]| \\([^()]{0,60}\\))?";
  private static final String WEEKDAY = "(?:(?<weekday>[A-Za-z]{3,9})(?:, {0,3}| {1,3}))?";
  private static final String MONTH = "(?<month>[A-Za-z]{3,9})";
  private static final String DAY = "(?<day>\\d{1,2})";

  /** 2023-07-10T11:42:24.123+02:00, 2023/07/10 11:42:24, 2023-Jul-10 1:42:24 PM. */
  private static final Form YEAR_FIRST =
      Form.of(
          "(?<year>\\d{4})(?<s>[-/. ]) ?(?<month>\\d{1,2}|[A-Za-z]{3,9})\\k<s> ?"
              + (DAY + "(?:[Tt_]|,? {1,3})" + CLOCK + ZONE + COMMENT));

  /** 20230710T114224Z, 20230710114224.5Z, 20230710 11:42:24. */
  private static final Form BASIC =
      Form.of(
          "(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)[Tt ]?(?<hour>\\d\\d):?(?<minute>\\d\\d):?"
              + "(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,30}))?"
              + ZONE);

  /** 10/Oct/2000:13:55:36 -0700; Tue, 10 Oct 2000 13:55:36 GMT; Tuesday, 10-Oct-00 13:55:36 GMT. */
  private static final Form DAY_FIRST =
      Form.of(
          WEEKDAY
              + DAY
              + "(?<s>[-/. ])"
              + MONTH
              + "\\k<s>(?<year>\\d{4}|\\d\\d)(?:[:T]|,? {1,3}(?:at )?)"
              + (CLOCK + ZONE + COMMENT));

  /** Oct 10, 2000 1:55:36 PM; Oct 10 2000 13:55:36; Tue Oct 10 2000 13:55:36 GMT+0200. */
  private static final Form YEAR_MIDDLE =
      Form.of(
          WEEKDAY
              + (MONTH + "\\.? {1,3}" + DAY + ",? {1,3}(?<year>\\d{4}),?(?: @| at)? {1,3}")
              + (CLOCK + ZONE + COMMENT));

  /** Tue Oct 10 13:55:36 2000; Tue Oct 10 13:55:36 UTC 2000; Tue Oct 10 13:55:36 2000 +0200. */
  private static final Form YEAR_LAST =
      Form.of(
          WEEKDAY
              + (MONTH + "\\.? {1,3}" + DAY + ",? {1,3}" + CLOCK + ZONE)
              + (" (?<year>\\d{4})(?: (?<after>" + OFFSET + "))?"));

  /** Oct 10 13:55:36. */
  private static final Form NO_YEAR = Form.of(MONTH + " {1,3}" + DAY + " {1,3}" + CLOCK + ZONE);

  private static final List<Form> ISO = List.of(YEAR_FIRST, BASIC);
  private static final List<Form> ANY =
      List.of(YEAR_FIRST, BASIC, DAY_FIRST, YEAR_MIDDLE, YEAR_LAST);
  private static final List<Form> SYSLOG =
      List.of(NO_YEAR, YEAR_FIRST, BASIC, DAY_FIRST, YEAR_MIDDLE, YEAR_LAST);
  private static final int LONGEST = 120;
  private static final int LEAP_SECOND = 60;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /** RFC 5322, sec. 4.3: what these mean in its form, whatever they mean elsewhere. */
  private static final Map<String, Integer> MAIL_ZONES =
      Map.of(
          "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7);

  /** How parts lie in a text. */
  private record Form(Pattern pattern, Set<String> parts) {
    static Form of(String pattern) {
      return new Form(
          Pattern.compile(pattern),
          Pattern.compile("\\(\\?<([a-z]+)>")
              .matcher(pattern)
              .results()
              .map(name -> name.group(1))
              .collect(Collectors.toSet()));
    }

    /** The parts that are there by their names; null for a text of another form. */
    Map<String, String> read(String text) {
      Matcher matched = pattern.matcher(text);
      if (!matched.matches()) {
        return null;
      }
      Map<String, String> found = new HashMap<>();
      for (String part : parts) {
        if (matched.group(part) != null) {
          found.put(part, matched.group(part));
        }
      }
      return found;
    }
  }

  /**
   * Reads ISO 8601, and what differs from it in its separators alone.
   *
   * @param zone whose abbreviations, such as CEST, are understood
   * @throws DateTimeException for any other text, and for a time that cannot be
   */
  static WrittenTime iso(String text, ZoneId zone) {
    return first(text, ISO, zone);
  }

  /** Reads the forms with the name of the month too. */
  static WrittenTime any(String text, ZoneId zone) {
    boolean isBracketed = text.startsWith("[") && text.endsWith("]");
    return first(isBracketed ? text.substring(1, text.length() - 1).strip() : text, ANY, zone);
  }

  /**
   * Reads the form of syslog, which leaves out the year, and the others: newer daemons write ISO
   * 8601 into the same file, and routers a year.
   */
  static WrittenTime syslog(String text, ZoneId zone) {
    return first(text, SYSLOG, zone);
  }

  private static WrittenTime first(String text, List<Form> forms, ZoneId zone) {
    if (text.length() <= LONGEST) {
      for (Form form : forms) {
        Map<String, String> parts = form.read(text);
        if (parts != null) {
          return of(parts, form.equals(DAY_FIRST), zone);
        }
      }
    }
    throw new DateTimeException("of no known form");
  }

  private static WrittenTime of(Map<String, String> parts, boolean isMail, ZoneId zone) {
    MonthDay day = MonthDay.of(month(parts.get("month")), number(parts, "day"));
    LocalTime time = time(parts);
    Integer year = year(parts);
    String weekday = parts.get("weekday");
    if (weekday != null && !isDay(weekday, year, day)) {
      throw new DateTimeException("another day of the week");
    }
    String offset = parts.getOrDefault("zone", parts.get("after"));
    return new WrittenTime(year, day, time, offset == null ? null : offset(offset, isMail, zone));
  }

  private static int number(Map<String, String> parts, String name) {
    return Integer.parseInt(parts.getOrDefault(name, "0"));
  }

  private static int month(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    String name = text.toLowerCase(Locale.ROOT);
    int at = MONTHS.indexOf(name.substring(0, 3));
    if (at < 0 || at % 3 != 0 || !isStart(name, java.time.Month.of(at / 3 + 1).toString())) {
      throw new DateTimeException("no month");
    }
    return at / 3 + 1;
  }

  private static boolean isStart(String name, String whole) {
    return whole.toLowerCase(Locale.ROOT).startsWith(name);
  }

  /** Two digits are 1950 to 2049, and must have their day of the week beside them. */
  private static Integer year(Map<String, String> parts) {
    String text = parts.get("year");
    if (text == null) {
      return null;
    }
    int year = Integer.parseInt(text);
    if (text.length() == 2) {
      if (!parts.containsKey("weekday")) {
        throw new DateTimeException("no century");
      }
      return year < 50 ? 2000 + year : 1900 + year;
    }
    return year;
  }

  private static boolean isDay(String weekday, Integer year, MonthDay day) {
    if (year == null || !day.isValidYear(year)) {
      return false;
    }
    return isStart(weekday.toLowerCase(Locale.ROOT), day.atYear(year).getDayOfWeek().toString());
  }

  private static LocalTime time(Map<String, String> parts) {
    int hour = number(parts, "hour");
    String half = parts.get("half");
    if (half != null) {
      if (hour < 1 || hour > 12) {
        throw new DateTimeException("no hour of half a day");
      }
      hour = hour % 12 + (half.charAt(0) == 'P' || half.charAt(0) == 'p' ? 12 : 0);
    }
    int minute = number(parts, "minute");
    int second = number(parts, "second");
    if (second == LEAP_SECOND && minute == 59) {
      return lastMicro(LocalTime.of(hour, minute, 59));
    }
    String digits = parts.getOrDefault("fraction", "") + "000000";
    return LocalTime.of(hour, minute, second, 1_000 * Integer.parseInt(digits.substring(0, 6)));
  }

  /** What a leap second becomes that follows a second. */
  static LocalTime lastMicro(LocalTime second) {
    return second.withNano(999_999_000);
  }

  private static ZoneOffset offset(String text, boolean isMail, ZoneId zone) {
    String name = text.toUpperCase(Locale.ROOT);
    int sign = Math.max(name.indexOf('+'), name.indexOf('-'));
    if (sign >= 0) {
      String digits = name.substring(sign + 1).replace(":", "");
      int split = digits.length() > 2 ? digits.length() - 2 : digits.length();
      int hours = Integer.parseInt(digits.substring(0, split));
      int minutes = Integer.parseInt('0' + digits.substring(split));
      int by = name.charAt(sign) == '-' ? -1 : 1;
      return ZoneOffset.ofHoursMinutes(by * hours, by * minutes);
    }
    if (Set.of("Z", "UTC", "UT", "GMT").contains(name)) {
      return ZoneOffset.UTC;
    }
    if (isMail && MAIL_ZONES.containsKey(name)) {
      return ZoneOffset.ofHours(MAIL_ZONES.get(name));
    }
    return abbreviated(name, zone);
  }

  /** An abbreviation means many zones, but only one thing in the zone that the config names. */
  private static ZoneOffset abbreviated(String name, ZoneId zone) {
    TimeZone known = TimeZone.getTimeZone(zone);
    for (boolean summer : new boolean[] {false, true}) {
      if (known.getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH).equals(name)) {
        int millis = known.getRawOffset() + (summer ? known.getDSTSavings() : 0);
        return ZoneOffset.ofTotalSeconds(millis / 1_000);
      }
    }
    throw new DateTimeException("no zone");
  }

  /** The date and time as written. */
  LocalDateTime local() {
    if (!day.isValidYear(year)) {
      throw new DateTimeException("no such day");
    }
    return day.atYear(year).atTime(time);
  }
}
