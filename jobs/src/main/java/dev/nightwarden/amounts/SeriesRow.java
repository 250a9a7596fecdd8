package dev.nightwarden.amounts;

import dev.nightwarden.amounts.AmountFits.Part;
import dev.nightwarden.peers.Mondays;
import dev.nightwarden.peers.PeerGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * One amount of one actor, as a row of {@link #SERIES} columns has it.
 *
 * @param lasts by place in the series, the last message: event_time, transport, message_id; null
 *     for days that are not judged
 */
record SeriesRow(
    String profile,
    String amount,
    String actor,
    AmountSeries series,
    List<Row> lasts,
    List<Integer> groupDays,
    List<String> groups) {
  /** profile, amount, actor, entries (array of day, figure, kept, last), group_days, groups. */
  static final List<String> SERIES =
      List.of("profile", "amount", "actor", "entries", "group_days", "groups");

  static SeriesRow of(Row row, Map<String, Map<String, AmountSettings>> watched) {
    List<Integer> days = new ArrayList<>();
    List<Double> figures = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    List<Row> lasts = new ArrayList<>();
    for (Row entry : row.<Row>getList(3)) {
      days.add(entry.getInt(0));
      figures.add(entry.getDouble(1));
      kept.add(entry.getDouble(2));
      lasts.add(entry.getStruct(3));
    }
    String profile = row.getString(0);
    String amount = row.getString(1);
    return new SeriesRow(
        profile,
        amount,
        row.getString(2),
        new AmountSeries(watched.get(profile).get(amount), days, figures, kept),
        lasts,
        row.isNullAt(4) ? List.of() : row.getList(4),
        row.isNullAt(5) ? List.of() : row.getList(5));
  }

  /** What its group is on a day; empty for none. */
  String group(int day) {
    return PeerGroups.on(groupDays, groups, day);
  }

  /** The part of a Monday. */
  Part part(int monday, boolean isApart) {
    return new Part(profile, amount, monday, isApart);
  }

  /** The parts that the days of a range are judged by. */
  List<Part> parts(int from, int to) {
    List<Part> parts = new ArrayList<>();
    for (int monday = Mondays.newest(from); monday <= to; monday += 7) {
      for (boolean isApart : new boolean[] {false, true}) {
        parts.add(part(monday, isApart));
      }
    }
    return parts;
  }

  /** The figures that a fit looks at. */
  List<Double> fitted(Part part) {
    int monday = part.monday();
    return series.figures(
        series.since(monday), monday - series.amount().fits(), monday, part.isApart());
  }
}
