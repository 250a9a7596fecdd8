package dev.nightwarden.status;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.night.Lease;
import dev.nightwarden.night.RunRecord;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.TableLog;
import dev.nightwarden.table.TableSize;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Looks at a warehouse.
 *
 * @param transports the names of those in the config
 * @param forests the names of the profiles in the config that have forests
 */
public record StatusOf(
    Warehouse warehouse, List<String> transports, List<String> forests, Clock clock) {
  private static final int SHOWN_RUNS = 10;
  private static final int SHOWN_REASONS = 3;

  /** Growth is told over this time. */
  static final Duration PERIOD = Duration.ofDays(7);

  public StatusOf {
    transports = List.copyOf(transports);
    forests = List.copyOf(forests);
  }

  /** How it is. */
  public WarehouseStatus look() {
    Instant now = clock.instant();
    Row latest = newest(1).stream().findFirst().orElse(null);
    Map<String, NavigableSet<LocalDate>> pending = new TreeMap<>();
    NavigableSet<LocalDate> stale = new TreeSet<>();
    if (latest != null) {
      Map<String, Object> waiting = latest.getJavaMap(latest.fieldIndex("pending"));
      waiting.forEach((stage, dates) -> pending.put(stage, dates(dates)));
      stale.addAll(dates(latest.getAs("stale")));
    }
    RunRecord.NO_STAGES.forEach(pending::remove);
    WarehouseStatus found =
        new WarehouseStatus(
            warehouse.location(),
            now,
            Lease.holder(warehouse, clock).orElse(null),
            newest(SHOWN_RUNS).stream().map(StatusOf::run).toList(),
            pending,
            stale,
            lags(now),
            tables(now.minus(PERIOD)),
            trees(),
            rejects(now.minus(PERIOD)),
            files(),
            warehouse.read(Table.FORGOTTEN).where(col("completed_at").isNull()).count(),
            List.of());
    return new WarehouseStatus(
        found.warehouse(),
        now,
        found.holder(),
        found.runs(),
        pending,
        stale,
        found.transports(),
        found.tables(),
        found.forests(),
        found.rejects(),
        found.files(),
        found.halfForgotten(),
        Advisor.on(found));
  }

  private List<Row> newest(int most) {
    return warehouse
        .read(Table.RUNS)
        .orderBy(RunRecord.writtenAt().desc(), col(Columns.RUN_ID).desc())
        .limit(most)
        .withColumn("started_at", unix_micros(col("started_at")))
        .withColumn("ended_at", unix_micros(col("ended_at")))
        .withColumn("pending", col("pending").cast("map<string,array<string>>"))
        .withColumn("stale", col("stale").cast("array<string>"))
        .collectAsList();
  }

  private static WarehouseStatus.Run run(Row row) {
    return new WarehouseStatus.Run(
        row.getAs(Columns.RUN_ID),
        row.getAs("command"),
        row.getAs("status"),
        instant(row.getAs("started_at")),
        instant(row.getAs("ended_at")),
        row.<Double>getAs("seconds"),
        new TreeMap<>(row.<String, Long>getJavaMap(row.fieldIndex("counts"))),
        row.getAs("error"));
  }

  private List<WarehouseStatus.Lag> lags(Instant now) {
    Map<String, Instant> events = NewestEvents.of(warehouse, transports);
    Map<String, Instant> newestFiles = new HashMap<>();
    Map<String, Long> files = new HashMap<>();
    for (Row row :
        warehouse
            .read(Table.FILES)
            .groupBy(Columns.TRANSPORT)
            .agg(unix_micros(max(col("modified"))), count(lit(1)))
            .collectAsList()) {
      newestFiles.put(row.getString(0), instant(row.isNullAt(1) ? null : row.getLong(1)));
      files.put(row.getString(0), row.getLong(2));
    }
    List<WarehouseStatus.Lag> lags = new ArrayList<>();
    for (String transport : transports) {
      Instant newest = events.get(transport);
      lags.add(
          new WarehouseStatus.Lag(
              transport,
              newest,
              newestFiles.get(transport),
              newest == null ? null : Duration.between(newest, now).toSeconds(),
              files.getOrDefault(transport, 0L)));
    }
    return lags;
  }

  private List<WarehouseStatus.Growth> tables(Instant since) {
    List<WarehouseStatus.Growth> tables = new ArrayList<>();
    for (Table table : Table.values()) {
      TableLog.of(warehouse, table)
          .ifPresent(
              log -> {
                TableSize now = log.size();
                TableLog.Earlier before = log.sizeAt(since);
                tables.add(
                    new WarehouseStatus.Growth(
                        table.tableName(), now, now.since(before.size()), before.at()));
              });
    }
    return tables;
  }

  private List<WarehouseStatus.Trees> trees() {
    Dataset<Row> all =
        warehouse.read(Table.FORESTS).select(Columns.PROFILE, Columns.TRAINED_FOR, "threshold");
    Dataset<Row> last =
        all.groupBy(Columns.PROFILE).agg(max(col(Columns.TRAINED_FOR)).as(Columns.TRAINED_FOR));
    Map<String, WarehouseStatus.Trees> found = new HashMap<>();
    for (Row row :
        all.join(last, new String[] {Columns.PROFILE, Columns.TRAINED_FOR})
            .groupBy(col(Columns.PROFILE), col(Columns.TRAINED_FOR).cast("string"))
            .agg(count(lit(1)), count_if(col("threshold").isNull()))
            .collectAsList()) {
      found.put(
          row.getString(0),
          new WarehouseStatus.Trees(
              row.getString(0), LocalDate.parse(row.getString(1)), row.getLong(2), row.getLong(3)));
    }
    return forests.stream()
        .map(profile -> found.getOrDefault(profile, new WarehouseStatus.Trees(profile, null, 0, 0)))
        .toList();
  }

  private List<WarehouseStatus.Refused> rejects(Instant since) {
    Column many = col("records").desc();
    return warehouse
        .read(Table.REJECTS)
        .groupBy(Columns.TRANSPORT, Columns.REASON)
        .agg(
            count(lit(1)).as("records"),
            count_if(col(Columns.INGESTED_AT).geq(lit(since))).as("recent"))
        .withColumn(
            "rank",
            row_number()
                .over(Window.partitionBy(Columns.TRANSPORT).orderBy(many, col(Columns.REASON))))
        .where(col("rank").leq(SHOWN_REASONS))
        .orderBy(col(Columns.TRANSPORT), many, col(Columns.REASON))
        .select(Columns.TRANSPORT, Columns.REASON, "records", "recent")
        .collectAsList()
        .stream()
        .map(
            row ->
                new WarehouseStatus.Refused(
                    row.getString(0), row.getString(1), row.getLong(2), row.getLong(3)))
        .toList();
  }

  private List<WarehouseStatus.Unread> files() {
    return warehouse
        .read(Table.FILES)
        .where(col("status").isin("waiting", "held", "broken", "unreadable"))
        .groupBy(Columns.TRANSPORT, "status")
        .agg(count(lit(1)), min("path"))
        .orderBy(Columns.TRANSPORT, "status")
        .collectAsList()
        .stream()
        .map(
            row ->
                new WarehouseStatus.Unread(
                    row.getString(0), row.getString(1), row.getLong(2), row.getString(3)))
        .toList();
  }

  private static Instant instant(Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static NavigableSet<LocalDate> dates(Object texts) {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    if (texts != null) {
      for (Object text :
          scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Seq<?>) texts)) {
        dates.add(LocalDate.parse((String) text));
      }
    }
    return dates;
  }
}
