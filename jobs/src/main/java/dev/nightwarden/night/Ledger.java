package dev.nightwarden.night;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The agenda of a run, and the run's row in {@code runs}: what each stage is to do, what is done,
 * and when that is written down.
 */
final class Ledger implements Stage.Agenda {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  /** The least time since the last writing after which progress is written. */
  private static final Duration WORTH_WRITING = Duration.ofSeconds(30);

  private final Warehouse warehouse;
  private final Runs runs;
  private final RunRecord run;
  private final Turns turns;
  private final List<String> asked;
  private final int lateDays;
  private final Clock clock;
  private final Set<String> told = new HashSet<>();
  private final Set<String> noted = new HashSet<>();
  private final Agenda.Kept left;
  private Agenda agenda;
  private Instant lastWritten;
  private boolean isWritten;

  /**
   * @param asked of the stages of the job, those that the dates of a request are for
   */
  Ledger(
      Warehouse warehouse,
      Runs runs,
      RunRecord run,
      Agenda agenda,
      Turns turns,
      List<String> asked,
      int lateDays,
      Clock clock) {
    this.warehouse = warehouse;
    this.runs = runs;
    this.run = run;
    this.agenda = agenda;
    this.left = agenda.kept();
    this.turns = turns;
    this.asked = asked;
    this.lateDays = lateDays;
    this.clock = clock;
    this.lastWritten = run.startedAt;
  }

  Warehouse warehouse() {
    return warehouse;
  }

  RunRecord run() {
    return run;
  }

  Clock clock() {
    return clock;
  }

  Request request() {
    return run.request;
  }

  NavigableSet<LocalDate> none() {
    return new TreeSet<>();
  }

  /** Goes on with what another run left, to which the lease was given. */
  void resume(Agenda left) {
    agenda = left;
  }

  NavigableSet<LocalDate> stale() {
    return new TreeSet<>(agenda.stale());
  }

  SortedSet<LocalDate> quiet() {
    return new TreeSet<>(agenda.quiet());
  }

  LocalDate newest() {
    return agenda.newest();
  }

  /**
   * Those asked for that have messages, else those that wait; noted before they are done. When it
   * is asked again, those of them that wait.
   */
  @Override
  public NavigableSet<LocalDate> wanted(String stage) {
    NavigableSet<LocalDate> dates = waiting(stage);
    if (request().hasDates()) {
      boolean isFirst = noted.add(stage);
      if (isFirst) {
        dates.addAll(warehouse.dates(Table.MESSAGES));
      }
      dates.removeIf(date -> !covers(date));
      if (!isFirst) {
        return dates;
      }
      if (dates.isEmpty() && told.isEmpty()) {
        log.warn("No messages {}", request().between());
        told.add(stage);
      }
      if (note(stage, dates)) {
        write();
      }
    } else if (dates.isEmpty() && told.add(stage)) {
      // A watch has none most of the time.
      log.atLevel(request().job() == Job.WATCH ? Level.DEBUG : Level.INFO)
          .log("{}: no dates to process", stage);
    }
    return dates;
  }

  @Override
  public NavigableSet<LocalDate> waiting(String stage) {
    NavigableSet<LocalDate> dates = new TreeSet<>(agenda.pending(stage));
    if (isBesideBackfill()) {
      dates.removeIf(agenda.reserved()::covers);
    }
    return dates;
  }

  @Override
  public boolean isBesideBackfill() {
    return agenda.reserved() != null && !request().isBackfill();
  }

  /** Whether a date was asked for; of a backfill's, those that came later were not. */
  private boolean covers(LocalDate date) {
    boolean isReserved = agenda.reserved() == null || agenda.reserved().covers(date);
    return request().covers(date) && (isBesideBackfill() || isReserved);
  }

  /**
   * The dates that are left to this run, a backfill, while it gives way to others: those asked for,
   * up to the newest that has messages; null if there is none.
   */
  Span reserve() {
    if (agenda.reserved() == null) {
      NavigableSet<LocalDate> known = warehouse.dates(Table.MESSAGES);
      known.removeIf(date -> !request().covers(date));
      if (known.isEmpty()) {
        return null;
      }
      agenda.reserve(new Span(request().from(), known.last()));
    }
    return agenda.reserved();
  }

  /** Leaves no dates to this run any more, if it is a backfill. */
  void release() {
    if (request().isBackfill()) {
      agenda.release();
    }
  }

  @Override
  public NavigableSet<LocalDate> left(String stage) {
    return new TreeSet<>(left.pending().getOrDefault(stage, new TreeSet<>()));
  }

  /**
   * Adds what was asked for to what waits, so that the next run completes it should this one die.
   *
   * @return whether there is something to write down
   */
  private boolean note(String stage, Collection<LocalDate> dates) {
    boolean isKnown = agenda.pending(stage).containsAll(dates);
    boolean isSilent = !request().isQuiet() || agenda.quiet().containsAll(dates);
    agenda.asked(stage, dates);
    if (request().isQuiet()) {
      agenda.silenced(dates);
    }
    return !(isKnown && isSilent);
  }

  /** Writes down which dates are about to change, before they do, and which were asked for. */
  void changing(SortedSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    boolean asks = request().hasDates() && !asked.isEmpty();
    Collection<LocalDate> known =
        asks || agenda.isLate(dates.first()) ? warehouse.dates(Table.MESSAGES) : List.of();
    agenda.changed(dates, known, lateDays);
    if (asks) {
      SortedSet<LocalDate> covered = new TreeSet<>(known);
      covered.addAll(dates);
      covered.removeIf(date -> !request().covers(date));
      asked.forEach(stage -> note(stage, covered));
    }
    write();
  }

  /** Marks dates as done; what is not written down yet would only be done again. */
  void done(Stage stage, Collection<LocalDate> dates) {
    agenda.done(stage, dates);
    if (stage.hasHistory()) {
      agenda.overtook(stage, dates, lateDays);
    }
    run.dates.addAll(dates);
    if (Duration.between(lastWritten, clock.instant()).compareTo(WORTH_WRITING) > 0) {
      write();
    }
  }

  /** Makes dates wait for a stage, and writes it down. */
  void handOver(String stage, Collection<LocalDate> dates) {
    if (stage != null) {
      agenda.asked(stage, dates);
    }
    write();
  }

  /** Lets dates go that were stale. */
  void forgo(Collection<LocalDate> dates) {
    agenda.forgone(dates);
  }

  /** Lets the dates of a stage go that has nothing to do. */
  void passOver(Stage stage) {
    if (!stage.isSource()) {
      agenda.done(stage, List.copyOf(agenda.pending(stage.name())));
    }
  }

  /** Adds to the seconds of a stage. */
  void took(Stage stage, double seconds) {
    run.stepSeconds.merge(stage.name(), seconds, Double::sum);
  }

  /** Whether nothing was found to do, and nothing is to be written down. */
  boolean isIdle() {
    return !isWritten && run.dates.isEmpty() && agenda.kept().equals(left) && run.sawNothing();
  }

  /** Notes how much the run leaves. */
  void sumUp() {
    run.stale = agenda.stale().size();
    NavigableSet<LocalDate> waiting = agenda.waiting();
    if (isBesideBackfill()) {
      waiting.removeIf(agenda.reserved()::covers);
    }
    run.pending = waiting.size();
  }

  /** Writes the run's row. */
  void write() {
    turns.check();
    isWritten = true;
    lastWritten = clock.instant();
    runs.write(run, agenda, lastWritten);
    sumUp();
  }
}
