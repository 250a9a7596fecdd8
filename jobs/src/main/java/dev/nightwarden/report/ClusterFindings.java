package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.feature.FeatureTables;
import dev.nightwarden.report.LogRecords.MessageKey;
import dev.nightwarden.report.Report.LogRecord;
import dev.nightwarden.report.Report.Suspect;
import dev.nightwarden.table.Slices;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The findings of clusters: of the newest dates with suspects, or of the newest of all where none
 * has any, the suspects from their anomalies, and the clusters computed again.
 */
final class ClusterFindings {
  private static final String RANK = "rank";

  private final List<OfDate> dates = new ArrayList<>();

  /**
   * @param anomalies of the report's dates
   * @param wanted those dates, at least one
   */
  ClusterFindings(Dataset<Row> anomalies, SortedSet<LocalDate> wanted, FeatureTables features) {
    if (!features.hasClusters()) {
      return;
    }
    Dataset<Row> suspects =
        anomalies.where(col(DETECTOR).equalTo(dev.nightwarden.feature.Clusters.CLUSTERS));
    TreeMap<LocalDate, Long> counts = new TreeMap<>();
    suspects
        .groupBy(col(EVENT_DATE).cast("string"))
        .count()
        .collectAsList()
        .forEach(row -> counts.put(LocalDate.parse(row.getString(0)), row.getLong(1)));
    NavigableSet<LocalDate> shown = new TreeSet<>();
    counts.descendingKeySet().stream().limit(Bounds.CLUSTERINGS).forEach(shown::add);
    if (shown.isEmpty()) {
      shown.add(wanted.last());
    }
    Map<LocalDate, List<Row>> rows = suspects(suspects.where(Slices.of(shown)), shown.size());
    for (LocalDate date : shown) {
      dates.add(
          new OfDate(
              features,
              wanted.size() == 1 ? null : date,
              date,
              Bounds.POINTS / shown.size(),
              rows.getOrDefault(date, List.of()),
              counts.getOrDefault(date, 0L)));
    }
  }

  private static Map<LocalDate, List<Row>> suspects(Dataset<Row> suspects, int shares) {
    var ofDate = Window.partitionBy(EVENT_DATE);
    Map<LocalDate, List<Row>> rows = new HashMap<>();
    suspects
        .withColumn(
            RANK,
            row_number()
                .over(ofDate.orderBy(col(SCORE).desc(), col(EVENT_TIME).asc(), col(EVENT_ID))))
        .where(col(RANK).leq(Bounds.SUSPECTS / shares))
        .orderBy(RANK)
        .select(
            col(TRANSPORT),
            col(MESSAGE_ID),
            unix_micros(col(EVENT_TIME)).as(EVENT_TIME),
            col(ACTOR),
            col(SCORE),
            FromTables.shortened(REASON))
        .collectAsList()
        .forEach(
            row ->
                rows.computeIfAbsent(MessageKey.of(row).date(), date -> new ArrayList<>())
                    .add(row));
    return rows;
  }

  void want(LogRecords records) {
    for (OfDate date : dates) {
      records.wantWithFeatures(date.suspects.stream().map(MessageKey::of).toList());
      records.want(date.examples.values().stream().map(MessageKey::of).toList());
    }
  }

  List<Report.Clusters> clusters(LogRecords records) {
    return dates.stream()
        .filter(date -> date.clustering != null || !date.suspects.isEmpty())
        .map(date -> date.clusters(records))
        .toList();
  }

  private static final class OfDate {
    private final LocalDate named;
    private final List<Row> suspects;
    private final long suspectRecords;
    private final Clustering clustering;
    private final ClusterView view;
    private final Map<Integer, Row> examples = new HashMap<>();

    OfDate(
        FeatureTables features,
        LocalDate named,
        LocalDate date,
        int points,
        List<Row> suspects,
        long suspectRecords) {
      this.named = named;
      this.suspects = suspects;
      this.suspectRecords = suspectRecords;
      clustering = features.clustering(date).orElse(null);
      view = clustering == null ? null : new ClusterView(clustering, points);
      if (view != null) {
        Set<Integer> mapped = view.mapped();
        features
            .examples(date, clustering)
            .withColumn(EVENT_TIME, unix_micros(col(EVENT_TIME)))
            .collectAsList()
            .stream()
            .filter(row -> mapped.contains(row.<Integer>getAs(FeatureTables.RECORD)))
            .forEach(row -> examples.put(row.getAs(FeatureTables.RECORD), row));
      }
    }

    Report.Clusters clusters(LogRecords records) {
      List<Suspect> found = suspects.stream().map(row -> suspect(row, records)).toList();
      if (view == null) {
        return Report.Clusters.ofSuspects(named, found, suspectRecords);
      }
      Map<Integer, LogRecord> alike = new HashMap<>();
      examples.forEach((number, row) -> alike.put(number, record(row, null, records)));
      return view.view(null, named, alike, found, suspectRecords);
    }

    private Suspect suspect(Row row, LogRecords records) {
      Row values = records.row(MessageKey.of(row));
      int cluster =
          clustering == null || values == null
              ? 1
              : clustering.assign(FeatureTables.values(values, clustering)).cluster();
      return new Suspect(
          cluster, row.getAs(SCORE), record(row, row.<String>getAs(REASON), records));
    }

    private static LogRecord record(Row row, String reason, LogRecords records) {
      MessageKey key = MessageKey.of(row);
      return new LogRecord(
          key.messageId(),
          LogRecords.instant(row.getAs(EVENT_TIME)),
          row.getAs(ACTOR),
          reason,
          records.data(key),
          records.features(key));
    }
  }
}
