package dev.nightwarden.peers;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.FIRST_SEEN;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.observe.CountedFields;
import dev.nightwarden.observe.Profile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * When actors were seen, and in which groups.
 *
 * @param profiles those that look at others
 * @param from the first day of the range, as days since 1970
 * @param to the last
 */
record Actors(Collection<Profile> profiles, int from, int to) {
  /** The days of the range on which the actor has messages (array of int). */
  static final String ACTIVE = "active";

  /** For each of them the group that it is compared with; empty: everybody (array of string). */
  static final String COMPARED = "compared";

  /** For each of them the day on which it was first seen (array of int). */
  static final String SINCE = "since";

  static final String GROUP_DAYS = "group_days";
  static final String GROUPS = "groups";

  private static final String DAYS = "days";
  private static final String FIRST = "first";
  private static final String DAY = "day";
  private static final String STEP = "step";

  private static final StructType STEPS =
      StructType.fromDDL("profile STRING, grp STRING, day INT, step BIGINT");
  private static final StructType COMPARISONS =
      StructType.fromDDL(
          """
          profile STRING, actor STRING, active ARRAY<INT>, compared ARRAY<STRING>,
          since ARRAY<INT>, group_days ARRAY<INT>, `groups` ARRAY<STRING>
          """);

  /**
   * One row per profile and actor that was ever seen.
   *
   * @param counts as for {@link dev.nightwarden.score} to score the range
   * @param groups rows of profile, actor, group_days (array of int, ascending: from when), groups
   *     (array of string, as long)
   */
  Dataset<Row> seen(Dataset<Row> counts, Dataset<Row> groups) {
    Column isFirstField = lit(false);
    Column earliest = lit(from);
    for (Profile profile : profiles) {
      Column isIt = col(PROFILE).equalTo(profile.name());
      String first = profile.fields().keySet().iterator().next();
      isFirstField =
          isFirstField.or(isIt.and(col(FIELD).isin(first, CountedFields.WITHHELD + first)));
      if (profile.history().isPresent()) {
        earliest = when(isIt, from - profile.history().getAsInt()).otherwise(earliest);
      }
    }
    Column day = unix_date(col(EVENT_DATE));
    Column first = coalesce(unix_date(col(FIRST_SEEN).cast("date")), day);
    return counts
        .where(isFirstField.and(day.leq(to)))
        .groupBy(PROFILE, ACTOR)
        .agg(array_sort(collect_set(when(day.geq(earliest), day))).as(DAYS), min(first).as(FIRST))
        .join(groups, new String[] {PROFILE, ACTOR}, "left");
  }

  /** How many actors, and how many of each group, were seen before the days of the range. */
  Sizes sizes(Dataset<Row> seen) {
    return Sizes.of(
        seen.flatMap(new Steps(histories(), from, to), Encoders.row(STEPS))
            .groupBy(PROFILE, "grp", DAY)
            .agg(sum(STEP))
            .collectAsList());
  }

  /**
   * Whom actors of the range are compared with.
   *
   * @param seen what {@link #seen} gives
   * @return profile, actor, active, compared, since, group_days, groups; the first three empty for
   *     an actor that is not active
   */
  Dataset<Row> comparisons(Dataset<Row> seen, Sizes sizes) {
    return seen.flatMap(new Comparing(histories(), from, to, sizes), Encoders.row(COMPARISONS));
  }

  Map<String, Integer> histories() {
    Map<String, Integer> histories = new HashMap<>();
    profiles.forEach(
        profile -> profile.history().ifPresent(days -> histories.put(profile.name(), days)));
    return histories;
  }

  static OptionalInt history(Map<String, Integer> histories, String profile) {
    Integer days = histories.get(profile);
    return days == null ? OptionalInt.empty() : OptionalInt.of(days);
  }

  static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What a row of {@link #seen} says. */
  private record Seen(
      String profile, String actor, List<Integer> days, int first, GroupSpans groups) {
    static Seen of(Row row) {
      return new Seen(
          row.getAs(PROFILE),
          row.getAs(ACTOR),
          row.getList(row.fieldIndex(DAYS)),
          row.getAs(FIRST),
          spans(row));
    }

    /** When it was known, within reach of a history. */
    List<Presence> presence(OptionalInt history) {
      return Presence.of(history.isEmpty() ? List.of(first) : days, history);
    }
  }

  static GroupSpans spans(Row row) {
    int days = row.fieldIndex(GROUP_DAYS);
    int names = row.fieldIndex(GROUPS);
    return row.isNullAt(days)
        ? GroupSpans.NONE
        : new GroupSpans(row.getList(days), row.getList(names));
  }

  private record Steps(Map<String, Integer> histories, int from, int to)
      implements FlatMapFunction<Row, Row>, Serializable {
    @Override
    public Iterator<Row> call(Row row) {
      Seen seen = Seen.of(row);
      List<Row> steps = new ArrayList<>();
      for (Presence presence : seen.presence(history(histories, seen.profile()))) {
        add(steps, seen.profile(), "", presence.within(from, to + 1));
        seen.groups()
            .each(
                (first, until, name) -> {
                  Presence within = presence.within(first, until);
                  if (!name.isEmpty() && within != null) {
                    add(steps, seen.profile(), name, within.within(from, to + 1));
                  }
                });
      }
      return steps.iterator();
    }

    private static void add(List<Row> steps, String profile, String group, Presence presence) {
      if (presence != null) {
        steps.add(RowFactory.create(profile, group, presence.from(), 1L));
        steps.add(RowFactory.create(profile, group, presence.until(), -1L));
      }
    }
  }

  private record Comparing(Map<String, Integer> histories, int from, int to, Sizes sizes)
      implements FlatMapFunction<Row, Row>, Serializable {
    @Override
    public Iterator<Row> call(Row row) {
      Seen seen = Seen.of(row);
      OptionalInt history = history(histories, seen.profile());
      List<Presence> presence = seen.presence(history);
      List<Integer> active = new ArrayList<>();
      List<String> compared = new ArrayList<>();
      List<Integer> since = new ArrayList<>();
      for (int day : seen.days()) {
        if (day >= from && day <= to) {
          active.add(day);
          since.add(since(seen, day, history));
          compared.add(
              sizes.compared(
                  seen.profile(), seen.groups().on(day), day, Presence.isOn(presence, day)));
        }
      }
      return List.of(
              RowFactory.create(
                  seen.profile(),
                  seen.actor(),
                  active.toArray(),
                  compared.toArray(),
                  since.toArray(),
                  seen.groups().days().toArray(),
                  seen.groups().names().toArray()))
          .iterator();
    }

    /** The first day within the history of a day; the day itself where there is none before. */
    private static int since(Seen seen, int day, OptionalInt history) {
      if (history.isEmpty()) {
        return Math.min(seen.first(), day);
      }
      for (int earlier : seen.days()) {
        if (earlier >= day - history.getAsInt()) {
          return Math.min(earlier, day);
        }
      }
      return day;
    }
  }
}
