package dev.nightwarden.night;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageException;
import dev.nightwarden.pipeline.Unchecked;
import dev.nightwarden.table.Plans;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Unforeseen;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a job over a warehouse: takes the lease, plans the dates of each stage, runs the
 * stages in order, and writes a row to {@code runs}.
 *
 * <p>Every stage replaces whole dates of its tables and is then marked as done, so that the next
 * run completes one that died, and a date that runs again gives the same rows.
 */
public final class Night {
  private static final Logger log = LoggerFactory.getLogger(Night.class);

  private final Warehouse warehouse;
  private final Program program;
  private final int lateDays;
  private final Runs runs;
  private final String codeVersion;
  private final UnaryOperator<String> mask;
  private final Clock clock;

  /**
   * @param lateDays how many dates after a late message's are done again
   * @param configHash tells configs apart in {@code runs}
   * @param codeVersion tells builds apart in {@code runs}
   * @param mask takes secrets out of a text that is written down
   */
  public Night(
      Warehouse warehouse,
      Program program,
      int lateDays,
      String configHash,
      String codeVersion,
      UnaryOperator<String> mask,
      Clock clock) {
    this.warehouse = warehouse;
    this.program = program;
    this.lateDays = lateDays;
    this.runs = new Runs(warehouse, configHash, codeVersion);
    this.codeVersion = codeVersion;
    this.mask = mask;
    this.clock = clock;
  }

  /**
   * Does what is asked and leaves a row in {@code runs}, also when it fails.
   *
   * @return what was done
   * @throws dev.nightwarden.plugin.IllegalKeyException if the config's SQL or warehouse cannot be
   *     used; nothing was done then
   * @throws HeldException if another run works on the warehouse; nothing was done then
   * @throws RuntimeException what made it fail, after the row was written; or one of the checked
   *     exceptions that Spark throws without saying so
   */
  public RunRecord execute(Request request) {
    return execute(request, run -> {});
  }

  /**
   * The same.
   *
   * @param ended is told of the run once it has ended, whether it succeeded or failed, but not
   *     where nothing was done; what it throws fails a run that had succeeded
   */
  public RunRecord execute(Request request, Consumer<RunRecord> ended) {
    program.stages().forEach(stage -> stage.check(warehouse.spark()));
    warehouse.check();
    Instant now = clock.instant();
    RunRecord run = new RunRecord(RunIds.next(now), request, now);
    JobNames.set(warehouse.spark(), JobNames.BETWEEN);
    try (Lease lease = Lease.take(warehouse, run.runId(), clock)) {
      execute(run, lease);
      ended.accept(run);
      return run;
    } catch (HeldException e) {
      throw e;
    } catch (Throwable e) {
      if (run.status.equals(RunRecord.FAILED)) {
        tell(ended, run, e);
      }
      FullDisk.behind(e, places())
          .ifPresent(
              full -> {
                throw full;
              });
      throw e;
    } finally {
      JobNames.set(warehouse.spark(), null);
    }
  }

  /** What is wrong with the telling does not hide what was wrong with the run. */
  private void tell(Consumer<RunRecord> ended, RunRecord run, Throwable failure) {
    try {
      ended.accept(run);
    } catch (Throwable alsoFailed) {
      log.warn("{}", Failure.describe(alsoFailed, mask));
      failure.addSuppressed(alsoFailed);
    }
  }

  private void execute(RunRecord run, Lease lease) {
    Ledger ledger = null;
    try {
      warehouse.upgrade();
      ledger = open(run, lease);
      for (Stage stage : program.of(run.request.job())) {
        run(stage, ledger);
      }
      run.throwShortfalls();
      run.status = "succeeded";
      if (run.request.job() == Job.WATCH && ledger.isIdle()) {
        // A watch that waits would fill the table with rows that say nothing.
        run.isIdle = true;
        ledger.sumUp();
        return;
      }
    } catch (Throwable e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      run.status = RunRecord.FAILED;
      run.error =
          Failure.describe(FullDisk.behind(e, places()).map(Throwable.class::cast).orElse(e), mask);
      try {
        close(ledger);
      } catch (Throwable alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw Unchecked.rethrown(e);
    }
    close(ledger);
  }

  /** Takes up what the last run left, and marks what a changed config makes stale. */
  private Ledger open(RunRecord run, Lease lease) {
    Runs.State state = runs.latest();
    Agenda agenda = new Agenda(program.stages(), state.agenda());
    List<String> asked =
        program.of(run.request.job()).stream()
            .filter(stage -> stage.hasHistory() && stage.follows().isEmpty())
            .map(Stage::name)
            .toList();
    Ledger ledger = new Ledger(warehouse, runs, run, agenda, lease, asked, lateDays, clock);
    if (state.died() != null) {
      log.warn("Run {} ended without finishing; this run completes it", state.died());
      runs.markDied(state.died());
    }
    Fingerprints now = Fingerprints.of(program.stages());
    run.profileHashes.putAll(now.all());
    if (!state.fingerprints().isEmpty() && !state.fingerprints().equals(now.all())) {
      NavigableSet<LocalDate> known = warehouse.dates(Table.MESSAGES);
      for (Stage stage : now.changed(program.stages(), state.fingerprints())) {
        agenda.redefined(stage, known);
      }
      if (!agenda.stale().isEmpty()) {
        log.warn(
            "The config changed since the last run; dates scored with the old config are stale");
      }
    }
    return ledger;
  }

  private void run(Stage stage, Ledger ledger) {
    if (stage.idle().isPresent()) {
      if (stage.name().equals(ledger.request().job().key())) {
        log.info("{}: {}", stage.name(), stage.idle().get());
      }
      ledger.passOver(stage);
      return;
    }
    NavigableSet<LocalDate> dates = stage.isSource() ? ledger.none() : stage.dates(ledger);
    if (dates.isEmpty() && !stage.isSource()) {
      return;
    }
    if (!stage.isSource()) {
      Plans.fit(warehouse);
    }
    StageRun night = new StageRun(stage, ledger, codeVersion, mask);
    boolean done = false;
    JobNames.set(warehouse.spark(), stage.name());
    try {
      Parts.of(stage, dates, warehouse)
          .each(
              part -> stage.run(night, part),
              part -> {
                ledger.done(stage, part);
                ledger.write();
              });
      done = true;
    } catch (Exception | StackOverflowError e) {
      throw Unforeseen.is(e)
          ? new StageException("the stage %s failed unexpectedly".formatted(stage.name()), e)
          : Unchecked.rethrown(e);
    } finally {
      JobNames.set(warehouse.spark(), JobNames.BETWEEN);
      ledger.took(stage, night.seconds());
      if (done) {
        log.debug("{}: took {} seconds", stage.name(), night.elapsed());
      } else {
        log.info("{}: failed after {} seconds", stage.name(), night.elapsed());
      }
    }
    if (!stage.isSource()) {
      night.done(dates);
    }
  }

  private void close(Ledger ledger) {
    if (ledger == null) {
      return;
    }
    ledger.write();
    NavigableSet<LocalDate> stale = ledger.stale();
    if (!stale.isEmpty()) {
      log.warn(
          "{} stale: the config, or messages of earlier dates, changed after they were"
              + " scored; to score them again: run --from {}",
          Amount.of(stale.size(), "date is", "dates are"),
          stale.first());
    }
  }

  /** Where a run writes, shippers aside. */
  private List<String> places() {
    List<String> places = new ArrayList<>(List.of(warehouse.location()));
    String scratch =
        warehouse
            .spark()
            .sparkContext()
            .getConf()
            .get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    places.addAll(List.of(scratch.split(",")));
    return places;
  }
}
