package dev.nightwarden.peers;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** How many actors of a profile, and how many members of its groups, were seen before a day. */
final class Sizes implements Serializable {
  private static final long serialVersionUID = 1;

  /** With fewer peers an actor is compared with everybody. */
  static final int FEWEST_PEERS = 5;

  private final Map<List<String>, Timeline> sizes = new HashMap<>();

  /**
   * @param steps rows of profile, group (empty: everybody), day, and how many are added on it
   */
  static Sizes of(List<Row> steps) {
    Map<List<String>, NavigableMap<Integer, Integer>> all = new HashMap<>();
    for (Row step : steps) {
      all.computeIfAbsent(List.of(step.getString(0), step.getString(1)), group -> new TreeMap<>())
          .merge(step.getInt(2), (int) step.getLong(3), Integer::sum);
    }
    Sizes sizes = new Sizes();
    all.forEach((group, days) -> sizes.sizes.put(group, Timeline.of(days)));
    return sizes;
  }

  /**
   * How many others there are.
   *
   * @param group empty: everybody
   * @param isKnown whether the actor itself was seen before the day
   */
  int others(String profile, String group, int day, boolean isKnown) {
    int all = sizes.getOrDefault(List.of(profile, group), Timeline.NONE).on(day);
    return all - (isKnown ? 1 : 0);
  }

  /** The group that an actor is compared with: its own, or empty for everybody. */
  String compared(String profile, String group, int day, boolean isKnown) {
    return !group.isEmpty() && others(profile, group, day, isKnown) >= FEWEST_PEERS ? group : "";
  }
}
