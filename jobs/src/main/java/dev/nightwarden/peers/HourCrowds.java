package dev.nightwarden.peers;

import dev.nightwarden.observe.HourOfWeek;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** How many of each group showed each hour of the week before each day. */
final class HourCrowds implements Serializable {
  private static final long serialVersionUID = 1;

  /** By profile, field and group; then by hour, from each day on. */
  private final Map<List<String>, Map<Integer, TreeMap<Integer, Integer>>> crowds = new HashMap<>();

  /**
   * @param rows of profile, field, group (empty: everybody), value, day, and how many from that day
   *     on
   */
  static HourCrowds of(List<Row> rows) {
    HourCrowds crowds = new HourCrowds();
    for (Row row : rows) {
      int hour = HourOfWeek.hour(row.getString(3));
      if (hour >= 0) {
        crowds
            .crowds
            .computeIfAbsent(
                List.of(row.getString(0), row.getString(1), row.getString(2)),
                group -> new HashMap<>())
            .computeIfAbsent(hour, at -> new TreeMap<>())
            .put(row.getInt(4), row.getInt(5));
      }
    }
    return crowds;
  }

  int[] before(String profile, String field, String group, int day) {
    int[] showed = new int[HourOfWeek.HOURS];
    crowds
        .getOrDefault(List.of(profile, field, group), Map.of())
        .forEach(
            (hour, days) -> {
              Map.Entry<Integer, Integer> newest = days.floorEntry(day);
              showed[hour] = newest == null ? 0 : newest.getValue();
            });
    return showed;
  }
}
