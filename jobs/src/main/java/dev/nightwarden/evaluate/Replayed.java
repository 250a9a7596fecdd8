package dev.nightwarden.evaluate;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * What a replay found, as far as figures need it. An alert is an actor on a date with malicious
 * events, over all profiles and detectors; it is right where one of the events is of a labelled
 * incident, else wrong.
 *
 * @param nights the dates that were judged, in order
 * @param omissions what was left out in each of the variants that alerts are told for; the first
 *     leaves out nothing
 * @param right the right alerts of all variants
 * @param counts alerts by variant and night
 * @param signs what was found of each incident; no key for one of which no message was an anomaly
 * @param wrong the wrong alerts that come first on their night
 * @param causes of wrong alerts, the most frequent first
 * @param repeated on so many nights (key) so many actors (value) had wrong alerts
 * @param groups who was active and who had wrong alerts, by night, kind and whether they had joined
 *     just before
 */
public record Replayed(
    NavigableSet<LocalDate> nights,
    List<String> omissions,
    List<RightAlert> right,
    List<NightAlerts> counts,
    Map<String, Sign> signs,
    List<WrongAlert> wrong,
    List<Cause> causes,
    Map<Long, Long> repeated,
    List<GroupNight> groups) {

  /**
   * A right alert.
   *
   * @param place among the alerts of its night, from 1, in the order of the report page
   * @param incidents of which it has events
   */
  record RightAlert(int variant, String actor, LocalDate night, int place, Set<String> incidents) {}

  /** How many alerts a night had, and how many of them were wrong. */
  record NightAlerts(int variant, LocalDate night, long alerts, long wrong) {}

  /**
   * What there was of an incident.
   *
   * @param detectors those with a malicious anomaly of its messages
   * @param firstMalicious the time of the first malicious event of it, in microseconds since the
   *     epoch; null if none was
   * @param score of the strongest anomaly of its messages
   * @param reason of that anomaly
   */
  record Sign(Set<String> detectors, Long firstMalicious, double score, String reason) {}

  /** A wrong alert, with its strongest reasons; points and risk are null where none are told. */
  record WrongAlert(
      String actor, LocalDate night, int place, Double points, Double risk, List<String> reasons) {}

  /**
   * What wrong alerts are mostly about: the detector and field of their strongest anomaly.
   *
   * @param field null where it is about the whole event
   * @param example the reason of one of them
   */
  record Cause(
      String profile, String detector, String field, long alerts, long actors, String example) {}

  /** A group of actors on a night. */
  record GroupNight(LocalDate night, String kind, boolean isJoiner, long active, long wrong) {}
}
