package dev.nightwarden.report;

import dev.nightwarden.report.ClusterFigures.Contribution;
import dev.nightwarden.report.ClusterFigures.Correlations;
import dev.nightwarden.report.ClusterFigures.Group;
import dev.nightwarden.report.Report.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What set clusters apart.
 *
 * @param index the number of the clustering among those of the report
 * @param named what follows its title
 * @param correlations rows by feature; empty where there are fewer than two
 */
record CausesCard(
    int index,
    Exact named,
    List<Split> splits,
    List<Name> features,
    List<CorrelationRow> correlations) {

  /** What set one cluster apart from the ordinary records. */
  record Split(String caption, List<Share> shares) {}

  /**
   * What a feature has to do with it.
   *
   * @param width its contribution in percent, as a number
   * @param mark its weight in percent, as a number
   */
  record Share(
      Name feature, String weight, String between, String width, String mark, String within) {
    static Share of(Contribution contribution) {
      return new Share(
          Name.of(contribution.feature()),
          Words.percent(contribution.weight()),
          Words.percent(contribution.between()),
          plain(100 * contribution.between()),
          plain(100 * contribution.weight()),
          Words.percent(contribution.within()));
    }
  }

  /** The correlations of a feature with each. */
  record CorrelationRow(Name feature, List<Cell> cells) {}

  /** A correlation and the class of its colour. */
  record Cell(String colour, String text) {
    static Cell of(Double correlation) {
      if (correlation == null) {
        return new Cell("none", "–");
      }
      return new Cell(
          (correlation < 0 ? "minus" : "plus") + Math.round(Math.abs(correlation) * 5),
          Words.score(correlation));
    }
  }

  static CausesCard of(Clusters clusters, int index, int all) {
    boolean hasCorrelations =
        clusters.correlations() != null && clusters.correlations().features().size() > 1;
    return new CausesCard(
        index,
        Exact.of(ClusterCard.named(clusters, all)),
        clusters.contributions().isEmpty() ? List.of() : splits(clusters),
        hasCorrelations
            ? clusters.correlations().features().stream().map(Name::of).toList()
            : List.of(),
        hasCorrelations ? rows(clusters.correlations()) : List.of());
  }

  private static List<Split> splits(Clusters clusters) {
    boolean hasSuspects = clusters.groups().stream().anyMatch(Group::isSuspect);
    return clusters.groups().stream()
        .filter(group -> group.cluster() > 0 && (group.isSuspect() || !hasSuspects))
        .map(
            group ->
                new Split(
                    "Cluster %d, %s%s"
                        .formatted(
                            group.cluster(),
                            Words.count(group.records(), "record"),
                            group.isSuspect() ? ", suspect" : ""),
                    clusters.contributions().stream()
                        .filter(contribution -> contribution.cluster() == group.cluster())
                        .map(Share::of)
                        .toList()))
        .toList();
  }

  private static List<CorrelationRow> rows(Correlations correlations) {
    List<CorrelationRow> rows = new ArrayList<>();
    for (int i = 0; i < correlations.features().size(); i++) {
      rows.add(
          new CorrelationRow(
              Name.of(correlations.features().get(i)),
              correlations.rows().get(i).stream().map(Cell::of).toList()));
    }
    return rows;
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  boolean hasSplits() {
    return !splits.isEmpty();
  }

  boolean hasCorrelations() {
    return !correlations.isEmpty();
  }
}
