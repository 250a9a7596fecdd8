package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.value.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class EventTimeTest {
  private static final ZoneId ROME = ZoneId.of("Europe/Rome");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static String read(EventTime format, Object value, String asOf) throws Refusal {
    long micros = format.micros(value, Instant.parse(asOf).toEpochMilli());
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  private static String read(String format, ZoneId zone, Object value) throws Refusal {
    return read(new EventTime(format, zone, null), value, "2026-01-02T00:00:00Z");
  }

  private static String refused(String format, Object value) {
    return assertThrows(Refusal.class, () -> read(format, UTC, value)).getMessage();
  }

  @Test
  void readsIso8601() throws Exception {
    assertEquals("2023-07-10T11:42:24Z", read("auto", ROME, "2023-07-10T11:42:24Z"));
    assertEquals("2023-07-10T11:42:24.123456Z", read("auto", UTC, "2023-07-10T11:42:24.1234567z"));
    assertEquals("2023-07-10T09:42:24.500Z", read("auto", UTC, "2023-07-10 11:42:24,5 +02:00"));
    assertEquals("2023-07-10T14:12:24Z", read("iso8601", ROME, "2023-07-10T11:42:24-0230"));
    assertEquals("2023-07-10T09:42:00Z", read("auto", UTC, "2023-07-10T11:42+02"));
    assertEquals("2023-07-10T11:42:24Z", read("auto", ROME, "2023-07-10 11:42:24 UTC"));
    assertEquals("1969-12-31T23:59:59.999999Z", read("auto", UTC, "1969-12-31T23:59:59.999999Z"));
  }

  @Test
  void aTimeWithoutZoneIsLocal() throws Exception {
    assertEquals("2023-07-10T09:42:24Z", read("auto", ROME, "2023-07-10T11:42:24"));
    assertEquals("2023-01-10T10:42:24Z", read("iso8601", ROME, " 2023-01-10 11:42:24 "));
  }

  @Test
  void tellsSecondsFromMillisecondsByTheirSize() throws Exception {
    assertEquals("2023-07-10T11:42:24Z", read("auto", ROME, 1688989344L));
    assertEquals("2023-07-10T11:42:24.123Z", read("auto", UTC, 1688989344123L));
    assertEquals("2023-07-10T11:42:24Z", read("auto", UTC, "1688989344"));
    assertEquals("2023-07-10T11:42:24.123456Z", read("auto", UTC, "1688989344.1234567"));
    assertEquals(
        "2023-07-10T11:42:24.500Z", read("auto", UTC, Json.number(decimal("1688989344.5"))));
    assertEquals("1970-01-01T00:00:00Z", read("auto", UTC, 0L));
    assertEquals("1969-12-31T23:59:59.999999Z", read("auto", UTC, "-0.0000001"));
  }

  @Test
  void readsNumbersInTheUnitThatIsNamed() throws Exception {
    assertEquals("1970-01-20T13:09:49.344Z", read("epoch_millis", UTC, 1688989344L));
    assertEquals("5138-11-16T09:46:40Z", read("epoch_seconds", UTC, "100000000000"));
    assertEquals(
        "time \"2023-07-10T11:42:24Z\" is not a number of seconds since 1970",
        refused("epoch_seconds", "2023-07-10T11:42:24Z"));
    assertEquals("time 5 is not ISO 8601", refused("iso8601", 5L));
  }

  @Test
  void readsPatterns() throws Exception {
    assertEquals(
        "2000-10-10T20:55:36Z", read("dd/MMM/yyyy:HH:mm:ss Z", UTC, "10/Oct/2000:13:55:36 -0700"));
    assertEquals("2021-03-01T13:05:00Z", read("M/d/yyyy h:mm a", ROME, "3/1/2021 2:05 pm"));
    assertEquals("2021-02-28T23:00:00Z", read("yyyy-MM-dd", ROME, "2021-03-01"));
    assertEquals("2025-12-31T23:30:00Z", read("MMM d HH:mm", UTC, "Dec 31 23:30"));
    assertEquals(
        "time \"31/Feb\" is not of the form dd/MMM/yyyy:HH:mm:ss Z",
        refused("dd/MMM/yyyy:HH:mm:ss Z", "31/Feb"));
  }

  @Test
  void aPatternMustGiveADay() {
    assertEquals(
        "gives no month and day",
        assertThrows(IllegalArgumentException.class, () -> new EventTime("HH:mm", UTC, null))
            .getMessage());
  }

  @Test
  void takesTheYearOfSyslogFromTheSettings() throws Exception {
    EventTime syslog = new EventTime("syslog", UTC, 2019);
    String asOf = "2026-01-02T00:00:00Z";
    assertEquals("2019-03-27T13:06:56Z", read(syslog, "Mar 27 13:06:56", asOf));
    assertEquals("2019-04-02T03:04:05.120Z", read(syslog, "apr  2 03:04:05.12", asOf));
    assertEquals(
        "time \"Feb 29 00:00:00\" is not a syslog time such as Jan  2 03:04:05",
        assertThrows(Refusal.class, () -> read(syslog, "Feb 29 00:00:00", asOf)).getMessage());
  }

  @Test
  void takesTheYearOfSyslogFromTheFileOtherwise() throws Exception {
    EventTime syslog = new EventTime("syslog", UTC, null);
    assertEquals("2025-12-31T23:59:59Z", read(syslog, "Dec 31 23:59:59", "2026-01-02T00:00:00Z"));
    assertEquals("2026-01-01T00:00:00Z", read(syslog, "Jan  1 00:00:00", "2026-01-02T00:00:00Z"));
    assertEquals(
        "2026-01-02T12:00:00Z",
        read(syslog, "Jan  2 12:00:00", "2026-01-02T00:00:00Z"),
        "a clock that is a little ahead");
    assertEquals("2024-02-29T12:00:00Z", read(syslog, "Feb 29 12:00:00", "2026-01-02T00:00:00Z"));
  }

  @Test
  void saysWhatItFoundAndWhatItWants() {
    String wanted = " is not ISO 8601, nor seconds or milliseconds since 1970";
    assertEquals("time \"yesterday\"" + wanted, refused("auto", "yesterday"));
    assertEquals("time true" + wanted, refused("auto", true));
    assertEquals("time \"2023-02-30T00:00:00Z\"" + wanted, refused("auto", "2023-02-30T00:00:00Z"));
    assertEquals("time \"2023-02-20\"" + wanted, refused("auto", "2023-02-20"));
    assertEquals("time \"0000-02-20T00:00Z\"" + wanted, refused("auto", "0000-02-20T00:00Z"));
    assertEquals("time 999999999999999999" + wanted, refused("auto", 999999999999999999L));
    assertEquals("time \"" + "9".repeat(80) + "...\"" + wanted, refused("auto", "9".repeat(500)));
    assertEquals("time an array or object" + wanted, refused("auto", java.util.List.of()));
    assertEquals("time \"\\u001b[2J\"" + wanted, refused("auto", "\u001b[2J"));
  }

  private static java.math.BigDecimal decimal(String text) {
    return new java.math.BigDecimal(text);
  }
}
