package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The {@code runs} table: what every execution did, and what the last one left to do. */
final class Runs {
  /** The key in {@code pending} of the dates that no notifier is to tell of. */
  private static final String QUIET = "quiet";

  private final Warehouse warehouse;
  private final String configHash;
  private final String codeVersion;
  private String written;

  Runs(Warehouse warehouse, String configHash, String codeVersion) {
    this.warehouse = warehouse;
    this.configHash = configHash;
    this.codeVersion = codeVersion;
  }

  /**
   * What the latest run left.
   *
   * @param fingerprints of the settings it worked with
   * @param died the latest run's id if it never ended; else null
   */
  record State(Agenda.Kept agenda, Map<String, String> fingerprints, String died) {
    static final State NEW = new State(Agenda.Kept.NONE, Map.of(), null);
  }

  /** The state after the latest run. */
  State latest() {
    List<Row> rows =
        warehouse
            .read(Table.RUNS)
            .orderBy(col("started_at").desc(), col(Columns.RUN_ID).desc())
            .limit(1)
            .select(
                col("pending").cast("map<string,array<string>>"),
                col("stale").cast("array<string>"),
                col("newest_scored").cast("string"),
                col("profile_hashes"),
                when(col("status").equalTo(RunRecord.RUNNING), col(Columns.RUN_ID)))
            .collectAsList();
    return rows.stream().findFirst().map(Runs::state).orElse(State.NEW);
  }

  /** Says of a run that its process ended before it did. */
  void markDied(String runId) {
    warehouse.update(
        Table.RUNS,
        col(Columns.RUN_ID).equalTo(runId),
        Map.of("status", lit("died"), "error", lit("the process ended before the run did")));
  }

  /** Writes the run's row, replacing what it wrote before. */
  void write(RunRecord run, Agenda agenda, Instant now) {
    Agenda.Kept kept = agenda.kept();
    Map<String, NavigableSet<LocalDate>> pending = new TreeMap<>(kept.pending());
    if (!kept.quiet().isEmpty()) {
      pending.put(QUIET, kept.quiet());
    }
    boolean ended = !run.status.equals(RunRecord.RUNNING);
    Row row =
        RowFactory.create(
            run.runId,
            run.request.job().key(),
            run.request.from(),
            run.request.to(),
            List.copyOf(run.dates).toArray(LocalDate[]::new),
            run.startedAt,
            ended ? now : null,
            Duration.between(run.startedAt, now).toMillis() / 1000.0,
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
    NavigableSet<LocalDate> quiet = pending.remove(QUIET);
    LocalDate newest = row.isNullAt(2) ? null : LocalDate.parse(row.getString(2));
    return new State(
        new Agenda.Kept(
            pending, dates(row.get(1)), quiet == null ? new TreeSet<>() : quiet, newest),
        new TreeMap<>(row.getJavaMap(3)),
        row.getString(4));
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
