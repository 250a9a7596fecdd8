package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALIES;
import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.FeatureTables;
import dev.nightwarden.feature.Features;
import dev.nightwarden.report.LogRecords.MessageKey;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.Investigation;
import dev.nightwarden.report.Report.Reason;
import dev.nightwarden.report.Report.Totals;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Builds the report of some dates from the tables. The driver collects no more than a page holds
 * ({@link Bounds}), with every text cut before.
 *
 * @param features what the section {@code features} makes of the messages
 * @param minRisk the least risk of an alert
 */
public record FromTables(Warehouse warehouse, FeatureTables features, double minRisk) {
  /** Log records are joined for so many events: the most urgent. */
  private static final int EVENT_RECORDS = 300;

  private static final int MAX_REASONS = 20;
  private static final String RANK = "rank";
  private static final String REASONS = "reasons";

  /** From the tables, and the section {@code features}: empty where the config has none. */
  public static FromTables of(Warehouse warehouse, Optional<Features> features, double minRisk) {
    return new FromTables(warehouse, FeatureTables.of(features, warehouse), minRisk);
  }

  /** The newest date with a malicious event; empty where there is none. */
  public Optional<LocalDate> newestFinding() {
    return newest(Table.MALICIOUS_EVENTS);
  }

  /** The dates from the first to the last that have messages. */
  public NavigableSet<LocalDate> dates() {
    return warehouse.dates(Table.MESSAGES);
  }

  private Optional<LocalDate> newest(Table table) {
    String date = warehouse.read(table).select(max(EVENT_DATE).cast("string")).first().getString(0);
    return Optional.ofNullable(date).map(LocalDate::parse);
  }

  /**
   * The report of some dates.
   *
   * @throws IllegalArgumentException if there is no date
   */
  public Report report(SortedSet<LocalDate> dates) {
    return report(dates, true);
  }

  /** The report of some dates without clusters, which take the longest. */
  public Report findings(SortedSet<LocalDate> dates) {
    return report(dates, false);
  }

  private Report report(SortedSet<LocalDate> dates, boolean withClusters) {
    if (dates.isEmpty()) {
      throw new IllegalArgumentException("a report needs a date");
    }
    try {
      return made(dates, withClusters);
    } finally {
      features.release();
    }
  }

  private Report made(SortedSet<LocalDate> dates, boolean withClusters) {
    Column onDates = Slices.of(dates);
    Dataset<Row> malicious = warehouse.read(Table.MALICIOUS_EVENTS).where(onDates);
    Dataset<Row> anomalies = warehouse.read(Table.ANOMALIES).where(onDates);
    // Clusters are cut by one thread; what nothing waits for is counted beside it.
    Beside<Totals> totals = Beside.start(() -> totals(onDates, malicious));
    Beside<ReportedAlerts> alerts = Beside.start(() -> NightAlerts.of(warehouse, onDates, minRisk));
    LogRecords records = new LogRecords(warehouse, features);
    List<Row> rows = events(malicious);
    List<Row> urgent = rows.stream().limit(EVENT_RECORDS).toList();
    records.want(urgent.stream().map(MessageKey::of).toList());
    records.wantWithFeatures(
        urgent.stream()
            .filter(row -> row.getAs(PROFILE).equals(FeatureSettings.PROFILE))
            .map(MessageKey::of)
            .toList());
    FlagHits flags = new FlagHits(anomalies, features);
    flags.want(records);
    ClusterFindings clusters =
        new ClusterFindings(anomalies, dates, withClusters ? features : FeatureTables.NONE);
    clusters.want(records);
    records.fetch();
    List<Event> events =
        rows.stream().map(row -> event(row, records.data(MessageKey.of(row)))).toList();
    return new Report(
        dates.first(),
        dates.last(),
        totals.get(),
        events,
        investigations(onDates),
        new Histories(warehouse, features, records).of(events, dates.first(), dates.last()),
        clusters.clusters(records),
        flags.flags(records),
        alerts.get());
  }

