package dev.nightwarden.peers;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/** A number that changes on some days; before the first it is 0. */
final class Timeline implements Serializable {
  static final Timeline NONE = new Timeline(new int[0], new int[0]);

  private static final long serialVersionUID = 1;

  private final int[] days;
  private final int[] values;

  private Timeline(int[] days, int[] values) {
    this.days = days;
    this.values = values;
  }

  /**
   * @param steps by day, how much is added on it
   */
  static Timeline of(NavigableMap<Integer, Integer> steps) {
    int[] days = new int[steps.size()];
    int[] values = new int[days.length];
    int at = 0;
    int value = 0;
    for (Map.Entry<Integer, Integer> step : steps.entrySet()) {
      value += step.getValue();
      days[at] = step.getKey();
      values[at++] = value;
    }
    return new Timeline(days, values);
  }

  /** The days on which it changes, as days since 1970, ascending. */
  IntStream days() {
    return Arrays.stream(days);
  }

  int on(int day) {
    int at = Arrays.binarySearch(days, day);
    at = at >= 0 ? at : -at - 2;
    return at < 0 ? 0 : values[at];
  }
}
