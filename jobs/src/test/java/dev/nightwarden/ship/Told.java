package dev.nightwarden.ship;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Events for tests of notifiers. */
final class Told {
  /** A name that tries what chats, mails and pages do with text. */
  static final String HOSTILE =
      "<!channel> <script>alert(1)</script> *b* _i_ ~s~ `code` &amp; http://evil.example/x?a=b"
          + " www.evil.example [t](http://e.example) \r\nBcc: all@e.example \u202Etxt\0";

  private Told() {}

  /** An event with one anomaly. */
  static Event event(String id, String time, String actor, String reason) {
    return event(id, time, actor, List.of(reason));
  }

  static Event event(String id, String time, String actor, List<String> reasons) {
    Instant at = Instant.parse(time);
    List<Event.Anomaly> anomalies = new ArrayList<>();
    for (int i = 0; i < reasons.size(); i++) {
      anomalies.add(
          new Event.Anomaly(
              "a-%s-%d".formatted(id, i),
              "mandatory",
              "city",
              "\"Lima\"",
              1.0,
              "high",
              reasons.get(i)));
    }
    return new Event(
        id,
        "test",
        "m-" + id,
        "logins",
        actor,
        at,
        LocalDate.ofInstant(at, ZoneOffset.UTC),
        "high",
        1.0,
        "i-" + id,
        "run-1",
        anomalies);
  }

  /** Events of an actor on 2026-11-01, a second apart. */
  static List<Event> events(String actor, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                event(
                    "e-%s-%d".formatted(actor, i),
                    Instant.parse("2026-11-01T10:00:00Z").plusSeconds(i).toString(),
                    actor,
                    "city \"Lima\" never seen for %s in 412 earlier messages".formatted(actor)))
        .toList();
  }

  /** The digest of such events. */
  static Digest digest(String actor, int count) {
    return new Digest(actor, LocalDate.parse("2026-11-01"), events(actor, count), 0);
  }

  /** So many digests beyond what a run may send, each of three events. */
  static Rest rest(int digests) {
    List<Digest> first =
        IntStream.range(0, Math.min(digests, Rest.MAX_SHOWN))
            .mapToObj(
                i ->
                    new Digest("user" + i, LocalDate.parse("2026-11-01"), events("user" + i, 1), 2))
            .toList();
    return new Rest(digests, digests * 3L, first);
  }
}
