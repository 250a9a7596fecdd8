package dev.nightwarden.report;

import dev.nightwarden.report.RecordRow.Field;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The malicious events of one actor as a row, with a row for each event below it.
 *
 * @param actor spelled as {@link Exact} does; null where none is named
 * @param why the first reasons
 * @param more how many other reasons there are, in words; null where there is none
 */
record ActorRow(
    String actor,
    String profile,
    Name name,
    Exact profileName,
    String severity,
    String score,
    String count,
    String first,
    List<Why> why,
    String more,
    String events,
    List<EventRow> eventRows) {
  /** The reasons of an actor that stand beside the name. */
  private static final int REASONS = 3;

  /**
   * A reason.
   *
   * @param rank its place among those of the actor
   * @param attack the techniques that it is a sign of; null for none
   */
  record Why(
      int rank,
      String detector,
      String field,
      String value,
      String score,
      String severity,
      Exact text,
      String attack) {
    static Why of(int rank, Reason reason) {
      return new Why(
          rank,
          Exact.spelled(reason.detector()),
          Exact.spelled(reason.field()),
          Exact.spelled(reason.value()),
          Double.toString(reason.score()),
          reason.severity(),
          Exact.of(Suspicion.text(reason)),
          Words.attack(reason.attack()));
    }
  }

  /**
   * An event.
   *
   * @param at when it was, in ISO 8601
   * @param fullScore the score to the last digit
   * @param message what names the message; empty where the record is not at hand
   */
  record EventRow(
      String id,
      String investigation,
      String at,
      String time,
      String severity,
      String score,
      String fullScore,
      List<Why> reasons,
      List<Field> message,
      List<Field> data) {
    boolean hasRecord() {
      return !message.isEmpty();
    }

    boolean hasData() {
      return !data.isEmpty();
    }
  }

  static ActorRow of(Suspicion suspicion, Words words) {
    Map<String, Integer> ranks = new HashMap<>();
    List<Why> why = new ArrayList<>();
    for (Reason reason : suspicion.reasons()) {
      ranks.put(Suspicion.text(reason), why.size());
      why.add(Why.of(why.size(), reason));
    }
    int shown = Math.min(REASONS, why.size());
    return new ActorRow(
        Exact.spelled(suspicion.actor()),
        Exact.spelled(suspicion.profile()),
        Name.of(Words.name(suspicion.actor())),
        Exact.of(suspicion.profile() == null ? "" : suspicion.profile()),
        Words.severity(suspicion.severity()),
        Words.score(suspicion.score()),
        Words.number(suspicion.events().size()),
        words.shortTime(suspicion.first()),
        why.subList(0, shown),
        shown == why.size() ? null : "and %,d more".formatted(why.size() - shown),
        Words.count(suspicion.events().size(), "event"),
        suspicion.events().stream().map(event -> row(event, ranks, words)).toList());
  }

  private static EventRow row(Event event, Map<String, Integer> ranks, Words words) {
    boolean hasRecord = event.data() != null || event.messageId() != null;
    return new EventRow(
        Exact.spelled(event.eventId()),
        Exact.spelled(event.investigationId()),
        event.eventTime().toString(),
        words.shortTime(event.eventTime()),
        Words.severity(event.severity()),
        Words.score(event.score()),
        Double.toString(event.score()),
        event.reasons().stream()
            .map(reason -> Why.of(ranks.get(Suspicion.text(reason)), reason))
            .toList(),
        hasRecord
            ? List.of(
                Field.of("message_id", event.messageId()),
                Field.of("transport", event.transport()),
                Field.of("profile", event.profile()))
            : List.of(),
        Field.of(LogData.byField(event.data())));
  }
}
