package dev.nightwarden.night;

import dev.nightwarden.pipeline.Stage;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which dates wait for which stage, and which results have gone stale. It is written down in {@code
 * runs} before messages change and after each stage, so that a run that died is resumed where it
 * stopped.
 *
 * <p>The newest date that a stage with a history has done is still open: more of it is not late. A
 * message for an older date d marks d and the {@code lateDays} dates after it as pending again, and
 * lists later dates as stale as far as the stage reaches.
 */
final class Agenda {
  /**
   * All that is kept of an agenda between runs.
   *
   * @param pending by stage, the dates that wait for it; stages that no longer exist are dropped
   * @param stale dates whose history has changed since they were done
   * @param quiet dates of which nobody is to be notified
   * @param newest the newest date that a stage with a history has done; null before the first
   * @param reserved the dates of a backfill under way; null for none
   * @param early dates done before such dates that they rest on, to be done again after these
   */
  record Kept(
      Map<String, NavigableSet<LocalDate>> pending,
      NavigableSet<LocalDate> stale,
      NavigableSet<LocalDate> quiet,
      LocalDate newest,
      Span reserved,
      NavigableSet<LocalDate> early) {
    /** Nothing to do and nothing done. */
    static final Kept NONE =
        new Kept(Map.of(), new TreeSet<>(), new TreeSet<>(), null, null, new TreeSet<>());
  }

  private final List<Stage> stages;
  private final Map<String, NavigableSet<LocalDate>> pending = new LinkedHashMap<>();
  private final NavigableSet<LocalDate> stale;
  private final NavigableSet<LocalDate> quiet;
  private final NavigableSet<LocalDate> early;
  private LocalDate newest;
  private Span reserved;

  Agenda(List<Stage> stages, Kept kept) {
    this.stages = stages.stream().filter(stage -> !stage.isSource()).toList();
    for (Stage stage : this.stages) {
      pending.put(
          stage.name(), new TreeSet<>(kept.pending().getOrDefault(stage.name(), new TreeSet<>())));
    }
    this.stale = new TreeSet<>(kept.stale());
    this.quiet = new TreeSet<>(kept.quiet());
    this.early = new TreeSet<>(kept.early());
    this.newest = kept.newest();
    this.reserved = kept.reserved();
  }

  /** What is to be kept: stages without a date are left out. */
  Kept kept() {
    Map<String, NavigableSet<LocalDate>> waiting = new TreeMap<>();
    pending.forEach(
        (stage, dates) -> {
          if (!dates.isEmpty()) {
            waiting.put(stage, new TreeSet<>(dates));
          }
        });
    return new Kept(
        waiting,
        new TreeSet<>(stale),
        new TreeSet<>(quiet),
        newest,
        reserved,
        new TreeSet<>(early));
  }

  /** The dates that wait for a stage, in order. */
  NavigableSet<LocalDate> pending(String stage) {
    return Collections.unmodifiableNavigableSet(pending.get(stage));
  }

  /** The dates that wait for any stage. */
  NavigableSet<LocalDate> waiting() {
    NavigableSet<LocalDate> waiting = new TreeSet<>();
    pending.values().forEach(waiting::addAll);
    return waiting;
  }

  /** Dates whose history has changed since they were done. */
  SortedSet<LocalDate> stale() {
    return Collections.unmodifiableNavigableSet(stale);
  }

  /** Dates that a backfill began, of which nobody is to be notified. */
  SortedSet<LocalDate> quiet() {
    return Collections.unmodifiableNavigableSet(quiet);
  }

  /** The newest date that a stage with a history has done; null before the first. */
  LocalDate newest() {
    return newest;
  }

  /** The dates of a backfill under way; null for none. */
  Span reserved() {
    return reserved;
  }

  /** Leaves dates to a backfill until it has ended. */
  void reserve(Span dates) {
    reserved = dates;
  }

  /**
   * Leaves no dates to a backfill any more: it has ended, or died. What was done before its dates
   * were waits again.
   */
  void release() {
    reserved = null;
    stages.stream()
        .filter(Stage::hasHistory)
        .forEach(stage -> pending.get(stage.name()).addAll(early));
    early.clear();
  }

