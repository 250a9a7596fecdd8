package dev.nightwarden.report;

import dev.nightwarden.report.ClusterFigures.Distribution;
import dev.nightwarden.report.ClusterFigures.Group;
import dev.nightwarden.report.ClusterFigures.MapPoint;
import dev.nightwarden.report.ClusterFigures.Similarity;
import dev.nightwarden.report.ClusterFigures.Tree;
import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Clusters;
import java.time.LocalDate;
import java.util.List;

/** What the script of the page draws; what it filters and sorts stands there in rows. */
record PageData(
    LocalDate from,
    LocalDate to,
    long maliciousEvents,
    List<ActorHistory> actors,
    List<Drawing> clusters) {

  /** What is drawn of clustered records; see {@link Clusters}. */
  record Drawing(
      int judged,
      List<Integer> cuts,
      List<Group> groups,
      List<MapPoint> points,
      Tree tree,
      List<Distribution> distributions,
      Similarity similarity) {
    static Drawing of(Clusters clusters) {
      return new Drawing(
          clusters.judged(),
          clusters.cuts(),
          clusters.groups(),
          clusters.points().stream().map(MapPoint::withoutExample).toList(),
          clusters.tree(),
          clusters.distributions(),
          clusters.similarity());
    }
  }

  static PageData of(Report report) {
    return new PageData(
        report.from(),
        report.to(),
        report.totals().maliciousEvents(),
        report.actors(),
        report.clusters().stream().map(Drawing::of).toList());
  }
}
