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
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The {@code runs} table: what every execution did, and what the last one left to do. */
final class Runs {
  /** The key in {@code pending} of the dates that no notifier is to tell of. */
  private static final String QUIET = "quiet";

  private final Warehouse warehouse;
  private final String configHash;
  private final String codeVersion;

  Runs(Warehouse warehouse, String configHash, String codeVersion) {
    this.warehouse = warehouse;
    this.configHash = configHash;
    this.codeVersion = codeVersion;
  }

  /**
   * What the latest run left: its agenda, and the hashes of the profiles it worked with.
   *
   * @param died the latest run's id if it never ended; else null
   */
  record State(Agenda agenda, Map<String, String> profileHashes, String died) {}

  /** The state after the latest run; empty in a new warehouse. */
  Optional<State> latest() {
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
    return rows.stream().findFirst().map(Runs::state);
  }

  /** Says of a run that its process ended before it did. */
  void markDied(String runId) {
    warehouse
        .deltaTable(Table.RUNS)
        .update(
            col(Columns.RUN_ID).equalTo(runId),
            Map.of("status", lit("died"), "error", lit("the process ended before the run did")));
  }

  /** Writes the run's row, replacing what it wrote before. */
  void write(RunRecord run, Agenda agenda, Instant now) {
    Map<String, List<LocalDate>> pending = new TreeMap<>();
    for (Step step : Step.values()) {
      if (!agenda.pending(step).isEmpty()) {
        pending.put(step.key(), List.copyOf(agenda.pending(step)));
      }
    }
    if (!agenda.quiet().isEmpty()) {
      pending.put(QUIET, List.copyOf(agenda.quiet()));
    }
    boolean ended = !run.status.equals(RunRecord.RUNNING);
    Row row =
        RowFactory.create(
            run.runId,
            run.request.command().key(),
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
            List.copyOf(agenda.stale()).toArray(LocalDate[]::new),
            agenda.newestScored(),
            configHash,
            run.profileHashes,
            codeVersion,
            run.error);
    warehouse.replace(
        Table.RUNS,
        warehouse.spark().createDataFrame(List.of(row), Table.RUNS.schema()),
        "run_id = '%s'".formatted(run.runId));
  }

  private static Map<String, LocalDate[]> arrays(Map<String, List<LocalDate>> dates) {
    Map<String, LocalDate[]> arrays = new TreeMap<>();
    dates.forEach((step, ofStep) -> arrays.put(step, ofStep.toArray(LocalDate[]::new)));
    return arrays;
  }

  private static State state(Row row) {
    Map<Step, Collection<LocalDate>> pending = new EnumMap<>(Step.class);
    Map<String, Object> written = row.getJavaMap(0);
    for (Step step : Step.values()) {
      Object dates = written.get(step.key());
      if (dates != null) {
        pending.put(step, dates(dates));
      }
    }
    List<LocalDate> quiet = written.containsKey(QUIET) ? dates(written.get(QUIET)) : List.of();
    LocalDate newest = row.isNullAt(2) ? null : LocalDate.parse(row.getString(2));
    return new State(
        new Agenda(pending, dates(row.get(1)), quiet, newest),
        new TreeMap<>(row.getJavaMap(3)),
        row.getString(4));
  }

  private static List<LocalDate> dates(Object texts) {
    List<LocalDate> dates = new ArrayList<>();
    for (Object text :
        scala.jdk.javaapi.CollectionConverters.asJava((scala.collection.Seq<?>) texts)) {
      dates.add(LocalDate.parse((String) text));
    }
    return dates;
  }
}
