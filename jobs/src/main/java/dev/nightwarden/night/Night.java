package dev.nightwarden.night;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageException;
import dev.nightwarden.pipeline.Unchecked;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Plans;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Unforeseen;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.BooleanSupplier;
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
  private final Others others;
  private final Clock clock;

  /**
   * What a night asks and tells where other runs work on the warehouse too.
   *
   * @param isOver whether it is no longer worth waiting for them
   * @param changed lets go of what is kept in memory of the tables, which another has changed
   */
  public record Others(BooleanSupplier isOver, Runnable changed) {}

  /**
   * @param lateDays how many dates after a late message's are done again
   * @param configHash tells configs apart in {@code runs}
   * @param codeVersion tells builds apart in {@code runs}
   * @param mask takes secrets out of a text that is written down
   * @param others of use where other runs work on the warehouse too
   */
  public Night(
      Warehouse warehouse,
      Program program,
      int lateDays,
      String configHash,
      String codeVersion,
      UnaryOperator<String> mask,
      Others others,
      Clock clock) {
    this.warehouse = warehouse;
    this.program = program;
    this.lateDays = lateDays;
    this.runs = new Runs(warehouse, configHash, codeVersion);
    this.codeVersion = codeVersion;
    this.mask = mask;
    this.others = others;
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
    JobNames.set(warehouse.spark(), JobNames.BETWEEN);
    RunRecord run = null;
    try (Turns turns =
        Turns.begin(warehouse, request, runs, others.isOver(), Turns.Pace.USUAL, clock)) {
      run = turns.run();
      execute(run, turns);
      ended.accept(run);
      return run;
    } catch (HeldException e) {
      throw e;
    } catch (Throwable e) {
      if (run != null && run.status.equals(RunRecord.FAILED)) {
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

  private void execute(RunRecord run, Turns turns) {
    Ledger ledger = null;
    try {
      warehouse.upgrade();
      ledger = open(run, turns);
      run(ledger, turns);
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

  /** Begins with what the last run left. */
  private Ledger open(RunRecord run, Turns turns) {
    Runs.State state = turns.state();
    run.profileHashes.putAll(Fingerprints.of(program.stages()).all());
    Agenda agenda = takeUp(state);
    if (turns.isBackfillDead()) {
      if (state.died() == null) {
        log.warn(
            "The backfill {} ended without finishing; this run completes it", agenda.reserved());
      }
      runs.markBackfillDied();
      agenda.release();
    }
    List<String> asked =
        program.of(run.request.job()).stream()
            .filter(stage -> stage.hasHistory() && stage.follows().isEmpty())
            .map(Stage::name)
            .toList();
    Ledger ledger = new Ledger(warehouse, runs, run, agenda, turns, asked, lateDays, clock);
    if (turns.isBackfillDead()) {
      // Else it would be known only to a run that finds something to do.
      ledger.write();
    } else if (ledger.isBesideBackfill()) {
      log.info("A backfill {} is under way; these dates are left to it", agenda.reserved());
    }
    return ledger;
  }

  /** Takes up what the last run left, and marks what a changed config makes stale. */
  private Agenda takeUp(Runs.State state) {
    Agenda agenda = new Agenda(program.stages(), state.agenda());
    if (state.died() != null) {
      log.warn("Run {} ended without finishing; this run completes it", state.died());
      runs.markDied(state.died());
    }
    Fingerprints now = Fingerprints.of(program.stages());
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
    return agenda;
  }

  /** Runs the stages, those with dates once more where another run came between. */
  private void run(Ledger ledger, Turns turns) {
    List<Stage> stages = program.of(ledger.request().job());
    Deque<Stage> left = new ArrayDeque<>(stages);
    while (!left.isEmpty()) {
      boolean isWhole = run(left.removeFirst(), ledger, turns);
      if (!isWhole || (!left.isEmpty() && isDue(ledger, turns) && givesWay(ledger, turns))) {
        left.clear();
        stages.stream().filter(stage -> !stage.isSource()).forEach(left::add);
      }
    }
  }

  private static boolean isDue(Ledger ledger, Turns turns) {
    return ledger.request().isBackfill() && turns.isDue() && ledger.reserve() != null;
  }

  /**
   * Lets other runs have a turn, and goes on with what they leave.
   *
   * @return whether one of them changed something
   */
  private boolean givesWay(Ledger ledger, Turns turns) {
    RunRecord run = ledger.run();
    run.status = RunRecord.WAITING;
    ledger.write();
    boolean wasTaken = turns.giveWay(ledger.reserve());
    run.status = RunRecord.RUNNING;
    if (!wasTaken) {
      return false;
    }
    Runs.State state = runs.latest();
    if (run.runId.equals(state.runId()) && RunRecord.WAITING.equals(state.status())) {
      return false;
    }
    if (!runs.isWaiting(run.runId)) {
      turns.close();
      throw new FencedException(
          ("another run found the lease on %s free for %d seconds and took this one for dead;"
                  + " it completes what this one had not finished")
              .formatted(warehouse.location(), Lease.PATIENCE.toSeconds()));
    }
    log.info("Goes on after run {}", state.runId());
    warehouse.check();
    others.changed().run();
    ledger.resume(takeUp(state));
    return true;
  }

  /** Whether the stage did all its dates, and no other run came between two parts of them. */
  private boolean run(Stage stage, Ledger ledger, Turns turns) {
    if (stage.idle().isPresent()) {
      if (stage.name().equals(ledger.request().job().key())) {
        log.info("{}: {}", stage.name(), stage.idle().get());
      }
      ledger.passOver(stage);
      return true;
    }
    NavigableSet<LocalDate> dates = stage.isSource() ? ledger.none() : stage.dates(ledger);
    if (dates.isEmpty() && !stage.isSource()) {
      return true;
    }
    if (!stage.isSource()) {
      Plans.fit(warehouse);
    }
    StageRun night = new StageRun(stage, ledger, codeVersion, mask);
    double waited = turns.waited();
    boolean done = false;
    boolean isWhole;
    JobNames.set(warehouse.spark(), stage.name());
    try {
      isWhole =
          Parts.of(stage, dates, warehouse)
              .each(
                  part -> stage.run(night, part),
                  part -> {
                    ledger.done(stage, part);
                    if (isDue(ledger, turns)) {
                      return !givesWay(ledger, turns);
                    }
                    ledger.write();
                    return true;
                  });
      done = true;
    } catch (Exception | StackOverflowError e) {
      throw Unforeseen.is(e)
          ? new StageException("the stage %s failed unexpectedly".formatted(stage.name()), e)
          : Unchecked.rethrown(e);
    } finally {
      JobNames.set(warehouse.spark(), JobNames.BETWEEN);
      ledger.took(stage, night.seconds() - (turns.waited() - waited));
      if (done) {
        log.debug("{}: took {} seconds", stage.name(), night.elapsed());
      } else {
        log.info("{}: failed after {} seconds", stage.name(), night.elapsed());
      }
    }
    if (isWhole && !stage.isSource()) {
      night.done(dates);
    }
    return isWhole;
  }

  private void close(Ledger ledger) {
    if (ledger == null) {
      return;
    }
    ledger.release();
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