  private Totals totals(Column onDates, Dataset<Row> malicious) {
    Row investigated =
        warehouse
            .read(Table.INVESTIGATIONS)
            .where(onDates)
            .agg(count(lit(1)), count_if(col(MALICIOUS).gt(0)))
            .first();
    Column severity = max(rank());
    Row found =
        malicious
            .groupBy(EVENT_ID)
            .agg(severity.as(RANK), first(PROFILE).as(PROFILE), first(ACTOR).as(ACTOR))
            .agg(
                count(lit(1)),
                countDistinct(struct(col(PROFILE), col(ACTOR))),
                count_if(col(RANK).equalTo(2)),
                count_if(col(RANK).equalTo(1)),
                count_if(col(RANK).equalTo(0)))
            .first();
    Row anomalies =
        warehouse
            .read(Table.ANOMALIES)
            .where(onDates)
            .agg(count(lit(1)), count_if(col(LEARNING)))
            .first();
    return new Totals(
        warehouse.read(Table.MESSAGES).where(onDates).count(),
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(onDates)
            .agg(countDistinct(struct(col(PROFILE), col(ACTOR))))
            .first()
            .getLong(0),
        anomalies.getLong(0),
        investigated.getLong(0),
        investigated.getLong(1),
        found.getLong(0),
        found.getLong(1),
        found.getLong(2),
        found.getLong(3),
        found.getLong(4),
        anomalies.getLong(1));
  }

  private static List<Row> events(Dataset<Row> malicious) {
    Column reason =
        struct(
            col(SCORE),
            shortened(DETECTOR),
            shortened(FIELD),
            shortened(VALUE),
            col(SEVERITY),
            shortened(REASON),
            coalesce(col(ATTACK), array()).as(ATTACK));
    return malicious
        .groupBy(EVENT_ID)
        .agg(
            first(MESSAGE_ID).as(MESSAGE_ID),
            first(TRANSPORT).as(TRANSPORT),
            first(PROFILE).as(PROFILE),
            first(ACTOR).as(ACTOR),
            unix_micros(first(EVENT_TIME)).as(EVENT_TIME),
            max(rank()).as(RANK),
            max(SCORE).as(SCORE),
            min(INVESTIGATION_ID).as(INVESTIGATION_ID),
            slice(sort_array(collect_list(reason), false), 1, MAX_REASONS).as(REASONS))
        .orderBy(
            col(RANK).desc_nulls_last(),
            col(SCORE).desc(),
            col(EVENT_TIME).asc(),
            col(EVENT_ID).asc())
        .limit(Bounds.EVENTS)
        .collectAsList();
  }

  private static Event event(Row row, JsonNode data) {
    List<Reason> reasons = new ArrayList<>();
    for (Row reason : row.<Row>getList(row.fieldIndex(REASONS))) {
      reasons.add(
          new Reason(
              reason.getString(1),
              reason.getString(2),
              reason.getString(3),
              reason.getDouble(0),
              reason.getString(4),
              reason.getString(5),
              reason.getList(6)));
    }
    Integer severity = row.getAs(RANK);
    return new Event(
        row.getAs(EVENT_ID),
        row.getAs(MESSAGE_ID),
        row.getAs(TRANSPORT),
        row.getAs(PROFILE),
        row.getAs(ACTOR),
        LogRecords.instant(row.getAs(EVENT_TIME)),
        severity == null ? null : Suspicion.SEVERITIES.get(severity),
        row.getAs(SCORE),
        row.getAs(INVESTIGATION_ID),
        reasons,
        data);
  }

  private List<Investigation> investigations(Column onDates) {
    return warehouse
        .read(Table.INVESTIGATIONS)
        .where(onDates)
        .where(col(MALICIOUS).gt(0))
        .orderBy(col(SCORE).desc(), col(WINDOW_START).asc(), col(INVESTIGATION_ID).asc())
        .limit(Bounds.INVESTIGATIONS)
        .withColumn(WINDOW_START, unix_micros(col(WINDOW_START)))
        .withColumn(WINDOW_END, unix_micros(col(WINDOW_END)))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Investigation(
                    row.getAs(INVESTIGATION_ID),
                    row.getAs(PROFILE),
                    row.getAs(ACTOR),
                    LogRecords.instant(row.getAs(WINDOW_START)),
                    LogRecords.instant(row.getAs(WINDOW_END)),
                    row.getAs(EVENTS),
                    row.getAs(ANOMALIES),
                    row.getAs(MALICIOUS),
                    row.getAs(SCORE)))
        .toList();
  }

  private static Column rank() {
    Column rank = lit(null).cast("int");
    for (int i = 0; i < Suspicion.SEVERITIES.size(); i++) {
      rank = when(col(SEVERITY).equalTo(Suspicion.SEVERITIES.get(i)), lit(i)).otherwise(rank);
    }
    return rank;
  }

  /** A text cut as {@link Bounds} cuts it, before it leaves Spark. */
  static Column shortened(String column) {
    Column length = char_length(col(column));
    return when(
            length.gt(Bounds.TEXT),
            concat(
                left(col(column), lit(Bounds.KEPT)),
                lit("… ("),
                coalesce(length.minus(Bounds.KEPT).cast("string"), lit("")),
                lit(" more characters)")))
        .otherwise(col(column))
        .as(column);
  }
}
