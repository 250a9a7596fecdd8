package dev.nightwarden.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The days on which something was already known: from the day after it was shown, and, where a
 * history has an end, for as many days as that reaches.
 *
 * @param from the first day, as days since 1970
 * @param until the first day on which it is known no longer
 */
record Presence(int from, int until) {
  private static final int FOR_EVER = Integer.MAX_VALUE;

  /**
   * @param days on which it was shown, ascending
   * @param history how many days back is looked
   */
  static List<Presence> of(List<Integer> days, OptionalInt history) {
    List<Presence> all = new ArrayList<>();
    if (days.isEmpty()) {
      return all;
    }
    if (history.isEmpty()) {
      all.add(new Presence(days.get(0) + 1, FOR_EVER));
      return all;
    }
    Presence last = null;
    for (int day : days) {
      Presence next = new Presence(day + 1, day + 1 + history.getAsInt());
      if (last != null && next.from <= last.until) {
        last = new Presence(last.from, next.until);
        all.set(all.size() - 1, last);
      } else {
        last = next;
        all.add(last);
      }
    }
    return all;
  }

  boolean has(int day) {
    return from <= day && day < until;
  }

  static boolean isOn(List<Presence> all, int day) {
    for (Presence one : all) {
      if (one.has(day)) {
        return true;
      }
    }
    return false;
  }

  /** The part of it between two days, the second not included; null for none. */
  Presence within(int first, int end) {
    int start = Math.max(from, first);
    int stop = Math.min(until, end);
    return start < stop ? new Presence(start, stop) : null;
  }
}
