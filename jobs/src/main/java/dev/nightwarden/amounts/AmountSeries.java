package dev.nightwarden.amounts;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One amount of one actor, day by day.
 *
 * @param days with a message, as days since 1970, ascending
 * @param figures as many
 * @param kept as many: what later days are compared with
 */
record AmountSeries(
    AmountSettings amount, List<Integer> days, List<Double> figures, List<Double> kept) {
  /** How a day counts: weekdays are compared with weekdays. */
  static boolean isWeekend(int day) {
    return LocalDate.ofEpochDay(day).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
  }

  /** Whether a day is compared with days of another kind. */
  boolean isApart(int day) {
    return amount.type() != AmountKind.SILENCE && isWeekend(day);
  }

  /** The first day that is known on a day; the day itself if there is none. */
  int since(int day) {
    for (int known : days) {
      if (known >= day - amount.looksBack()) {
        return Math.min(known, day);
      }
    }
    return day;
  }

  /**
   * The figures of the days of a kind from one day up to another, that not included; a day without
   * a message has 0. Of silence, the days without a message before each day that has one.
   *
   * @param first before it nothing is known
   */
  List<Double> figures(int first, int from, int until, boolean isApart) {
    List<Double> found = new ArrayList<>();
    int before = Integer.MIN_VALUE;
    int next = Math.max(first, from);
    for (int at = 0; at < days.size() && days.get(at) < until; at++) {
      int day = days.get(at);
      if (day < first) {
        continue;
      }
      if (amount.type() == AmountKind.SILENCE) {
        if (kept.get(at) == 0) {
          continue;
        }
        if (before != Integer.MIN_VALUE && day >= from) {
          found.add((double) (day - before - 1));
        }
        before = day;
      } else if (day >= from) {
        zeros(found, next, day, isApart);
        if (isApart(day) == isApart) {
          found.add(kept.get(at));
        }
        next = day + 1;
      }
    }
    if (amount.type() != AmountKind.SILENCE) {
      zeros(found, next, until, isApart);
    }
    return found;
  }

  private void zeros(List<Double> found, int from, int until, boolean isApart) {
    for (int day = from; day < until; day++) {
      if (isApart(day) == isApart) {
        found.add(0.0);
      }
    }
  }

  /** The figure of a day that has a message; NaN for silence before which nothing is known. */
  double figure(int at) {
    if (amount.type() != AmountKind.SILENCE) {
      return figures.get(at);
    }
    int last = at - 1;
    while (last >= 0 && kept.get(last) == 0) {
      last--;
    }
    int before = last < 0 ? Integer.MIN_VALUE : days.get(last);
    return before < days.get(at) - amount.looksBack() ? Double.NaN : days.get(at) - before - 1.0;
  }
}
