package dev.nightwarden.pipeline;

import dev.nightwarden.table.Table;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * One stage of a run over event dates: what it computes, and when it must compute it again.
 *
 * <p>A stage replaces whole dates of its tables, so that it can be run again for any date at any
 * time. Which dates wait for it is kept in {@code runs} under its name by the runner, which knows
 * stages by this interface alone.
 */
public interface Stage {
  /** What {@link #reach} gives where a changed date changes all later ones. */
  int ALL_LATER = Integer.MAX_VALUE;

  /** A word of lower-case letters: the key in {@code runs} and the subject of log lines. */
  String name();

  /**
   * The stages whose dates it takes over once they are done; empty: it takes dates whose messages
   * change.
   */
  default Set<String> follows() {
    return Set.of();
  }

  /** The tables whose rows it writes. */
  default Set<Table> writes() {
    return Set.of();
  }

  /**
   * Whether its result for a date rests on earlier dates. If so, a message that comes late for an
   * older date sends the dates after it back to it, and lists dates beyond them as stale.
   */
  default boolean hasHistory() {
    return false;
  }

  /**
   * How many dates after a changed one its result can change on; {@link #ALL_LATER} without limit.
   * Only asked where it {@link #hasHistory}.
   */
  default int reach() {
    return 0;
  }

  /**
   * What its fingerprints' keys end with in {@code runs}, after {@code #}, a mark of its own; of
   * the empty text: without such an end. Without a mark it has no fingerprints.
   */
  default Optional<String> fingerprintMark() {
    return Optional.empty();
  }

  /**
   * Hashes of the settings that decide its result, by what they are settings of. When one changes,
   * a stage with a history has its known dates listed as stale; another does them all again.
   */
  default Map<String, String> fingerprints() {
    return Map.of();
  }

  /**
   * Whether it tells people of what was found: dates that a backfill began are quiet until it has
   * done them.
   */
  default boolean isTelling() {
    return false;
  }

  /**
   * Why it has nothing to do with this config, as a sentence; its dates are then done as they come.
   */
  default Optional<String> idle() {
    return Optional.empty();
  }

  /**
   * Checks its settings before any stage runs.
   *
   * @param spark null: only what needs no session
   * @throws dev.nightwarden.plugin.IllegalKeyException naming the key and what is wrong with it
   */
  default void check(SparkSession spark) {}

  /** Its dates of this run; by default those that wait for it, or those asked for. */
  default NavigableSet<LocalDate> dates(Agenda agenda) {
    return agenda.wanted(name());
  }

  /**
   * Whether many dates may be done in parts, oldest first, by one {@link #run} after the other: a
   * part that is done stays done where the night dies in a later one.
   */
  default boolean isDoneInParts() {
    return false;
  }

  /** Whether it is run also where it has no dates, because it is what finds out about them. */
  default boolean isSource() {
    return false;
  }

  /**
   * Does the dates, which are done when this returns.
   *
   * @param dates in order; never empty, except for a {@link #isSource source}, where it always is
   * @throws Exception what ends the night; what is done so far stays done
   */
  void run(StageContext night, NavigableSet<LocalDate> dates) throws Exception;

  /** Which dates wait for which stage. */
  interface Agenda {
    /** The dates that a stage is to do now: asked for and with messages, else those that wait. */
    NavigableSet<LocalDate> wanted(String stage);

    /** The dates that wait for a stage, whatever was asked for; not those of a backfill at work. */
    NavigableSet<LocalDate> waiting(String stage);

    /** Of the dates that wait for a stage, or did in this run, those that an earlier run left. */
    NavigableSet<LocalDate> left(String stage);

    /** Whether a backfill is under way, between two parts of which this run works. */
    boolean isBesideBackfill();
  }
}
