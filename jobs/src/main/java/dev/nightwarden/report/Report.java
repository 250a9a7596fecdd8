package dev.nightwarden.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report tells, and exactly what {@code report.json} holds (names in snake_case, times in
 * ISO 8601 UTC, absent parts left out). Every part may be empty: a night without clusters or flags
 * has malicious events only, and a quiet night not even those.
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
 */
public record Report(
    LocalDate from,
    LocalDate to,
    Totals totals,
    List<Event> events,
    List<Investigation> investigations,
    List<ActorHistory> actors,
    List<Clusters> clusters,
    List<Flag> flags) {

  public Report {
    if (from == null || to == null || from.isAfter(to)) {
      throw new IllegalArgumentException("a report needs dates, the earlier first");
    }
    totals = totals == null ? Totals.NONE : totals;
    events = listOf(events);
    investigations = listOf(investigations);
    actors = listOf(actors);
    clusters = listOf(clusters);
    flags = listOf(flags);
  }

  /** A report without clusters and flags. */
  public Report(
      LocalDate from,
      LocalDate to,
      Totals totals,
      List<Event> events,
      List<Investigation> investigations,
      List<ActorHistory> actors) {
    this(from, to, totals, events, investigations, actors, List.of(), List.of());
  }

  /** The same report with these clusters and flags. */
  public Report with(List<Clusters> newClusters, List<Flag> newFlags) {
    return new Report(from, to, totals, events, investigations, actors, newClusters, newFlags);
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
      long low) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
   * Why an event is odd: one malicious anomaly.
   *
   * @param detector what found it: {@code reporter}, {@code flag:NAME}, ...
   * @param value the field's value as canonical JSON text; null where it is missing
   */
  public record Reason(
      String detector, String field, String value, double score, String severity, String reason) {}

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
   * @param contributions which features drove the split, for each cluster but the ordinary one
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
   * A cluster of the judged cut. Cluster 0 is the ordinary one.
   *
   * @param records how many records it has
   * @param silhouette see {@code Separation}; 0 for the ordinary cluster
   * @param gap the least distance to the ordinary cluster, in [0, 1]; 0 for the ordinary cluster
   * @param spread the mean distance of two ordinary records, in [0, 1]
   */
  public record Group(
      int cluster, long records, boolean isSuspect, double silhouette, double gap, double spread) {}

  /**
   * A feature.
   *
   * @param kind numeric, categorical or boolean
   * @param weight how much it counts against the others, above 0
   */
  public record Feature(String name, String kind, double weight) {}

  /**
   * A distinct record on the map.
   *
   * @param count how many records are equal to it
   * @param clusters its cluster for each of {@link Clusters#cuts}
   * @param score in [0, 1]; 0 if not suspect
   * @param example one of the equal records
   */
  public record MapPoint(
      double x, double y, long count, List<Integer> clusters, double score, LogRecord example) {}

  /**
   * The upper part of the tree of clusters.
   *
   * @param leaves single records, or what was merged below the lowest merge shown, left to right as
   *     drawn without crossing lines
   * @param merges from the lowest to the highest; a part below the number of leaves is a leaf, and
   *     that number plus i is what merge i made
   */
  public record Tree(List<Leaf> leaves, List<Merge> merges) {
    public Tree {
      leaves = listOf(leaves);
      merges = listOf(merges);
    }
  }

  /**
   * A leaf of the tree.
   *
   * @param records how many records are in it
   * @param clusters its cluster for each of {@link Clusters#cuts}
   */
  public record Leaf(long records, List<Integer> clusters) {}

  /** Two parts of the tree that become one at a distance in [0, 1]. */
  public record Merge(int left, int right, double height) {}

  /**
   * What a feature has to do with the split between a cluster and the ordinary one.
   *
   * @param weight its share of all weights, in [0, 1]
   * @param between its share of the distance between the two, in [0, 1]
   * @param within its share of the distance between ordinary records, in [0, 1]
   */
  public record Contribution(
      int cluster, String feature, double weight, double between, double within) {}

  /**
   * The values of a feature by cluster.
   *
   * @param bins what each bin holds: a value, a range, the rest, or what is missing
   * @param isOrdered whether the bins are ranges of numbers in order
   * @param counts for each of {@link Clusters#cuts}, for each cluster, the records in each bin
   */
  public record Distribution(
      String feature, List<String> bins, boolean isOrdered, List<List<List<Long>>> counts) {
    public Distribution {
      bins = listOf(bins);
      counts = listOf(counts);
    }
  }

  /**
   * Pearson's correlation of the records' values; a truth value is 0 or 1.
   *
   * @param features their names
   * @param rows in [-1, 1]; null where it is not defined: a text, or a value that never varies
   */
  public record Correlations(List<String> features, List<List<Double>> rows) {
    public Correlations {
      features = listOf(features);
      rows = listOf(rows);
    }
  }

  /**
   * How alike mapped records are.
   *
   * @param points their numbers in {@link Clusters#points}, in the order of the tree's leaves
   * @param percent for each pair of these, (0,1), (0,2) ... (1,2) ..., 100 if equal and 0 if
   *     nothing is alike
   */
  public record Similarity(List<Integer> points, List<Integer> percent) {
    public Similarity {
      points = listOf(points);
      percent = listOf(percent);
    }
  }

  /**
   * A suspect record.
   *
   * @param cluster its cluster in the judged cut
   * @param score in (0, 1]
   */
  public record Suspect(int cluster, double score, LogRecord record) {}

  private static <T> List<T> listOf(List<T> list) {
    return list == null ? List.of() : Collections.unmodifiableList(list);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
