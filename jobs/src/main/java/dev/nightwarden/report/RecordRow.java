package dev.nightwarden.report;

import dev.nightwarden.report.Report.LogRecord;
import dev.nightwarden.report.Report.Suspect;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A log record as a row of a table.
 *
 * @param id its message, spelled as {@link Exact} does; null where it has none
 * @param at when it was, in ISO 8601; null where that is not known
 * @param actor null where none is named
 * @param reason what is said of it; may be null
 * @param note what is said of it where it has no reason; may be null
 * @param data as it was logged
 * @param features as features
 * @param cluster the cluster of a suspect; null of another record
 * @param score of a suspect, in full; null of another record
 */
record RecordRow(
    String id,
    String at,
    String time,
    String actor,
    Name actorName,
    Exact reason,
    String note,
    List<Field> data,
    List<Field> features,
    String cluster,
    String score) {

  /**
   * A value of a record.
   *
   * @param value null where it is missing
   */
  record Field(Name name, Exact value) {
    /** The values of a record by name. */
    static List<Field> of(Map<String, ?> values) {
      return values.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue())).toList();
    }

    static Field of(String name, Object value) {
      return new Field(Name.of(name), Exact.of(value == null ? null : text(value)));
    }

    private static String text(Object value) {
      return value instanceof Double number
              && number == Math.rint(number)
              && Math.abs(number) < 1e15
          ? Long.toString(number.longValue())
          : value.toString();
    }
  }

  static RecordRow of(LogRecord record) {
    return of(record, null, null, null);
  }

  static RecordRow of(Suspect suspect) {
    String note = "Cluster %d, score %s".formatted(suspect.cluster(), Words.score(suspect.score()));
    return of(
        suspect.record(),
        suspect.record().reason() == null ? note : null,
        Integer.toString(suspect.cluster()),
        Double.toString(suspect.score()));
  }

  private static RecordRow of(LogRecord record, String note, String cluster, String score) {
    return new RecordRow(
        Exact.spelled(record.messageId()),
        iso(record.eventTime()),
        Words.time(record.eventTime()),
        Exact.spelled(record.actor()),
        record.actor() == null ? null : Name.of(record.actor()),
        Exact.of(record.reason()),
        note,
        Field.of(LogData.byField(record.data())),
        Field.of(record.features()),
        cluster,
        score);
  }

  private static String iso(Instant time) {
    return time == null ? null : time.toString();
  }

  boolean hasData() {
    return !data.isEmpty();
  }

  boolean hasFeatures() {
    return !features.isEmpty();
  }
}
