package dev.nightwarden.ship;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A message that an analyzer found malicious, with the anomalies that make it so. Texts are as the
 * logs had them.
 *
 * @param eventDate the UTC date of {@code eventTime}
 * @param severity the highest of its anomalies': low, medium or high; null where none has one
 * @param score the highest of its anomalies', in (0, 1]
 * @param investigationId null where no analyzer was asked
 * @param anomalies at least one, by anomaly_id
 */
public record Event(
    String eventId,
    String transport,
    String messageId,
    String profile,
    String actor,
    Instant eventTime,
    LocalDate eventDate,
    String severity,
    double score,
    String investigationId,
    String runId,
    List<Anomaly> anomalies) {

  public Event {
    anomalies = List.copyOf(anomalies);
  }

  /**
   * One reason why the event is odd.
   *
   * @param field the field it is about; null where the detector is about none
   * @param value the field's value as canonical JSON text; null for none
   * @param reason a sentence
   */
  public record Anomaly(
      String anomalyId,
      String detector,
      String field,
      String value,
      double score,
      String severity,
      String reason) {}
}
