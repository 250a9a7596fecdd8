package dev.nightwarden.peers;

import dev.nightwarden.predictive.Crowd;
import dev.nightwarden.predictive.Crowd.Shown;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** How the values of a field were distributed before each day, for each group. */
final class Crowds implements Serializable {
  private static final long serialVersionUID = 1;

  /** By profile, field and group, from each day on. */
  private final Map<List<String>, TreeMap<Integer, Crowd>> crowds = new HashMap<>();

  /**
   * @param steps rows of profile, field, group (empty: everybody), day, members, everybody, and how
   *     many more values than on the day before were shown by so many
   */
  static Crowds of(List<Row> steps) {
    Map<List<String>, NavigableMap<Integer, Map<Shown, Long>>> all = new TreeMap<>(Crowds::compare);
    for (Row step : steps) {
      all.computeIfAbsent(
              List.of(step.getString(0), step.getString(1), step.getString(2)),
              group -> new TreeMap<>())
          .computeIfAbsent(step.getInt(3), day -> new HashMap<>())
          .merge(new Shown(step.getInt(4), step.getInt(5)), step.getLong(6), Long::sum);
    }
    Crowds crowds = new Crowds();
    all.forEach(
        (group, days) -> {
          if (group.get(2).isEmpty()) {
            crowds.addEverybody(group, days);
          } else {
            crowds.addGroup(group, days, all.get(List.of(group.get(0), group.get(1), "")));
          }
        });
    return crowds;
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private void addEverybody(List<String> group, NavigableMap<Integer, Map<Shown, Long>> days) {
    SortedMap<Shown, Long> now = new TreeMap<>();
    TreeMap<Integer, Crowd> crowd = new TreeMap<>();
    days.forEach(
        (day, steps) -> {
          add(now, steps);
          crowd.put(day, Crowd.of(now));
        });
    crowds.put(group, crowd);
  }

  /** The values that no member showed are those of everybody less those that members did. */
  private void addGroup(
      List<String> group,
      NavigableMap<Integer, Map<Shown, Long>> days,
      NavigableMap<Integer, Map<Shown, Long>> everybody) {
    SortedMap<Shown, Long> now = new TreeMap<>();
    SortedMap<Shown, Long> all = new TreeMap<>();
    NavigableSet<Integer> changes = new TreeSet<>(days.keySet());
    changes.addAll(everybody.keySet());
    TreeMap<Integer, Crowd> crowd = new TreeMap<>();
    for (int day : changes) {
      add(now, days.getOrDefault(day, Map.of()));
      add(all, everybody.getOrDefault(day, Map.of()));
      SortedMap<Shown, Long> both = new TreeMap<>(now);
      all.forEach(
          (shown, values) -> both.merge(new Shown(0, shown.everybody()), values, Long::sum));
      now.forEach(
          (shown, values) -> both.merge(new Shown(0, shown.everybody()), -values, Crowds::sum));
      crowd.put(day, Crowd.of(both));
    }
    crowds.put(group, crowd);
  }

  private static void add(SortedMap<Shown, Long> now, Map<Shown, Long> steps) {
    steps.forEach((shown, values) -> now.merge(shown, values, Crowds::sum));
  }

  /** Null, which removes what is left by nothing. */
  private static Long sum(Long one, Long other) {
    return one + other == 0 ? null : Long.valueOf(one + other);
  }

  /**
   * What was shown before a day.
   *
   * @param group empty: everybody
   */
  Crowd before(String profile, String field, String group, int day) {
    TreeMap<Integer, Crowd> days = crowds.get(List.of(profile, field, group));
    if (days == null && !group.isEmpty()) {
      return before(profile, field, "", day).ofOutsiders();
    }
    Map.Entry<Integer, Crowd> newest = days == null ? null : days.floorEntry(day);
    return newest == null ? Crowd.NOBODY : newest.getValue();
  }
}
