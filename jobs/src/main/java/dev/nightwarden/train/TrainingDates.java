package dev.nightwarden.train;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When the forests of a profile are grown, and what they have seen.
 *
 * <p>A forest trained for date D has seen the profile's history before D, and scores D and the
 * dates after it until the next training date. Training dates are those whose days since 1970
 * divide by {@code every}, whatever ran when. Where forests may be grown in sample, the profile's
 * first date is one too: its forests have seen that date itself, which nothing came before, and
 * score the dates up to the next training date as well.
 *
 * @param every how many days lie between two training dates
 * @param history how many dates before D a forest sees; empty: all
 * @param first the date whose forests are grown on itself; null: none
 */
record TrainingDates(int every, OptionalInt history, LocalDate first) {
  /**
   * What is to be done so that the forests are right.
   *
   * @param grow training dates whose forests are to be grown
   * @param remove training dates whose forests are not, or no longer, right; those that are grown
   *     again among them
   */
  record Plan(SortedSet<LocalDate> grow, SortedSet<LocalDate> remove) {
    Plan {
      grow = new TreeSet<>(grow);
      remove = new TreeSet<>(remove);
    }

    /** All training dates whose rows change. */
    SortedSet<LocalDate> touched() {
      SortedSet<LocalDate> touched = new TreeSet<>(grow);
      touched.addAll(remove);
      return touched;
    }
  }

  /**
   * How forests that are there were grown.
   *
   * @param settings the hash of what decides them
   * @param inSample whether they have seen the date they were trained for
   */
  record Grown(String settings, boolean inSample) {}

  /**
   * The date that may be trained on itself: the first with messages or, where those before it are
   * too few for a forest even together, the first with enough of its own.
   *
   * @param messages how many each date has
   * @param enough how many one actor needs for a forest
   * @return null for no dates
   */
  static LocalDate first(NavigableMap<LocalDate, Long> messages, int enough) {
    long before = 0;
    for (Map.Entry<LocalDate, Long> date : messages.entrySet()) {
      if (date.getValue() >= enough && before < enough) {
        return date.getKey();
      }
      before += date.getValue();
    }
    return messages.isEmpty() ? null : messages.firstKey();
  }

  /** The training date whose forests score a date. */
  LocalDate of(LocalDate date) {
    long day = date.toEpochDay();
    LocalDate last = LocalDate.ofEpochDay(day - Math.floorMod(day, (long) every));
    return first != null && !date.isBefore(first) && last.isBefore(first) ? first : last;
  }

  /** Whether the forests trained for a date have seen it. */
  boolean isInSample(LocalDate trainedFor) {
    return trainedFor.equals(first);
  }

  /** Whether the forests trained for a date have seen the messages of another. */
  boolean sees(LocalDate trainedFor, LocalDate date) {
    if (isInSample(trainedFor)) {
      return date.equals(trainedFor);
    }
    return date.isBefore(trainedFor)
        && (history.isEmpty() || !date.isBefore(trainedFor.minusDays(history.getAsInt())));
  }

  /** How many dates after it a message can change the score of; {@code MAX_VALUE}: all. */
  int reach() {
    return history.isEmpty() ? Integer.MAX_VALUE : history.getAsInt() + every - 1;
  }

  /**
   * What is to be done before dates are scored.
   *
   * @param dates the dates to be scored
   * @param known the dates that have messages
   * @param changed the dates whose messages changed since forests were last grown
   * @param there how the forests that are there were grown, by training date
   * @param settings the hash of what decides forests now
   */
  Plan plan(
      Collection<LocalDate> dates,
      Collection<LocalDate> known,
      Collection<LocalDate> changed,
      Map<LocalDate, Grown> there,
      String settings) {
    SortedSet<LocalDate> remove = new TreeSet<>();
    there.forEach(
        (trainedFor, grown) -> {
          boolean isRight =
              of(trainedFor).equals(trainedFor)
                  && grown.equals(new Grown(settings, isInSample(trainedFor)))
                  && changed.stream().noneMatch(date -> sees(trainedFor, date));
          if (!isRight) {
            remove.add(trainedFor);
          }
        });
    SortedSet<LocalDate> grow = new TreeSet<>();
    for (LocalDate date : dates) {
      LocalDate trainedFor = of(date);
      boolean isThere = there.containsKey(trainedFor) && !remove.contains(trainedFor);
      if (!isThere && known.stream().anyMatch(earlier -> sees(trainedFor, earlier))) {
        grow.add(trainedFor);
      }
    }
    return new Plan(grow, remove);
  }
}
