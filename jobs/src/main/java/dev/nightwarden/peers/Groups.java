package dev.nightwarden.peers;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.FIRST_SEEN;
import static dev.nightwarden.table.Columns.LAST_SEEN;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.Sha256;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Which actors belong together, since when, by what a directory and their messages say. */
record Groups(Collection<Profile> profiles) {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "profile STRING, actor STRING, group_days ARRAY<INT>, `groups` ARRAY<STRING>");

  private static final String SAID = "said";
  private static final int LONGEST = 200;

  /**
   * One row per profile and actor of whom anything is known: profile, actor, group_days (array of
   * int, ascending: days since 1970 from which), groups (array of string, as long; empty for none).
   *
   * @param counts rows of feature counts, up to a range's last day
   * @param directories by file, what it says
   */
  Dataset<Row> of(Dataset<Row> counts, Map<String, Directory> directories) {
    Dataset<Row> all = counts.sparkSession().createDataFrame(List.of(), SCHEMA);
    for (Profile profile : profiles) {
      Peers peers = profile.peers();
      if (peers != null) {
        Directory directory =
            peers.directory() == null ? Directory.NONE : directories.get(peers.directory());
        Dataset<Row> said =
            counts
                .where(col(PROFILE).equalTo(profile.name()))
                .where(col(VALUE).isNotNull().and(col(FIELD).isin(peers.fields().toArray())))
                .groupBy(PROFILE, ACTOR)
                .agg(
                    collect_list(
                            struct(
                                col(FIELD),
                                unix_date(col(EVENT_DATE)),
                                col(VALUE),
                                unix_micros(col(FIRST_SEEN)),
                                unix_micros(col(LAST_SEEN))))
                        .as(SAID));
        Dataset<Row> listed =
            directory.actors(counts.sparkSession()).withColumn(PROFILE, lit(profile.name()));
        all =
            all.unionByName(
                said.join(listed, new String[] {PROFILE, ACTOR}, "full_outer")
                    .select(PROFILE, ACTOR, SAID, Directory.ENTRIES)
                    .flatMap(
                        new Spans(List.copyOf(peers.by()), directory.columns()),
                        Encoders.row(SCHEMA)));
      }
    }
    return all;
  }

  /** From what was said of an actor to when it is in which group. */
  private record Spans(List<String> by, List<String> listed)
      implements FlatMapFunction<Row, Row>, Serializable {
    @Override
    public Iterator<Row> call(Row row) {
      Map<String, NavigableMap<Integer, String>> values = new HashMap<>();
      if (!row.isNullAt(3)) {
        directory(row.getList(3), values);
      }
      if (!row.isNullAt(2)) {
        messages(row.getList(2), values);
      }
      TreeSet<Integer> changes = new TreeSet<>();
      values.values().forEach(days -> changes.addAll(days.keySet()));
      List<Integer> days = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int day : changes) {
        String name = name(values, day);
        if (names.isEmpty() ? !name.isEmpty() : !name.equals(names.get(names.size() - 1))) {
          days.add(day);
          names.add(name);
        }
      }
      return List.of(RowFactory.create(row.get(0), row.get(1), days.toArray(), names.toArray()))
          .iterator();
    }

    /** The entry that begins last counts; where none holds there is no value. */
    private void directory(List<Row> entries, Map<String, NavigableMap<Integer, String>> values) {
      TreeSet<Integer> days = new TreeSet<>();
      for (Row entry : entries) {
        days.add(entry.getInt(0));
        if (entry.getInt(1) < Integer.MAX_VALUE) {
          days.add(entry.getInt(1) + 1);
        }
      }
      List<Row> newestFirst = new ArrayList<>(entries);
      newestFirst.sort(
          Comparator.<Row>comparingInt(entry -> entry.getInt(0))
              .reversed()
              .thenComparing(entry -> entry.getList(2).toString()));
      for (int at = 0; at < listed.size(); at++) {
        if (by.contains(listed.get(at))) {
          NavigableMap<Integer, String> ofColumn = new TreeMap<>();
          for (int day : days) {
            ofColumn.put(day, valid(newestFirst, day, at));
          }
          values.put(listed.get(at), ofColumn);
        }
      }
    }

    private static String valid(List<Row> newestFirst, int day, int column) {
      for (Row entry : newestFirst) {
        if (entry.getInt(0) <= day && day <= entry.getInt(1)) {
          return (String) entry.getList(2).get(column);
        }
      }
      return null;
    }

    /** What a day's last message says holds from the next day; the first day's first from it on. */
    private void messages(List<Row> said, Map<String, NavigableMap<Integer, String>> values) {
      for (String path : by) {
        if (listed.contains(path)) {
          continue;
        }
        NavigableMap<Integer, Row> last = new TreeMap<>();
        Row first = null;
        for (Row one : said) {
          if (one.getString(0).equals(Peers.FIELD_PREFIX + path)) {
            last.merge(one.getInt(1), one, (x, y) -> later(x, y, 4));
            first = first == null || later(first, one, 3) == first ? one : first;
          }
        }
        NavigableMap<Integer, String> ofPath = new TreeMap<>();
        if (first != null) {
          ofPath.put(first.getInt(1), first.getString(2));
          last.forEach((day, one) -> ofPath.put(day + 1, one.getString(2)));
        }
        values.put(path, ofPath);
      }
    }

    private static Row later(Row one, Row other, int time) {
      int order = Long.compare(time(one, time), time(other, time));
      order = order != 0 ? order : one.getString(2).compareTo(other.getString(2));
      return order >= 0 ? one : other;
    }

    private static long time(Row row, int at) {
      return row.isNullAt(at) ? Long.MIN_VALUE : row.getLong(at);
    }

    private String name(Map<String, NavigableMap<Integer, String>> values, int day) {
      StringBuilder name = new StringBuilder();
      for (String one : by) {
        NavigableMap<Integer, String> days = values.get(one);
        Map.Entry<Integer, String> newest = days == null ? null : days.floorEntry(day);
        if (newest == null || newest.getValue() == null) {
          return "";
        }
        name.append(name.isEmpty() ? "" : ", ").append(one).append('=').append(text(newest));
      }
      String shown = Printable.printable(name.toString(), LONGEST);
      return shown.contentEquals(name) ? shown : shown + " " + Sha256.half(name.toString());
    }

    private static String text(Map.Entry<Integer, String> value) {
      String text = value.getValue();
      return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
          ? text.substring(1, text.length() - 1)
          : text;
    }
  }
}
