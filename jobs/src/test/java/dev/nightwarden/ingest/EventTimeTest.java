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
    assertEquals("1970-01-01T00:00:00.500Z", read("auto", UTC, Json.number(decimal("0.5"))));
    assertEquals("1969-12-31T23:59:59.999999Z", read("auto", UTC, "-0.0000001"));
  }

  @Test
  void tellsMicrosecondsAndNanosecondsByTheirSize() throws Exception {
    assertEquals("2025-02-17T13:02:59.231625Z", read("auto", ROME, "1739797379231625"));
    assertEquals("2025-02-17T13:02:59.231625Z", read("auto", UTC, 1739797379231625L));
    assertEquals("2025-02-17T13:02:59.231625Z", read("auto", UTC, "1739797379231625.75"));
    assertEquals("2025-02-17T13:02:59.231625Z", read("auto", UTC, 1739797379231625999L));
    assertEquals("2025-02-17T13:02:59.231625Z", read("auto", UTC, " 1739797379231625001 "));
    assertEquals("2025-02-17T13:02:59.231Z", read("auto", UTC, "1.739797379231E+12"));
    assertEquals("5138-11-16T09:46:39.999Z", read("auto", UTC, "99999999999999"));
    assertEquals("1973-03-03T09:46:40Z", read("auto", UTC, "100000000000000"));
    assertEquals("5138-11-16T09:46:39.999999Z", read("auto", UTC, "99999999999999999"));
    assertEquals("1973-03-03T09:46:40Z", read("auto", UTC, "100000000000000000"));
    assertEquals("9999-12-30T00:00:00Z", read("auto", UTC, "253402128000000000000"));
  }

  @Test
  void readsTheDateOfDotNetsJson() throws Exception {
    assertEquals("2020-04-07T15:35:12Z", read("auto", ROME, "/Date(1586273712000)/"));
    assertEquals("2020-04-07T15:35:12Z", read("auto", UTC, "/Date(1586273712000+0200)/"));
    assertEquals("1969-12-31T23:59:58.999Z", read("auto", UTC, "/Date(-1001)/"));
    assertEquals(
        "time \"/Date(-62135596800000)/\" stands for no time",
        refused("auto", "/Date(-62135596800000)/"));
  }

  @Test
  void readsNumbersInTheUnitThatIsNamed() throws Exception {
    assertEquals("1970-01-20T13:09:49.344Z", read("epoch_millis", UTC, 1688989344L));
    assertEquals("5138-11-16T09:46:40Z", read("epoch_seconds", UTC, "100000000000"));
    assertEquals("2025-02-17T13:02:59.231625Z", read("epoch_micros", UTC, "1739797379231625"));
    assertEquals("1970-01-01T00:00:00.000005Z", read("epoch_micros", UTC, 5L));
    assertEquals("2025-02-17T13:02:59.231625Z", read("epoch_nanos", UTC, "1739797379231625999"));
    assertEquals("1970-01-01T00:00:00.000001Z", read("epoch_nanos", UTC, 1_999L));
    assertEquals("2020-04-07T15:35:12.123456Z", read("filetime", UTC, "132307473121234567"));
    assertEquals(
        "time \"x\" is not a number of microseconds since 1970", refused("epoch_micros", "x"));
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
  void aPatternTakesPartsOfOneDigitPaddedOrNot() throws Exception {
    String clf = "dd/MMM/yyyy:HH:mm:ss Z";
    assertEquals("2000-10-02T20:55:36Z", read(clf, UTC, " 2/Oct/2000:13:55:36 -0700"));
    assertEquals("2000-10-02T20:05:06Z", read(clf, UTC, "2/Oct/2000:13:5:6 -0700"));
    assertEquals("2025-10-02T03:04:05Z", read("MMM d HH:mm:ss", UTC, "Oct  2 03:04:05"));
    assertEquals("2025-10-02T03:04:05Z", read("MMM dd HH:mm:ss", UTC, "Oct  2 3:04:05"));
    assertEquals("2025-10-12T03:04:05Z", read("MMM  d HH:mm:ss", UTC, "Oct 12 03:04:05"));
    assertEquals("2024-02-01T03:04:05Z", read("dd/MM/yyyy HH:mm:ss", UTC, "1/ 2/2024  3:04:05"));
    assertEquals("2024-02-03T03:04:05Z", read("yyyyMMddHHmmss", UTC, "20240203030405"));
    assertEquals(
        "time \"2024-02-03 - 3\" is not of the form yyyy-MM-dd - HHmm",
        refused("yyyy-MM-dd - HHmm", "2024-02-03 - 3"));
    assertEquals(
        "2016-12-31T23:59:59.999999Z",
        read("dd/MM/yyyy HH:mm:ss", UTC, "31/12/2016 23:59:60"),
        "a leap second");
  }

  @Test
  void readsTheFormsThatCanMeanOneThingOnly() throws Exception {
    // The same moment in the forms of Apache, mail and HTTP, of C, Java and JavaScript.
    for (String text :
        new String[] {
          "10/Oct/2000:13:55:36 -0700",
          "[10/Oct/2000:13:55:36 -0700]",
          "10/Oct/2000:13:55:36.000 -0700",
          "Tue, 10 Oct 2000 20:55:36 GMT",
          "Tue, 10 Oct 2000 13:55:36 -0700",
          "Tue, 10 Oct 2000 13:55:36 -0700 (PDT)",
          "tue, 10 oct 00 13:55:36 PDT",
          "10 Oct 2000 20:55:36 +0000",
          "Tuesday, 10-Oct-00 20:55:36 GMT",
          "Tue Oct 10 20:55:36 2000",
          "Tue Oct 10 20:55:36.000000 2000",
          "Tue Oct 10 20:55:36 UTC 2000",
          "Tue Oct 10 13:55:36 2000 -0700",
          "Tue Oct 10 2000 13:55:36 GMT-0700 (Pacific Daylight Time)",
          "Oct 10 20:55:36 2000",
          "Oct 10 2000 20:55:36",
          "Oct 10, 2000 8:55:36 PM",
          "October 10, 2000 at 8:55:36 p.m. UTC",
          "Oct 10, 2000 @ 20:55:36.000",
          "10-Oct-2000 20:55:36.000",
          "2000-Oct-10 20:55:36",
          "2000/10/10 20:55:36",
          "2000-10-10T20:55:36+0000",
          "2000-10-10T20:55:36+00",
          "2000-10-10 20:55:36,000",
          "2000-10-10T20:55:36.000000000Z",
          "2000-10-10 08:55:36 PM",
          "2000-10-10T22:55:36+02:00[Europe/Rome]",
          "20001010T205536Z",
          "20001010205536.0Z",
          "20001010 20:55:36",
        }) {
      assertEquals("2000-10-10T20:55:36Z", read("auto", UTC, text), text);
    }
    assertEquals("1994-11-06T08:49:37Z", read("auto", ROME, "Sunday, 06-Nov-94 08:49:37 GMT"));
    assertEquals("2000-10-02T03:04:05Z", read("auto", UTC, "Mon Oct  2 03:04:05 2000"));
    assertEquals("2000-10-02T03:04:05Z", read("auto", UTC, "2000-10-2 3:4:5"));
    assertEquals("2000-10-02T03:04:05Z", read("auto", UTC, "Mon,  2 Oct 2000 03:04:05 GMT"));
    assertEquals("2000-10-02T03:04:05Z", read("auto", UTC, "[ 2/Oct/2000:03:04:05 +0000]"));
    assertEquals("2000-10-02T00:04:05Z", read("auto", UTC, "2000-10-02 12:04:05 AM"));
    assertEquals("2000-10-02T11:42:24.123456Z", read("auto", UTC, "2000-10-02T11:42:24.123456789"));
  }

  @Test
  void anAbbreviationIsUnderstoodInTheZoneOfTheConfigAlone() throws Exception {
    assertEquals("2000-10-10T20:55:36Z", read("auto", ROME, "2000-10-10 22:55:36 CEST"));
    assertEquals("2000-10-10T21:55:36Z", read("auto", ROME, "Tue Oct 10 22:55:36 CET 2000"));
    refused("auto", "2000-10-10 22:55:36 CEST");
    refused("auto", "Tue Oct 10 22:55:36 CST 2000");
  }

  @Test
  void doesNotGuess() {
    for (String text :
        new String[] {
          "01/02/2024 10:00:00",
          "25/12/2024 10:00:00",
          "12/25/2024 10:00:00",
          "01-02-2024 10:00:00",
          "01-Feb-24 10:00:00",
          "Wed, 10 Oct 2000 20:55:36 GMT",
          "Oct 10 13:55:36",
          "31 Feb 2024 10:00:00",
          "10 Okt 2000 10:00:00",
          "2000-10-10 13:00:00 PM",
          "2000-10-10 10:60:00",
          "2000-10-10 10:00:61",
          "2000-10-10",
        }) {
      refused("auto", text);
    }
  }

  @Test
  void aLeapSecondIsTheLastMicrosecondBeforeIt() throws Exception {
    String last = "2016-12-31T23:59:59.999999Z";
    assertEquals(last, read("auto", UTC, "2016-12-31T23:59:60Z"));
    assertEquals(last, read("auto", UTC, "2016-12-31T23:59:60.75Z"));
    assertEquals(last, read("iso8601", ROME, "2017-01-01 00:59:60"));
    assertEquals(last, read("auto", UTC, "31/Dec/2016:18:59:60 -0500"));
    assertEquals(
        "2025-06-30T23:59:59.999999Z", read("syslog", UTC, "Jun 30 23:59:60"), "order holds");
    refused("auto", "2016-12-31T12:30:60Z");
  }

  @Test
  void whatStandsForNoTimeIsSaidToBe() {
    for (Object value :
        new Object[] {
          "0001-01-01T00:00:00Z",
          "0001-01-01T00:00:00+02:00",
          "1601-01-01T00:00:00.000Z",
          "1970-01-01T00:00:00Z",
          "1970-01-01T01:00:00+01:00",
          "1970-01-01 00:00:00",
          "Thu, 01 Jan 1970 00:00:00 GMT",
          "01/Jan/1970:00:00:00 +0000",
          "1899-12-30T00:00:00",
          "1900-01-01 00:00:00.000",
          "9999-12-31T23:59:59.9999999Z",
          "0000-00-00 00:00:00",
          0L,
          -1L,
          "0",
          "-62135596800",
          "-62135596800000",
          -6795364578871345152L,
          "-",
          "",
          "null",
        }) {
      String reason = refused("auto", value);
      assertEquals("stands for no time", reason.substring(reason.indexOf("stands")), reason);
    }
    assertEquals(
        "time \"1970-01-01 00:00:00\" stands for no time",
        assertThrows(Refusal.class, () -> read("auto", ROME, "1970-01-01 00:00:00")).getMessage());
    assertEquals("time 0 stands for no time", refused("filetime", 0L));
    assertEquals("time \"01/01/1970\" stands for no time", refused("dd/MM/yyyy", "01/01/1970"));
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
    assertEquals("2019-04-02T03:04:05Z", read(syslog, "Apr 2 3:4:5", asOf));
    assertEquals(
        "2024-04-02T01:04:05Z", read(syslog, "2024-04-02T03:04:05.000+02:00", asOf), "rsyslog");
    assertEquals("2024-04-02T03:04:05Z", read(syslog, "Apr  2 2024 03:04:05", asOf), "a router");
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
    String wanted =
        " is not ISO 8601, seconds to nanoseconds since 1970, or of a form with the month's name such"
            + " as 10/Oct/2000:13:55:36 -0700; time_format can name another";
    assertEquals("time \"yesterday\"" + wanted, refused("auto", "yesterday"));
    assertEquals("time true" + wanted, refused("auto", true));
    assertEquals("time \"2023-02-30T00:00:00Z\"" + wanted, refused("auto", "2023-02-30T00:00:00Z"));
    assertEquals("time \"2023-02-20\"" + wanted, refused("auto", "2023-02-20"));
    assertEquals("time \"0000-02-20T00:00Z\"" + wanted, refused("auto", "0000-02-20T00:00Z"));
    assertEquals(
        "time 9999999999999999999999" + wanted,
        refused("auto", Json.number(decimal("9999999999999999999999"))));
    assertEquals("time \"" + "9".repeat(80) + "...\"" + wanted, refused("auto", "9".repeat(500)));
    assertEquals("time an array or object" + wanted, refused("auto", java.util.List.of()));
    assertEquals("time \"\\u001b[2J\"" + wanted, refused("auto", "\u001b[2J"));
  }

  private static java.math.BigDecimal decimal(String text) {
    return new java.math.BigDecimal(text);
  }
}