  /** Whether a message of a date would be late. */
  boolean isLate(LocalDate date) {
    return newest != null && date.isBefore(newest);
  }

  /**
   * Marks dates whose messages change as waiting for every stage that reads messages.
   *
   * @param known dates that have messages
   * @param lateDays how many dates after a late one are done again
   */
  void changed(Collection<LocalDate> dates, Collection<LocalDate> known, int lateDays) {
    for (Stage stage : stages) {
      if (stage.follows().isEmpty()) {
        pending.get(stage.name()).addAll(dates);
        if (stage.hasHistory()) {
          dates.stream().filter(this::isLate).forEach(date -> late(stage, date, known, lateDays));
        }
      }
    }
  }

  private void late(Stage stage, LocalDate date, Collection<LocalDate> known, int lateDays) {
    for (LocalDate later : known) {
      if (!later.isAfter(date) || later.isAfter(newest)) {
        continue;
      }
      if (!later.isAfter(date.plusDays(lateDays))) {
        pending.get(stage.name()).add(later);
      } else if (reaches(stage, date, later)) {
        stale.add(later);
      }
    }
  }

  private static boolean reaches(Stage stage, LocalDate date, LocalDate later) {
    return stage.reach() == Stage.ALL_LATER || !later.isAfter(date.plusDays(stage.reach()));
  }

  /** Marks dates as waiting for a stage, whether or not they have changed. */
  void asked(String stage, Collection<LocalDate> dates) {
    pending.get(stage).addAll(dates);
  }

  /** Lets dates go that were stale. */
  void forgone(Collection<LocalDate> dates) {
    stale.removeAll(dates);
  }

  /** Marks dates as quiet until they have been told of. */
  void silenced(Collection<LocalDate> dates) {
    quiet.addAll(dates);
  }

  /**
   * Marks known dates after the settings of a stage changed: one with a history has them listed as
   * stale, another does them again, and what rests on it is stale.
   */
  void redefined(Stage stage, Collection<LocalDate> known) {
    if (!stage.hasHistory()) {
      pending.get(stage.name()).addAll(known);
    }
    for (LocalDate date : known) {
      if (newest != null && !date.isAfter(newest)) {
        stale.add(date);
      }
    }
    for (Stage with : stages) {
      if (with.hasHistory()) {
        stale.removeAll(pending.get(with.name()));
      }
    }
  }

  /**
   * Marks dates that a stage with a history did while dates before them, which they rest on, were
   * left to a backfill: as messages of those dates would if they came now.
   *
   * @param lateDays how many dates after a late one are done again
   */
  void overtook(Stage stage, Collection<LocalDate> dates, int lateDays) {
    early.removeAll(dates);
    if (reserved == null) {
      return;
    }
    NavigableSet<LocalDate> left = new TreeSet<>();
    stages.stream()
        .filter(input -> input.follows().isEmpty() && !input.hasHistory())
        .forEach(input -> left.addAll(pending.get(input.name())));
    left.removeIf(date -> !reserved.covers(date));
    for (LocalDate date : dates) {
      for (LocalDate before : left.headSet(date)) {
        if (!date.isAfter(before.plusDays(lateDays))) {
          early.add(date);
        } else if (reaches(stage, before, date)) {
          stale.add(date);
        }
      }
    }
  }

  /** Marks dates as done for a stage and as waiting for those that follow it. */
  void done(Stage stage, Collection<LocalDate> dates) {
    pending.get(stage.name()).removeAll(dates);
    if (stage.hasHistory()) {
      stale.removeAll(dates);
      for (LocalDate date : dates) {
        newest = newest == null || date.isAfter(newest) ? date : newest;
      }
    }
    if (stage.isTelling()) {
      quiet.removeAll(dates);
    }
    for (Stage next : stages) {
      if (next.follows().contains(stage.name()) && next.idle().isEmpty()) {
        pending.get(next.name()).addAll(dates);
      }
    }
  }
}
