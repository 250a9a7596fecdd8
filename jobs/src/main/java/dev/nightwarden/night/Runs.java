package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The {@code runs} table: what every execution did, and what the last one left to do. */
final class Runs {
  private final Warehouse warehouse;
  private final String configHash;
  private final String codeVersion;
  private String written;
  private Instant newest = Instant.MIN;

  Runs(Warehouse warehouse, String configHash, String codeVersion) {
    this.warehouse = warehouse;
    this.configHash = configHash;
    this.codeVersion = codeVersion;
  }

  /**
   * What the run left that wrote last.
   *
   * @param fingerprints of the settings it worked with
   * @param runId its id; null before the first
   * @param command its job
   */
  record State(
      Agenda.Kept agenda,
      Map<String, String> fingerprints,
      String runId,
      String command,
      String status) {
    static final State NEW = new State(Agenda.Kept.NONE, Map.of(), null, null, null);

    /** The id of the run if it never ended, or gave way to others; else null. */
    String died() {
      return RunRecord.RUNNING.equals(status) ? runId : null;
    }

    /** Whether it was a backfill that does not wait for others to end. */
    boolean hasBackfillEnded() {
      return Job.BACKFILL.key().equals(command) && !RunRecord.WAITING.equals(status);
    }
  }

  /** The state as it was written last. */
  State latest() {
    List<Row> rows =
        warehouse
            .read(Table.RUNS)
            .withColumn("written", RunRecord.writtenAt())
            .orderBy(col("written").desc(), col(Columns.RUN_ID).desc())
            .limit(1)
            .select(
                col("pending").cast("map<string,array<string>>"),
                col("stale").cast("array<string>"),
                col("newest_scored").cast("string"),
                col("profile_hashes"),
                col(Columns.RUN_ID),
                col("command"),
                col("status"),
                col("written"))
            .collectAsList();
    if (rows.isEmpty()) {
      return State.NEW;
    }
    Row row = rows.get(0);
    newest = Instant.EPOCH.plus(row.getLong(7), ChronoUnit.MICROS);
    return state(row);
  }

  /** Whether a run is one that gave way to others, and that none of them took for dead. */
  boolean isWaiting(String runId) {
    return !warehouse
        .read(Table.RUNS)
        .where(col(Columns.RUN_ID).equalTo(runId).and(col("status").equalTo(RunRecord.WAITING)))
        .isEmpty();
  }

  /** Says of a run that its process ended before it did. */
  void markDied(String runId) {
    markDied(col(Columns.RUN_ID).equalTo(runId));
  }

  /** Says so of a backfill that gave way to others. */
  void markBackfillDied() {
    markDied(col("status").equalTo(RunRecord.WAITING));
  }

  private void markDied(Column which) {
    warehouse.update(
        Table.RUNS,
        which,
        Map.of("status", lit("died"), "error", lit("the process ended before the run did")));
  }

  /**
   * Writes the run's row, replacing what it wrote before. It is written later than what was read,
   * also where the clock of another machine is ahead.
   */
  void write(RunRecord run, Agenda agenda, Instant now) {
    Agenda.Kept kept = agenda.kept();
    Map<String, NavigableSet<LocalDate>> pending = new TreeMap<>(kept.pending());
    if (!kept.quiet().isEmpty()) {
      pending.put(RunRecord.QUIET, kept.quiet());
    }
    if (kept.reserved() != null) {
      pending.put(
          RunRecord.RESERVED, new TreeSet<>(List.of(kept.reserved().from(), kept.reserved().to())));
    }
    if (!kept.early().isEmpty()) {
      pending.put(RunRecord.EARLY, kept.early());
    }
    long millis = Duration.between(run.startedAt, now).toMillis();
    if (newest.isAfter(run.startedAt.plusMillis(millis - 1))) {
      millis = Duration.between(run.startedAt, newest).toMillis() + 1;
    }
    newest = run.startedAt.plusMillis(millis);
    Row row =
        RowFactory.create(
            run.runId,
            run.request.job().key(),
            run.request.from(),
            run.request.to(),
            List.copyOf(run.dates).toArray(LocalDate[]::new),
            run.startedAt,
            run.hasEnded() ? now : null,
            millis / 1000.0,
            run.status,
            run.counts,
            run.stepSeconds,
            arrays(pending),
            kept.stale().toArray(LocalDate[]::new),
            kept.newest(),
            configHash,
            run.profileHashes,
            codeVersion,
            run.error);
    Dataset<Row> rows = warehouse.spark().createDataFrame(List.of(row), Table.RUNS.schema());
    if (run.runId.equals(written)) {
      warehouse.replace(Table.RUNS, rows, "run_id = '%s'".formatted(run.runId));
    } else {
      // There is nothing to replace, which Delta would look for in all rows. It is set first: of a
      // commit that fails nobody knows whether it was made.
      written = run.runId;
      warehouse.append(Table.RUNS, rows);
    }
  }

  private static Map<String, LocalDate[]> arrays(Map<String, NavigableSet<LocalDate>> dates) {
    Map<String, LocalDate[]> arrays = new TreeMap<>();
    dates.forEach((stage, ofStage) -> arrays.put(stage, ofStage.toArray(LocalDate[]::new)));
    return arrays;
  }

  private static State state(Row row) {
    Map<String, NavigableSet<LocalDate>> pending = new TreeMap<>();
    Map<String, Object> written = row.getJavaMap(0);
    written.forEach((stage, dates) -> pending.put(stage, dates(dates)));
    NavigableSet<LocalDate> quiet = pending.remove(RunRecord.QUIET);
    NavigableSet<LocalDate> reserved = pending.remove(RunRecord.RESERVED);
    NavigableSet<LocalDate> early = pending.remove(RunRecord.EARLY);
    return new State(
        new Agenda.Kept(
            pending,
            dates(row.get(1)),
            quiet == null ? new TreeSet<>() : quiet,
            row.isNullAt(2) ? null : LocalDate.parse(row.getString(2)),
            reserved == null ? null : new Span(reserved.first(), reserved.last()),
            early == null ? new TreeSet<>() : early),
        new TreeMap<>(row.getJavaMap(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6));
  }

  private static NavigableSet<LocalDate> dates(Object texts) {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (Object text :
        scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Seq<?>) texts)) {
      dates.add(LocalDate.parse((String) text));
    }
    return dates;
  }
}
