package dev.nightwarden.peers;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Goes through values, the actors of each together, and says for each actor and day how many peers
 * and how many others had shown it, and for each day how many values were shown by so many. It
 * holds the actors of one value at a time.
 *
 * <p>In: rows of profile, field, value, actor, shown (array of int: days, ascending), and the
 * columns of {@link Actors#comparisons}, sorted by the first three.
 *
 * @param histories by profile, how many days back is looked; no key: all
 * @param hours the profiles and fields whose values are hours of the week, of which is also told
 *     who showed which
 * @param from the first day of the range, as days since 1970
 * @param to the last
 */
record PeerFigures(Map<String, Integer> histories, Set<List<String>> hours, int from, int to)
    implements MapPartitionsFunction<Row, Row>, Serializable {
  /** Of an actor: {@code name}; {@code first} peers and {@code second} others showed the value. */
  static final int OF_ACTOR = 0;

  /**
   * Of a group: {@code name}, empty for everybody; {@code third} more values than on the day before
   * were shown by {@code first} members and {@code second} of everybody.
   */
  static final int OF_GROUP = 1;

  /** Of a group: {@code name}, empty for everybody; {@code first} members showed the value. */
  static final int OF_HOUR = 2;

  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          kind INT, profile STRING, field STRING, value STRING, name STRING, day INT,
          first INT, second INT, third INT
          """);

  /** From so many actors on that first show a value on one date, it has one cause for all. */
  static final int ONE_CAUSE = 5;

  static final String SHOWN = "shown";

  /** Of the days on which it was shown those that later dates know of. */
  static final String KEPT = "kept";

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Pass(rows);
  }

  private record Holder(
      String actor,
      List<Integer> shown,
      List<Presence> presence,
      List<Integer> active,
      List<String> compared,
      GroupSpans groups) {}

  private final class Pass implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Queue<Row> found = new ArrayDeque<>();
    private Row next;

    Pass(Iterator<Row> rows) {
      this.rows = rows;
      next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (found.isEmpty() && next != null) {
        String profile = next.getString(0);
        String field = next.getString(1);
        String value = next.getString(2);
        OptionalInt history = Actors.history(histories, profile);
        List<Holder> holders = new ArrayList<>();
        while (next != null
            && next.getString(0).equals(profile)
            && next.getString(1).equals(field)
            && Objects.equals(next.getString(2), value)) {
          holders.add(holder(next, history));
          next = rows.hasNext() ? rows.next() : null;
        }
        new OneValue(profile, field, value, holders, found).tell();
      }
      return !found.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return found.remove();
    }

    private Holder holder(Row row, OptionalInt history) {
      List<Integer> shown = row.getList(row.fieldIndex(SHOWN));
      return new Holder(
          row.getString(3),
          shown,
          Presence.of(row.getList(row.fieldIndex(KEPT)), history),
          row.getList(row.fieldIndex(Actors.ACTIVE)),
          row.getList(row.fieldIndex(Actors.COMPARED)),
          Actors.spans(row));
    }
  }

  /** One value of one field. */
  private final class OneValue {
    private final String profile;
    private final String field;
    private final String value;
    private final List<Holder> holders;
    private final Queue<Row> found;
    private final Map<Integer, Integer> newcomers = new HashMap<>();

    OneValue(String profile, String field, String value, List<Holder> holders, Queue<Row> found) {
      this.profile = profile;
      this.field = field;
      this.value = value;
      this.holders = holders;
      this.found = found;
    }

    void tell() {
      NavigableMap<Integer, Integer> all = new TreeMap<>();
      Map<String, NavigableMap<Integer, Integer>> byGroup = new TreeMap<>();
      for (Holder holder : holders) {
        for (Presence presence : holder.presence()) {
          add(all, presence.within(from, to + 1));
          holder
              .groups()
              .each(
                  (first, until, name) -> {
                    Presence within = presence.within(first, until);
                    if (!name.isEmpty() && within != null) {
                      add(
                          byGroup.computeIfAbsent(name, group -> new TreeMap<>()),
                          within.within(from, to + 1));
                    }
                  });
        }
        for (int day : holder.shown()) {
          if (day >= from && !Presence.isOn(holder.presence(), day)) {
            newcomers.merge(day, 1, Integer::sum);
          }
        }
      }
      Timeline everybody = Timeline.of(all);
      Map<String, Timeline> members = new HashMap<>();
      byGroup.forEach((group, steps) -> members.put(group, Timeline.of(steps)));
      holders.forEach(holder -> ofActor(holder, everybody, members));
      ofGroup("", everybody, everybody);
      members.forEach((group, own) -> ofGroup(group, own, everybody));
      if (hours.contains(List.of(profile, field))) {
        ofHour("", everybody);
        members.forEach(this::ofHour);
      }
    }

    private void add(NavigableMap<Integer, Integer> steps, Presence presence) {
      if (presence != null) {
        steps.merge(presence.from(), 1, Integer::sum);
        steps.merge(presence.until(), -1, Integer::sum);
      }
    }

    /** Tells an actor of each change since its active day before, if there is any. */
    private void ofActor(Holder holder, Timeline everybody, Map<String, Timeline> members) {
      int toldPeers = 0;
      int toldOthers = 0;
      int toldNewcomers = 0;
      for (int at = 0; at < holder.active().size(); at++) {
        int day = holder.active().get(at);
        if (day < holder.shown().get(0)) {
          continue;
        }
        boolean isOld = Presence.isOn(holder.presence(), day);
        int self = isOld ? 1 : 0;
        int known = everybody.on(day);
        int others = known - self;
        String group = holder.compared().get(at);
        int peers =
            group.isEmpty() ? others : members.getOrDefault(group, Timeline.NONE).on(day) - self;
        int first = known == 0 ? newcomers.getOrDefault(day, 0) : 0;
        boolean isOneCause =
            first >= ONE_CAUSE && Collections.binarySearch(holder.shown(), day) >= 0;
        int alike = isOneCause ? first - 1 : 0;
        if (peers != toldPeers || others != toldOthers || alike != toldNewcomers) {
          found.add(row(OF_ACTOR, holder.actor(), day, peers, others, alike));
          toldPeers = peers;
          toldOthers = others;
          toldNewcomers = alike;
        }
      }
    }

    private void ofGroup(String group, Timeline own, Timeline everybody) {
      TreeSet<Integer> days = new TreeSet<>();
      own.days().forEach(days::add);
      everybody.days().forEach(days::add);
      int members = 0;
      int all = 0;
      for (int day : days.headSet(to, true)) {
        int membersNow = own.on(day);
        int allNow = everybody.on(day);
        if (membersNow != members || (membersNow > 0 && allNow != all)) {
          if (members > 0) {
            found.add(row(OF_GROUP, group, day, members, all, -1));
          }
          if (membersNow > 0) {
            found.add(row(OF_GROUP, group, day, membersNow, allNow, 1));
          }
        }
        members = membersNow;
        all = allNow;
      }
    }

    private void ofHour(String group, Timeline own) {
      own.days()
          .filter(day -> day <= to)
          .forEach(day -> found.add(row(OF_HOUR, group, day, own.on(day), 0, 0)));
    }

    private Row row(int kind, String name, int day, int first, int second, int third) {
      return RowFactory.create(
          kind, profile, field, kind == OF_GROUP ? null : value, name, day, first, second, third);
    }
  }
}
