package dev.nightwarden.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.report.ClusterFigures.Contribution;
import dev.nightwarden.report.ClusterFigures.Correlations;
import dev.nightwarden.report.ClusterFigures.Distribution;
import dev.nightwarden.report.ClusterFigures.Feature;
import dev.nightwarden.report.ClusterFigures.Group;
import dev.nightwarden.report.ClusterFigures.MapPoint;
import dev.nightwarden.report.ClusterFigures.Similarity;
import dev.nightwarden.report.ClusterFigures.Tree;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data of a report, exactly as {@code report.json} holds it (names in snake_case, times in ISO
 * 8601 UTC, absent parts left out). Every part may be empty: a night without clusters or flags has
 * malicious events only, and a quiet night not even those.
 *
 * <p>Texts are as they came from the logs. Whoever shows them escapes them.
 *
 * @param from the first event date
 * @param to the last event date
 * @param totals how much there was
 * @param events the malicious events, most urgent first; {@code totals.maliciousEvents} says how
 *     many there are in all
 * @param investigations the malicious investigations, by score
 * @param actors what is usual for the most urgent actors, and what was not
 * @param clusters one for each set of records that was clustered
 * @param flags the flags that were looked for, those without a hit too
 * @param alerts what is worth a look, which comes first
 */
public record Report(
    LocalDate from,
    LocalDate to,
    Totals totals,
    List<Event> events,
    List<Investigation> investigations,
    List<ActorHistory> actors,
    List<Clusters> clusters,
    List<Flag> flags,
    ReportedAlerts alerts) {

  public Report {
    if (from == null || to == null || from.isAfter(to)) {
      throw new IllegalArgumentException("a report needs dates, the earlier first");
    }
    totals = totals == null ? Totals.NONE : totals;
    events = listOf(events).stream().sorted(Suspicion.URGENCY).toList();
    investigations = listOf(investigations);
    actors = listOf(actors);
    clusters = listOf(clusters);
    flags = listOf(flags);
    alerts = alerts == null ? ReportedAlerts.NONE : alerts;
  }

  /** The events by actor, the most urgent actor first: what the page and report.json show. */
  @JsonProperty("suspicions")
  public List<Suspicion> suspicions() {
    return Suspicion.of(events);
  }

  /** A report without clusters and flags. */
  public Report(
      LocalDate from,
      LocalDate to,
      Totals totals,
      List<Event> events,
      List<Investigation> investigations,
      List<ActorHistory> actors) {
    this(
        from,
        to,
        totals,
        events,
        investigations,
        actors,
        List.of(),
        List.of(),
        ReportedAlerts.NONE);
  }

  /** The same report with these clusters and flags. */
  public Report with(List<Clusters> newClusters, List<Flag> newFlags) {
    return new Report(
        from, to, totals, events, investigations, actors, newClusters, newFlags, alerts);
  }

  /** The same report with these alerts. */
  public Report with(ReportedAlerts newAlerts) {
    return new Report(from, to, totals, events, investigations, actors, clusters, flags, newAlerts);
  }

  /**
   * How much there was on the dates of the report.
   *
   * @param messages log records
   * @param actors distinct (profile, actor) that were watched
   * @param anomalies anomalies of all detectors
   * @param investigations groups that were analyzed
   * @param maliciousInvestigations those of them with a malicious anomaly
   * @param maliciousEvents events with a malicious anomaly
   * @param maliciousActors distinct (profile, actor) of those events
   * @param high malicious events of high severity
   * @param medium malicious events of medium severity
   * @param low malicious events of low severity
   * @param learning anomalies that are held back while too little is known
   */
  public record Totals(
      long messages,
      long actors,
      long anomalies,
      long investigations,
      long maliciousInvestigations,
      long maliciousEvents,
      long maliciousActors,
      long high,
      long medium,
      long low,
      long learning) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * What is worth a look.
   *
   * @param actor the name, over all profiles; null where none is named
   * @param from its first date
   * @param to its last date with points
   * @param dates how many dates have points
   * @param state open or resting
   * @param points the most it has on one of the report's dates
   * @param risk the highest of its dates, from 0 to 100
   * @param profiles where something was found
   * @param detectors what found something
   * @param eventIds the events that count most
   * @param reason two sentences at most, of what is a sign of {@code attack}
   */
  public record Alert(
      String alertId,
      String actor,
      LocalDate from,
      LocalDate to,
      int dates,
      String state,
      double points,
      double risk,
      List<String> profiles,
      List<String> detectors,
      List<String> eventIds,
      String reason,
      List<String> attack) {
    public Alert {
      attack = listOf(attack);
      profiles = listOf(profiles);
      detectors = listOf(detectors);
      eventIds = listOf(eventIds);
    }
  }

  /**
   * A malicious event.
   *
   * @param severity low, medium or high: the highest of its reasons
   * @param score in (0, 1]: the highest of its reasons
   * @param investigationId null where no analyzer was asked
   * @param reasons its malicious anomalies, the highest score first
   * @param data the log record, a JSON object; null where it is not at hand
   */
  public record Event(
      String eventId,
      String messageId,
      String transport,
      String profile,
      String actor,
      Instant eventTime,
      String severity,
      double score,
      String investigationId,
      List<Reason> reasons,
      JsonNode data) {
    public Event {
      reasons = listOf(reasons);
    }
  }

  /**
   * Why an event is odd: one malicious anomaly, with the techniques that it is a sign of.
   *
   * @param detector what found it: {@code reporter}, {@code flag:NAME}, ...
   * @param value the field's value as canonical JSON text; null where it is missing
   */
  public record Reason(
      String detector,
      String field,
      String value,
      double score,
      String severity,
      String reason,
      List<String> attack) {
    public Reason {
      attack = listOf(attack);
    }
  }

  /** A group of one actor that was analyzed: [start, end). */
  public record Investigation(
      String investigationId,
      String profile,
      String actor,
      Instant start,
      Instant end,
      long events,
      long anomalies,
      long malicious,
      double score) {}

  /**
   * What is usual for an actor, and what was odd, over time.
   *
   * @param firstDay the day that the first number of {@link Usual#days} counts; null without fields
   */
  public record ActorHistory(
      String profile, String actor, LocalDate firstDay, List<FieldHistory> fields) {
    public ActorHistory {
      fields = listOf(fields);
    }
  }

  /**
   * One field of an actor.
   *
   * @param usual the values shown most often in the days before and in the report's dates
   * @param others how many further values there are
   * @param odd what was found malicious, by time
   */
  public record FieldHistory(String field, List<Usual> usual, long others, List<Odd> odd) {
    public FieldHistory {
      usual = listOf(usual);
      odd = listOf(odd);
    }
  }

  /**
   * A usual value.
   *
   * @param count how often it was shown in these days
   * @param days how often on each day, from {@link ActorHistory#firstDay} on
   */
  public record Usual(String value, long count, List<Long> days) {
    public Usual {
      days = listOf(days);
    }
  }

  /** An odd value and when it was shown. */
  public record Odd(String value, Instant eventTime, double score) {}

  /**
   * A log record as it was and in the form of its features.
   *
   * @param reason what is said of it; may be null
   * @param data the record as it was logged, a JSON object; null where it is not at hand
   * @param features its features by name: Double, Long, Boolean, String or null
   */
  public record LogRecord(
      String messageId,
      Instant eventTime,
      String actor,
      String reason,
      JsonNode data,
      Map<String, Object> features) {
    public LogRecord {
      features = copy(features);
    }
  }

  /**
   * A flag and what it hit.
   *
   * @param severity low, medium or high
   * @param message what it says of a hit, before any value is filled in
   * @param hits how many records it hit
   * @param records the records it hit, by time; fewer than {@code hits} where there are too many
   */
  public record Flag(
      String name,
      String description,
      String severity,
      String message,
      long hits,
      List<LogRecord> records) {
    public Flag {
      records = listOf(records);
    }
  }

  /**
   * Records that were clustered. {@link ClusterView} makes one of a clustering.
   *
   * @param name what was clustered; null where it needs no name
   * @param date the event date of the records; null where it is all dates of the report
   * @param records how many records there were; this and what follows is 0 or empty, but for the
   *     suspects, where the engine makes no clusters
   * @param distinct how many distinct ones were clustered
   * @param isExact whether those are all, and not a sample
   * @param judged in how many clusters the records were cut when it was decided what is suspect
   * @param cuts the numbers of clusters that the page can show, ascending, {@code judged} among
   *     them; where something is told for each number, it is told in this order
   * @param groups the clusters of the judged cut, by number
   * @param features the features
   * @param points the map
   * @param tree the dendrogram; null where there is none
   * @param contributions which features drove the split, for each cluster but the ordinary one; of
   *     a cluster the greatest contribution first
   * @param distributions the values of each feature by cluster
   * @param correlations null where there is none
   * @param similarity null where there is none
   * @param suspects the records of suspect clusters, the highest score first
   * @param suspectRecords how many suspect records there are in all
   */
  public record Clusters(
      String name,
      LocalDate date,
      long records,
      int distinct,
      boolean isExact,
      int judged,
      List<Integer> cuts,
      List<Group> groups,
      List<Feature> features,
      List<MapPoint> points,
      Tree tree,
      List<Contribution> contributions,
      List<Distribution> distributions,
      Correlations correlations,
      Similarity similarity,
      List<Suspect> suspects,
      long suspectRecords) {
    public Clusters {
      cuts = listOf(cuts);
      groups = listOf(groups);
      features = listOf(features);
      points = listOf(points);
      contributions = listOf(contributions);
      distributions = listOf(distributions);
      suspects = listOf(suspects);
    }

    /** What an engine found that judges each record by itself, and puts none in clusters. */
    static Clusters ofSuspects(LocalDate date, List<Suspect> suspects, long suspectRecords) {
      return new Clusters(
          null,
          date,
          0,
          0,
          true,
          0,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          List.of(),
          List.of(),
          null,
          null,
          suspects,
          suspectRecords);
    }
  }

  /**
   * A suspect record.
   *
   * @param cluster its cluster in the judged cut
   * @param score in (0, 1]
   */
  public record Suspect(int cluster, double score, LogRecord record) {}

  static <T> List<T> listOf(List<T> list) {
    return list == null ? List.of() : Collections.unmodifiableList(list);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
