package dev.nightwarden.night;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which dates wait for which step, and which scores have gone stale. It is written down in {@code
 * runs} before messages change and after each step, so that a run that died is taken up where it
 * stopped.
 *
 * <p>The newest scored date is still open: more of it is not late. A message for an older date d
 * sends d and the {@code lateDays} after it back to be scored, and makes later scored dates stale
 * as far as any profile's history sees d.
 *
 * <p>The dates that wait for {@link Step#TRAIN} are those whose messages changed since forests last
 * heard of it: see {@link Forests}.
 */
final class Agenda {
  private final Map<Step, NavigableSet<LocalDate>> pending = new EnumMap<>(Step.class);
  private final NavigableSet<LocalDate> stale = new TreeSet<>();
  private final NavigableSet<LocalDate> quiet = new TreeSet<>();
  private LocalDate newestScored;

  /** Nothing to do and nothing scored. */
  Agenda() {
    for (Step step : Step.values()) {
      pending.put(step, new TreeSet<>());
    }
  }

  Agenda(
      Map<Step, ? extends Collection<LocalDate>> pending,
      Collection<LocalDate> stale,
      Collection<LocalDate> quiet,
      LocalDate newestScored) {
    this();
    this.quiet.addAll(quiet);
    pending.forEach((step, dates) -> this.pending.get(step).addAll(dates));
    this.stale.addAll(stale);
    this.newestScored = newestScored;
  }

  /** The dates that wait for a step, in order. */
  NavigableSet<LocalDate> pending(Step step) {
    return Collections.unmodifiableNavigableSet(pending.get(step));
  }

  /** Scored dates whose history has changed since. */
  SortedSet<LocalDate> stale() {
    return Collections.unmodifiableNavigableSet(stale);
  }

  /** Dates that a backfill began, whose events no notifier is to tell of when they are shipped. */
  SortedSet<LocalDate> quiet() {
    return Collections.unmodifiableNavigableSet(quiet);
  }

  /** The newest date that was scored; null before the first. */
  LocalDate newestScored() {
    return newestScored;
  }

  /**
   * Takes in dates whose messages change.
   *
   * @param known dates that have messages
   * @param lateDays how many dates after a late one are scored again
   * @param reach how many dates after a late one any profile's history, or a forest, sees it
   */
  void changed(Collection<LocalDate> dates, Collection<LocalDate> known, int lateDays, int reach) {
    pending.get(Step.TRAIN).addAll(dates);
    pending.get(Step.OBSERVE).addAll(dates);
    pending.get(Step.SCORE).addAll(dates);
    for (LocalDate date : dates) {
      if (newestScored == null || !date.isBefore(newestScored)) {
        continue;
      }
      for (LocalDate later : known) {
        if (!later.isAfter(date) || later.isAfter(newestScored)) {
          continue;
        }
        if (!later.isAfter(date.plusDays(lateDays))) {
          pending.get(Step.SCORE).add(later);
        } else if (reach == Integer.MAX_VALUE || !later.isAfter(date.plusDays(reach))) {
          stale.add(later);
        }
      }
    }
  }

  /** Takes in that a step is to be done again for dates, whether or not they have changed. */
  void asked(Step step, Collection<LocalDate> dates) {
    pending.get(step).addAll(dates);
  }

  /** Takes in that no notifier is to tell of these dates until they are shipped. */
  void silenced(Collection<LocalDate> dates) {
    quiet.addAll(dates);
  }

  /** Takes in that what profiles watch has changed: all is counted anew, old scores are stale. */
  void redefined(Collection<LocalDate> known) {
    pending.get(Step.OBSERVE).addAll(known);
    rescored(known);
  }

  /** Takes in that how profiles score or judge has changed: what was scored is stale. */
  void rescored(Collection<LocalDate> known) {
    for (LocalDate date : known) {
      if (newestScored != null && !date.isAfter(newestScored)) {
        stale.add(date);
      }
    }
    stale.removeAll(pending.get(Step.SCORE));
  }

  /** Takes in that a step has been done for dates, which now wait for the step after it. */
  void done(Step step, Collection<LocalDate> dates) {
    pending.get(step).removeAll(dates);
    switch (step) {
      case TRAIN, OBSERVE -> {}
      case SCORE -> {
        pending.get(Step.INVESTIGATE).addAll(dates);
        stale.removeAll(dates);
        for (LocalDate date : dates) {
          if (newestScored == null || date.isAfter(newestScored)) {
            newestScored = date;
          }
        }
      }
      case INVESTIGATE -> {
        pending.get(Step.SHIP).addAll(dates);
        pending.get(Step.REPORT).addAll(dates);
      }
      case SHIP -> quiet.removeAll(dates);
      case REPORT -> {}
    }
  }
}
