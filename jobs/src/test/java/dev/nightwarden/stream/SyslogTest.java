package dev.nightwarden.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the examples of RFC 5424 (section 6.5) and RFC 3164 (section 5.4). */
class SyslogTest {
  private static final Instant RECEIVED = Instant.parse("2026-01-10T12:00:00Z");

  @Test
  void readsTheExamplesOfRfc5424() throws Exception {
    assertEquals(
        "{time=2003-10-11T22:14:15.003Z, priority=34, facility=auth, severity=crit,"
            + " host=mymachine.example.com, app=su, msgid=ID47,"
            + " message='su root' failed for lonvick on /dev/pts/8}",
        read(
            "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed"
                + " for lonvick on /dev/pts/8"));
    assertEquals(
        "{time=2003-08-24T05:14:15.000003-07:00, priority=165, facility=local4, severity=notice,"
            + " host=192.0.2.1, app=myproc, procid=8710,"
            + " message=%% It's time to make the do-nuts.}",
        read(
            "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make"
                + " the do-nuts."));
    assertEquals(
        "{time=2003-10-11T22:14:15.003Z, priority=165, facility=local4, severity=notice,"
            + " host=mymachine.example.com, app=evntslog, msgid=ID47,"
            + " data={exampleSDID@32473={iut=3, eventSource=Application, eventID=1011}},"
            + " message=An application event log entry...}",
        read(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
                + " \ufeffAn application event log entry..."));
    assertEquals(
        "{time=2003-10-11T22:14:15.003Z, priority=165, facility=local4, severity=notice,"
            + " host=mymachine.example.com, app=evntslog, msgid=ID47,"
            + " data={exampleSDID@32473={iut=3, eventSource=Application, eventID=1011},"
            + " examplePriority@32473={class=high}}, message=}",
        read(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47"
                + " [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
                + "[examplePriority@32473 class=\"high\"]"));
  }

  @Test
  void structuredDataIsReadAsSection6_3Says() throws Exception {
    Map<String, Object> message =
        message(
            "<0>1 - - - - - [a@1 x=\"\\\"q\\\" \\\\ \\] \\n\" ip=\"192.0.2.1\" ip=\"192.0.2.129\"]"
                + "[b] [c d=\"1\"]");

    assertEquals(
        "{a@1={x=\"q\" \\ ] \\n, ip=[192.0.2.1, 192.0.2.129]}, b={}}",
        message.get("data").toString());
    assertEquals("[c d=\"1\"]", message.get("message"));
    assertEquals(
        List.of("2026-01-10T12:00:00Z", "10.1.2.3"),
        List.of(message.get("time"), message.get("host")));

    String why =
        "not a syslog message of RFC 5424: the structured data is not of the form"
            + " [id name=\"value\"]";
    assertEquals(why, refused("<0>1 - - - - - [ a@1 x=\"1\"]"));
    assertEquals(why, refused("<0>1 - - - - - [a@1 x=1]"));
    assertEquals(why, refused("<0>1 - - - - - [a@1 x=\"1"));
    assertEquals(
        "not a syslog message of RFC 5424: no space after the structured data",
        refused("<0>1 - - - - - [a@1]x"));
    assertEquals(
        "not a syslog message of RFC 5424: no structured data after msgid, not even -",
        refused("<0>1 - - - - - x"));
    assertEquals("not a syslog message of RFC 5424: the header breaks off", refused("<0>1 - - -"));
  }

  @Test
  void readsTheExamplesOfRfc3164() throws Exception {
    assertEquals(
        "{time=2025-10-11T22:14:15Z, priority=34, facility=auth, severity=crit, host=mymachine,"
            + " app=su, message='su root' failed for lonvick on /dev/pts/8}",
        read("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8"));
    assertEquals(
        "{time=2025-02-05T17:32:18Z, priority=13, facility=user, severity=notice, host=10.0.0.99,"
            + " message=Use the BFG!}",
        read("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!"));
    // The zone is none that Java could know for certain; the year is the message's own.
    assertEquals(
        "{time=1987-08-24T05:34:00Z, priority=165, facility=local4, severity=notice,"
            + " host=mymachine, app=myproc, procid=10,"
            + " message=%% It's time to make the do-nuts.  %%}",
        read(
            "<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time to make the"
                + " do-nuts.  %%"));
    // A time of no known form: all of it is the message, received now.
    assertEquals(
        "{time=2026-01-10T12:00:00Z, priority=0, facility=kern, severity=emerg, host=10.1.2.3,"
            + " message=1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]:"
            + " That's All Folks!}",
        read(
            "<0>1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All"
                + " Folks!"));
  }

  @Test
  void readsWhatIsCommonBesideTheRfcs() throws Exception {
    assertEquals(
        "{time=2026-01-09T23:59:59.123456+01:00, priority=38, facility=auth, severity=info,"
            + " host=web1, app=sshd, procid=812, message=Accepted publickey for jo}",
        read("<38>2026-01-09T23:59:59.123456+01:00 web1 sshd[812]: Accepted publickey for jo"));
    assertEquals(
        "{time=2026-01-10T11:00:00Z, priority=38, facility=auth, severity=info, host=10.1.2.3,"
            + " app=sshd, procid=812, message=no host}",
        read("<38>Jan 10 11:00:00 sshd[812]: no host"));
    assertEquals("fe80::1", message("<38>Jan 10 11:00:00 fe80::1 su: x").get("host"));
  }

  @Test
  void theYearIsTheLatestInWhichTheTimeIsNotToCome() throws Exception {
    assertEquals("2025-12-31T23:59:59Z", message("<1>Dec 31 23:59:59 h a: b").get("time"));
    assertEquals("2026-01-11T11:00:00Z", message("<1>Jan 11 11:00:00 h a: b").get("time"));
    assertEquals("2024-02-29T01:00:00Z", message("<1>Feb 29 01:00:00 h a: b").get("time"));
    assertEquals(
        "2026-01-10T10:00:00Z",
        Syslog.read("<1>Jan 10 11:00:00 h a: b", RECEIVED, "", ZoneId.of("Europe/Rome"))
            .get("time"));
    assertEquals(
        "the syslog message is of a time that there is not", refused("<1>Feb 30 01:00:00 h a: b"));
    assertEquals(
        "the syslog message is of a time that there is not",
        refused("<1>Feb 29 01:00:00 2025 h a: b"));
  }

  @Test
  void whatDoesNotBeginWithAPriorityIsRefused() {
    String why = "not a syslog message: it does not begin with <PRI>, a number from 0 to 191";
    for (String text : List.of("GET / HTTP/1.1", "<192>x", "<>x", "<1234>x", "<-1>x", "<1 x")) {
      assertEquals(why, refused(text));
    }
  }

  private static Map<String, Object> message(String text) throws UnreadableRecordException {
    return Syslog.read(text, RECEIVED, "10.1.2.3", ZoneId.of("UTC"));
  }

  /** With the time first. */
  private static String read(String text) throws UnreadableRecordException {
    Map<String, Object> message = message(text);
    Map<String, Object> sorted = new java.util.LinkedHashMap<>();
    sorted.put("time", message.get("time"));
    sorted.putAll(message);
    return sorted.toString();
  }

  private static String refused(String text) {
    return assertThrows(UnreadableRecordException.class, () -> message(text)).getMessage();
  }
}
