package dev.nightwarden.stream;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads syslog messages: RFC 5424, and what RFC 3164 describes.
 *
 * <p>A message has {@code time}, {@code priority}, {@code facility}, {@code severity}, {@code host}
 * and {@code message}, and where they are given {@code app}, {@code procid}, {@code msgid} and
 * {@code data} (structured data: id to name to value, a list where a name is there twice).
 */
final class Syslog {
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "clock",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final int MOST_PRIORITY = 191;
  private static final int LEAP_YEARS_AT_MOST_APART = 8;
  private static final Pattern PRIORITY = Pattern.compile("<(\\d{1,3})>");
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,2} ");

  /** Aug 24 05:34:00, with a fraction or a year or both as some write them. */
  private static final Pattern LOCAL_TIME =
      Pattern.compile(
          "[*.]?(?<month>[A-Za-z]{3}) {1,2}(?<day>\\d{1,2}) (?:(?<before>\\d{4}) )?"
              + "(?<time>\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(?: (?:[A-Z]{3,5} )?(?<after>\\d{4}))?"
              + ":?(?: |$)");

  private static final Pattern FULL_TIME =
      Pattern.compile("(?<time>\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d[^ ]{1,30})(?: |$)");
  private static final Pattern HOST = Pattern.compile("([^ :\\[\\]]{1,255}|[0-9A-Fa-f:.]{3,45}) ");
  private static final Pattern TAG =
      Pattern.compile("([A-Za-z0-9_./@()%-]{1,100})(?:\\[([^\\]]{0,128})])?:(?!:) ?");

  private final String text;
  private final Instant received;
  private final String from;
  private final ZoneId zone;
  private final Map<String, Object> message = new LinkedHashMap<>();
  private int at;

  private Syslog(String text, Instant received, String from, ZoneId zone) {
    this.text = text;
    this.received = received;
    this.from = from;
    this.zone = zone;
  }

  /**
   * Reads a message.
   *
   * @param received when it came: its time where it says none, and the year of one without
   * @param from the sender's address: the host of a message that names none
   * @param zone of times without one
   * @throws UnreadableRecordException if it is no syslog message
   */
  static Map<String, Object> read(String text, Instant received, String from, ZoneId zone)
      throws UnreadableRecordException {
    return new Syslog(text, received, from, zone).read();
  }

  private Map<String, Object> read() throws UnreadableRecordException {
    Matcher priority = PRIORITY.matcher(text);
    int number = priority.lookingAt() ? Integer.parseInt(priority.group(1)) : -1;
    if (number < 0 || number > MOST_PRIORITY) {
      throw new UnreadableRecordException(
          "not a syslog message: it does not begin with <PRI>, a number from 0 to 191");
    }
    at = priority.end();
    message.put("priority", number);
    message.put("facility", FACILITIES.get(number / 8));
    message.put("severity", SEVERITIES.get(number % 8));
    if (VERSION.matcher(text).region(at, text.length()).lookingAt()) {
      rfc5424();
    } else {
      rfc3164();
    }
    return message;
  }

  private void rfc5424() throws UnreadableRecordException {
    word();
    String time = word();
    message.put("time", time == null ? received.toString() : time);
    String host = word();
    message.put("host", host == null ? from : host);
    for (String name : List.of("app", "procid", "msgid")) {
      String value = word();
      if (value != null) {
        message.put(name, value);
      }
    }
    if (at < text.length() && text.charAt(at) == '[') {
      message.put("data", structured());
    } else if (at < text.length() && text.charAt(at) == '-') {
      at++;
    } else {
      throw new UnreadableRecordException(
          "not a syslog message of RFC 5424: no structured data after msgid, not even -");
    }
    if (at < text.length() && text.charAt(at) != ' ') {
      throw new UnreadableRecordException(
          "not a syslog message of RFC 5424: no space after the structured data");
    }
    String rest = at < text.length() ? text.substring(at + 1) : "";
    message.put("message", rest.startsWith("\ufeff") ? rest.substring(1) : rest);
  }

  /** The next word of the header; null for {@code -}. */
  private String word() throws UnreadableRecordException {
    int end = text.indexOf(' ', at);
    if (end <= at) {
      throw new UnreadableRecordException(
          "not a syslog message of RFC 5424: the header breaks off");
    }
    String word = text.substring(at, end);
    at = end + 1;
    return word.equals("-") ? null : word;
  }

  private Map<String, Object> structured() throws UnreadableRecordException {
    Map<String, Object> elements = new LinkedHashMap<>();
    while (at < text.length() && text.charAt(at) == '[') {
      at++;
      String id = name();
      Map<String, Object> parameters = new LinkedHashMap<>();
      while (is(' ')) {
        at++;
        String name = name();
        if (!is('=')) {
          throw brokenData();
        }
        at++;
        put(parameters, name, value());
      }
      if (!is(']')) {
        throw brokenData();
      }
      at++;
      elements.put(id, parameters);
    }
    return elements;
  }

  private boolean is(char expected) {
    return at < text.length() && text.charAt(at) == expected;
  }

  private String name() throws UnreadableRecordException {
    int start = at;
    while (at < text.length() && " =]\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw brokenData();
    }
    return text.substring(start, at);
  }

  private String value() throws UnreadableRecordException {
    if (!is('"')) {
      throw brokenData();
    }
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      // Before other characters a backslash stands for itself.
      if (c == '\\' && at + 1 < text.length() && "\"\\]".indexOf(text.charAt(at + 1)) >= 0) {
        at++;
        c = text.charAt(at);
      }
      value.append(c);
    }
    throw brokenData();
  }

  private static void put(Map<String, Object> parameters, String name, String value) {
    Object before = parameters.get(name);
    if (before == null) {
      parameters.put(name, value);
      return;
    }
    List<Object> all = new ArrayList<>();
    if (before instanceof List<?> list) {
      all.addAll(list);
    } else {
      all.add(before);
    }
    all.add(value);
    parameters.put(name, all);
  }

  private static UnreadableRecordException brokenData() {
    return new UnreadableRecordException(
        "not a syslog message of RFC 5424: the structured data is not of the form"
            + " [id name=\"value\"]");
  }

  /** What has no time that can be read is all message, received now (RFC 3164, section 4.3.2). */
  private void rfc3164() throws UnreadableRecordException {
    String time = time3164();
    message.put("time", time == null ? received.toString() : time);
    String host = null;
    if (time != null) {
      Matcher named = HOST.matcher(text).region(at, text.length());
      if (named.lookingAt() && !TAG.matcher(text).region(at, text.length()).lookingAt()) {
        host = named.group(1);
        at = named.end();
      }
    }
    message.put("host", host == null ? from : host);
    Matcher tag = TAG.matcher(text).region(at, text.length());
    if (time != null && tag.lookingAt()) {
      message.put("app", tag.group(1));
      if (tag.group(2) != null) {
        message.put("procid", tag.group(2));
      }
      at = tag.end();
    }
    message.put("message", text.substring(at));
  }

  private String time3164() throws UnreadableRecordException {
    Matcher full = FULL_TIME.matcher(text).region(at, text.length());
    if (full.lookingAt()) {
      at = full.end();
      return full.group("time");
    }
    Matcher local = LOCAL_TIME.matcher(text).region(at, text.length());
    if (!local.lookingAt()) {
      return null;
    }
    int month = MONTHS.indexOf(local.group("month").toLowerCase(Locale.ROOT)) + 1;
    if (month == 0) {
      return null;
    }
    try {
      MonthDay day = MonthDay.of(month, Integer.parseInt(local.group("day")));
      LocalTime clock = LocalTime.parse(local.group("time"));
      String year = local.group("before") == null ? local.group("after") : local.group("before");
      LocalDateTime time =
          year == null
              ? dated(day, clock)
              : LocalDate.of(Integer.parseInt(year), month, day.getDayOfMonth()).atTime(clock);
      at = local.end();
      return time.atZone(zone).toInstant().toString();
    } catch (DateTimeException e) {
      throw new UnreadableRecordException("the syslog message is of a time that there is not");
    }
  }

  /** In the latest year in which the time is at most a day after the message came. */
  private LocalDateTime dated(MonthDay day, LocalTime time) {
    LocalDateTime latest = received.atZone(zone).toLocalDateTime().plusDays(1);
    for (int back = 0; back <= LEAP_YEARS_AT_MOST_APART; back++) {
      int year = latest.getYear() - back;
      if (day.isValidYear(year) && !day.atYear(year).atTime(time).isAfter(latest)) {
        return day.atYear(year).atTime(time);
      }
    }
    throw new DateTimeException("no such day");
  }
}
