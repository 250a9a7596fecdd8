package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.table.Columns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** The events in {@code malicious_events}, one after the other. */
final class EventRows implements Iterator<Event> {
  private static final List<String> SEVERITIES = List.of("low", "medium", "high");
  private static final String WORST = "worst_severity";
  private static final String ODDEST = "highest_score";

  private final Iterator<Row> rows;
  private Row next;

  private EventRows(Iterator<Row> rows) {
    this.rows = rows;
    advance();
  }

  /** The events of these rows of {@code malicious_events}, by event time, then event_id. */
  static EventRows byTime(Dataset<Row> maliciousEvents) {
    return sorted(maliciousEvents, List.of());
  }

  /** The same, those of an actor on a date one after the other: by date, actor, event time. */
  static EventRows byActor(Dataset<Row> maliciousEvents) {
    return sorted(maliciousEvents, List.of(col(Columns.EVENT_DATE), col(Columns.ACTOR)));
  }

  /**
   * The same of rows that {@link AlertedEvents} gives, those of an actor on a date one after the
   * other: by date, and as alerts are in order.
   */
  static EventRows byAlert(Dataset<Row> alerted) {
    return sorted(
        alerted,
        List.of(
            col(Columns.EVENT_DATE),
            col(AlertedEvents.ALERT).getField(Columns.POINTS).desc(),
            col(AlertedEvents.ALERT).getField(Columns.RISK).desc(),
            col(Columns.ACTOR)));
  }

  /**
   * The same, those of an actor on a date one after the other: first those with the highest
   * severity, then those with the highest score.
   */
  static EventRows byStrength(Dataset<Row> maliciousEvents) {
    WindowSpec together = Window.partitionBy(Columns.EVENT_DATE, Columns.ACTOR);
    Column severity = array_position(lit(SEVERITIES.toArray(String[]::new)), col(Columns.SEVERITY));
    return sorted(
        maliciousEvents
            .withColumn(WORST, max(coalesce(severity, lit(0L))).over(together))
            .withColumn(ODDEST, max(col(Columns.SCORE)).over(together)),
        List.of(
            col(WORST).desc(), col(ODDEST).desc(), col(Columns.EVENT_DATE), col(Columns.ACTOR)));
  }

  private static EventRows sorted(Dataset<Row> maliciousEvents, List<Column> first) {
    Column[] order =
        Stream.concat(
                first.stream(),
                Stream.of(Columns.EVENT_TIME, Columns.EVENT_ID, Columns.ANOMALY_ID)
                    .map(name -> col(name)))
            .toArray(Column[]::new);
    return new EventRows(
        maliciousEvents
            .sort(order)
            .withColumn(Columns.EVENT_TIME, unix_micros(col(Columns.EVENT_TIME)))
            .toLocalIterator());
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Event next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Row first = next;
    String eventId = text(first, Columns.EVENT_ID);
    List<Event.Anomaly> anomalies = new ArrayList<>();
    String investigation = null;
    while (next != null && text(next, Columns.EVENT_ID).equals(eventId)) {
      anomalies.add(anomaly(next));
      if (investigation == null) {
        investigation = text(next, Columns.INVESTIGATION_ID);
      }
      advance();
    }
    Instant time = Instant.EPOCH.plus(first.<Long>getAs(Columns.EVENT_TIME), ChronoUnit.MICROS);
    return new Event(
        eventId,
        text(first, Columns.TRANSPORT),
        text(first, Columns.MESSAGE_ID),
        text(first, Columns.PROFILE),
        text(first, Columns.ACTOR),
        time,
        LocalDate.ofInstant(time, ZoneOffset.UTC),
        anomalies.stream()
            .map(Event.Anomaly::severity)
            .filter(Objects::nonNull)
            .max(Comparator.comparingInt(SEVERITIES::indexOf))
            .orElse(null),
        anomalies.stream().mapToDouble(Event.Anomaly::score).max().orElseThrow(),
        investigation,
        text(first, Columns.RUN_ID),
        anomalies,
        alert(first));
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  private static Event.Anomaly anomaly(Row row) {
    return new Event.Anomaly(
        text(row, Columns.ANOMALY_ID),
        text(row, Columns.DETECTOR),
        text(row, Columns.FIELD),
        text(row, Columns.VALUE),
        row.<Double>getAs(Columns.SCORE),
        text(row, Columns.SEVERITY),
        text(row, Columns.REASON),
        attack(row));
  }

  private static List<String> attack(Row row) {
    int at = row.fieldIndex(Columns.ATTACK);
    return row.isNullAt(at) ? List.of() : row.getList(at);
  }

  /** Null where rows say nothing of alerts. */
  private static Event.Alert alert(Row row) {
    if (!List.of(row.schema().fieldNames()).contains(AlertedEvents.ALERT)) {
      return null;
    }
    Row alert = row.getAs(AlertedEvents.ALERT);
    return new Event.Alert(
        text(alert, Columns.ALERT_ID),
        alert.<Double>getAs(Columns.RISK),
        alert.<Double>getAs(Columns.POINTS),
        text(alert, Columns.REASON),
        attack(alert));
  }

  private static String text(Row row, String column) {
    return row.getAs(column);
  }
}
