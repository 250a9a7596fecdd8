package dev.nightwarden.report;

import dev.nightwarden.report.ClusterFigures.Group;
import dev.nightwarden.report.ClusterFigures.MapPoint;
import dev.nightwarden.report.RecordRow.Field;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Clustered records: their map, which the script draws, the clusters in numbers, and the suspects.
 *
 * @param index its number among those of the report
 * @param name spelled as {@link Exact} does; null where it needs none
 * @param named what follows its title
 * @param isMapped whether the engine makes clusters
 * @param isDrawn whether there are enough different records for a map
 * @param lastCut the number of the greatest of the numbers of clusters that can be chosen
 * @param marks what the marks on the map are
 * @param examples a record for each mark
 * @param left what is said of suspects that are not on the page; empty where all are
 */
record ClusterCard(
    int index,
    String name,
    Exact named,
    boolean isMapped,
    boolean isDrawn,
    String summary,
    int lastCut,
    String marks,
    List<GroupRow> groups,
    List<Example> examples,
    List<RecordRow> suspects,
    String left) {

  /** A cluster in numbers; figures are empty for the ordinary one. */
  record GroupRow(int cluster, String records, String what, List<String> figures) {
    static GroupRow of(Group group) {
      boolean isOrdinary = group.cluster() == 0;
      return new GroupRow(
          group.cluster(),
          Words.number(group.records()),
          isOrdinary ? "ordinary" : group.isSuspect() ? "suspect" : "not apart",
          DoubleStream.of(group.silhouette(), group.gap(), group.spread())
              .mapToObj(figure -> isOrdinary ? "" : Words.score(figure))
              .toList());
    }
  }

  /**
   * The record of a mark.
   *
   * @param label whose it is and of when, in short
   * @param of how many there are of it, and of when it is
   * @param actor null where none is named
   */
  record Example(Exact label, String of, Exact actor, List<Field> features, List<Field> data) {
    static Example of(MapPoint point) {
      LogRecord record =
          point.example() == null
              ? new LogRecord(null, null, null, null, null, null)
              : point.example();
      List<String> label = new ArrayList<>();
      label.add(record.actor() == null ? "a record" : record.actor());
      String of =
          point.count() == 1
              ? "One record"
              : "%,d equal records, such as one".formatted(point.count());
      if (record.eventTime() != null) {
        label.add(Words.time(record.eventTime()));
        of += " of " + Words.time(record.eventTime());
      }
      return new Example(
          Exact.of(String.join(", ", label)),
          of,
          Exact.of(record.actor()),
          Field.of(record.features()),
          Field.of(LogData.byField(record.data())));
    }

    boolean hasData() {
      return !data.isEmpty();
    }

    boolean hasFeatures() {
      return !features.isEmpty();
    }
  }

  static ClusterCard of(Clusters clusters, int index, int all) {
    boolean isMapped = clusters.judged() > 0;
    return new ClusterCard(
        index,
        Exact.spelled(clusters.name()),
        Exact.of(named(clusters, all)),
        isMapped,
        isMapped && clusters.points().size() > 1 && !clusters.cuts().isEmpty(),
        isMapped ? summary(clusters) : withoutMap(clusters),
        clusters.cuts().size() - 1,
        marks(clusters),
        clusters.groups().stream().map(GroupRow::of).toList(),
        clusters.points().stream().map(Example::of).toList(),
        clusters.suspects().stream().map(RecordRow::of).toList(),
        FlagCard.elsewhere(clusters.suspectRecords(), clusters.suspects().size()));
  }

  /** What tells one set of clustered records from the others; empty where there is but one. */
  static String named(Clusters clusters, int all) {
    if (all < 2 && clusters.date() == null) {
      return "";
    }
    String name = clusters.name() == null ? "" : clusters.name();
    String date = clusters.date() == null ? "" : Words.day(clusters.date());
    String both = name + (name.isEmpty() || date.isEmpty() ? "" : ", ") + date;
    return both.isEmpty() ? "" : ": " + both;
  }

  private static String withoutMap(Clusters clusters) {
    return "The engine of these clusters judges each record by itself, so there is no map: %s."
        .formatted(
            Words.count(clusters.suspectRecords(), "record is suspect", "records are suspect"));
  }

  private static String summary(Clusters clusters) {
    return "%s, %,d of them different%s. %s"
        .formatted(
            Words.count(clusters.records(), "record"),
            clusters.distinct(),
            clusters.isExact() ? "" : " in a sample",
            suspicion(clusters));
  }

  private static String suspicion(Clusters clusters) {
    long suspects = clusters.suspectRecords();
    if (suspects == 0) {
      return "No cluster is farther from the others than clusters in random data are, so no record"
          + " is suspect, whatever the colours on the map.";
    }
    long apart = clusters.groups().stream().filter(Group::isSuspect).count();
    return "%s suspect: %s cluster lies apart from the ordinary records."
        .formatted(
            suspects == 1 ? "One is" : "%,d are".formatted(suspects),
            apart == 1 ? "their" : "each");
  }

  private static String marks(Clusters clusters) {
    int shown = clusters.points().size();
    String some =
        shown < clusters.distinct()
            ? "%,d of %,d different records are shown, suspect ones first. "
                .formatted(shown, clusters.distinct())
            : "";
    return "Each mark is a record; near ones are alike. %sPoint at one to see it, or use the arrow keys."
        .formatted(some);
  }

  boolean hasRecords() {
    return !suspects.isEmpty();
  }

  List<RecordRow> records() {
    return suspects;
  }
}
