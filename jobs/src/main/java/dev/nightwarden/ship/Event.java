package dev.nightwarden.ship;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A message that an analyzer found malicious, or that an alert rests on, with the anomalies that
 * make it so. Texts are as the logs had them.
 *
 * @param eventDate the UTC date of {@code eventTime}
 * @param severity the highest of its anomalies': low, medium or high; null where none has one
 * @param score the highest of its anomalies', in (0, 1]
 * @param investigationId null where no analyzer was asked
 * @param anomalies at least one, by anomaly_id
 * @param alert that of its actor and date; null where notifiers tell of all malicious events
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
    List<Anomaly> anomalies,
    Alert alert) {

  public Event {
    anomalies = List.copyOf(anomalies);
  }

  /** One that is told of for itself. */
  public Event(
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
    this(
        eventId,
        transport,
        messageId,
        profile,
        actor,
        eventTime,
        eventDate,
        severity,
        score,
        investigationId,
        runId,
        anomalies,
        null);
  }

  /**
   * What an actor's date is worth.
   *
   * @param risk from 0 to 100
   * @param points what speaks against the actor on the date alone
   * @param reason what weighs most, in two sentences at most
   * @param attack ids of the techniques of MITRE ATT&amp;CK that this is a sign of; empty for none
   */
  public record Alert(
      String alertId, double risk, double points, String reason, List<String> attack) {
    public Alert {
      attack = List.copyOf(attack);
    }
  }

  /**
   * One reason why the event is odd.
   *
   * @param field the field it is about; null where the detector is about none
   * @param value the field's value as canonical JSON text; null for none
   * @param reason a sentence
   * @param attack ids of the techniques of MITRE ATT&amp;CK that it is a sign of; empty for none
   */
  public record Anomaly(
      String anomalyId,
      String detector,
      String field,
      String value,
      double score,
      String severity,
      String reason,
      List<String> attack) {
    public Anomaly {
      attack = List.copyOf(attack);
    }

    /** One that is a sign of no technique. */
    public Anomaly(
        String anomalyId,
        String detector,
        String field,
        String value,
        double score,
        String severity,
        String reason) {
      this(anomalyId, detector, field, value, score, severity, reason, List.of());
    }
  }
}
