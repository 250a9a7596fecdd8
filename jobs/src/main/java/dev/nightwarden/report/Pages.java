package dev.nightwarden.report;

import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Makes the page of a run, as its last stage. A failure undoes nothing of the other stages, and
 * must not block the pages of later runs.
 *
 * <p>A failure outside the program (a folder that cannot be written to) is retried by every run
 * until it is fixed. Any other failure would recur each time: the page is tried once more and then
 * given up, with the command that makes it.
 */
record Pages(Maker maker) {
  /** Makes the page of some dates. */
  interface Maker {
    void make(NavigableSet<LocalDate> dates) throws IOException;
  }

  /**
   * What became of it.
   *
   * @param done the dates that need not be tried again
   * @param failure null where all have their page
   */
  record Made(NavigableSet<LocalDate> done, PageException failure) {}

  /**
   * Makes the page of all dates; where that fails and some were left by an earlier run, of the
   * others.
   *
   * @param left dates whose page an earlier run did not make
   */
  Made make(NavigableSet<LocalDate> dates, Collection<LocalDate> left) {
    Throwable failure = attempt(dates);
    if (failure == null) {
      return new Made(dates, null);
    }
    NavigableSet<LocalDate> old = new TreeSet<>(dates);
    old.retainAll(left);
    NavigableSet<LocalDate> fresh = new TreeSet<>(dates);
    fresh.removeAll(left);
    NavigableSet<LocalDate> done = new TreeSet<>();
    if (!old.isEmpty() && !fresh.isEmpty()) {
      Throwable again = attempt(fresh);
      if (again == null) {
        done.addAll(fresh);
      } else {
        failure.addSuppressed(again);
      }
    }
    boolean isGivenUp = !old.isEmpty() && !isOutside(failure);
    if (isGivenUp) {
      done.addAll(old);
    }
    NavigableSet<LocalDate> missing = done.containsAll(fresh) ? old : dates;
    return new Made(done, new PageException(missing, isGivenUp, failure));
  }

  /** Gives what went wrong; null for nothing. Spark throws checked exceptions without saying so. */
  private Throwable attempt(NavigableSet<LocalDate> dates) {
    try {
      maker.make(dates);
      return null;
    } catch (FencedException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      return e;
    }
  }

  private static boolean isOutside(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 30; depth++) {
      if (cause instanceof IOException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
