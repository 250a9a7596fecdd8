package dev.nightwarden.pipeline;

import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;

/** What a stage can read and record during a run. */
public interface StageContext {
  /** The tables. */
  Warehouse warehouse();

  /** What was asked of the night. */
  Request request();

  /** The id of the run. */
  String runId();

  /** When the run started. */
  Instant startedAt();

  /** The clock of the run. */
  Clock clock();

  /** The build that runs, to be written beside what is learned. */
  String codeVersion();

  /** Which dates wait for which stage. */
  Stage.Agenda agenda();

  /** The newest date that a stage with a history has ever done; null before the first. */
  LocalDate newest();

  /** Dates of which nobody is to be notified. */
  SortedSet<LocalDate> quiet();

  /** Adds to a number in {@code runs.counts}, {@code stage.what}. */
  void count(String name, long amount);

  /**
   * Marks dates whose messages are about to change, and writes it down, so that a run that dies
   * right after leaves them to the next.
   */
  void changing(SortedSet<LocalDate> dates);

  /** Marks dates as done by this stage before it has done all of them. */
  void done(Collection<LocalDate> dates);

  /**
   * Makes dates wait for another stage, and writes it down, so that a run that dies right after
   * leaves them to the next.
   *
   * @param stage its name; null: only writes down what is known
   */
  void handOver(String stage, Collection<LocalDate> dates);

  /** Takes dates off those that are stale, as they have no messages any longer. */
  void forgo(Collection<LocalDate> dates);

  /** Lets the night go on and fail at its end, because of what this sentence says. */
  void shortfall(String sentence);

  /** The same where a failure says why: its words follow the sentence, without secrets. */
  void shortfall(String sentence, Throwable why);

  /** Seconds since the stage started, with two decimals, for a log line. */
  String elapsed();
}
