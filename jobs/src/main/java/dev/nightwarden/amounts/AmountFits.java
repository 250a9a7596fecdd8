package dev.nightwarden.amounts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.peers.PeerGroups;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * How amounts are distributed, fitted for each Monday to the 28 days before it; a date has what the
 * newest Monday up to it has.
 */
final class AmountFits implements Serializable {
  private static final long serialVersionUID = 1;

  /** Days that are looked at. */
  static final int DAYS = 28;

  /** With fewer dates among them nothing is fitted. */
  private static final int FEWEST_DATES = 7;

  private static final int FEWEST_FREEDOM = 20;

  /** What is fitted together. */
  record Part(String profile, String amount, int monday, boolean isApart) implements Serializable {
    private static Part of(Row row) {
      return new Part(row.getString(0), row.getString(1), row.getInt(2), row.getBoolean(3));
    }
  }

  private final Map<Part, Map<String, AmountLevel>> levels = new HashMap<>();
  private final Map<Part, AmountFit> fits = new HashMap<>();
  private final Map<String, int[]> dates;

  /**
   * @param dates by profile, the days on which it has messages, ascending
   */
  private AmountFits(Map<String, int[]> dates) {
    this.dates = dates;
  }

  /**
   * Fits all that the days of a range need.
   *
   * @param series rows of {@link SeriesRow#SERIES}
   * @param dates by profile, the days on which it has messages, ascending
   */
  static AmountFits of(
      Dataset<Row> series,
      Map<String, Map<String, AmountSettings>> watched,
      Map<String, int[]> dates,
      int from,
      int to) {
    AmountFits fits = new AmountFits(dates);
    List<Row> levels = levels(series, new AmountSums(new TreeMap<>(watched), from, to));
    Map<List<Object>, Map<Integer, Long>> bins = new HashMap<>();
    for (Row row : levels) {
      if (!row.isNullAt(5)) {
        bins.computeIfAbsent(List.of(Part.of(row), row.getString(4)), level -> new HashMap<>())
            .put(row.getInt(5), row.getLong(6));
      }
    }
    for (Row row : levels) {
      if (row.isNullAt(5)) {
        Map<Integer, Long> ofLevel =
            bins.getOrDefault(List.of(Part.of(row), row.getString(4)), Map.of());
        fits.add(Part.of(row), row, ofLevel);
      }
    }
    Map<Part, Map<Integer, Long>> surprises = new HashMap<>();
    for (Row row :
        series
            .flatMap(
                new AmountSurprises(new TreeMap<>(watched), fits, from, to),
                Encoders.row(AmountSurprises.SCHEMA))
            .groupBy("profile", "amount", "monday", "apart", "bin")
            .agg(sum("count"))
            .collectAsList()) {
      surprises
          .computeIfAbsent(Part.of(row), part -> new TreeMap<>())
          .put(row.getInt(4), row.getLong(5));
    }
    surprises.forEach(fits::add);
    return fits;
  }

  private static List<Row> levels(Dataset<Row> series, AmountSums sums) {
    return series
        .flatMap(sums, Encoders.row(AmountSums.SCHEMA))
        .groupBy("profile", "amount", "monday", "apart", "grp", "bin")
        .agg(
            sum("count"),
            count_if(col("bin").isNull()),
            sum("days"),
            sum("active"),
            sum("total"),
            sum("logs"),
            sum("squares"),
            sum("over"),
            sum("base"),
            sum("spread"),
            sum("freedom"),
            slice(
                sort_array(
                    collect_list(when(col("bin").isNull(), struct(col("most"), col("actor")))),
                    false),
                lit(1),
                lit(2)))
        .collectAsList();
  }

  /** Adds what a group did; of everybody, the fit of it. */
  private void add(Part part, Row row, Map<Integer, Long> bins) {
    String group = row.getString(4);
    List<Row> greatest = row.getList(17);
    DaySums sums =
        new DaySums(
            row.getLong(8), row.getLong(9), number(row, 10), number(row, 11), number(row, 12));
    levels
        .computeIfAbsent(part, key -> new HashMap<>())
        .put(
            group,
            new AmountLevel(
                row.getLong(7),
                sums,
                TailFit.above(bins),
                greatest.get(0).getDouble(0),
                greatest.get(0).getString(1),
                greatest.size() < 2 ? 0 : greatest.get(1).getDouble(0)));
    if (group.isEmpty() && isKnown(part)) {
      double base = number(row, 14);
      double freedom = row.getLong(16);
      fits.put(
          part,
          new AmountFit(
              base > 0 ? Math.min(10, Math.max(.01, number(row, 13) / base)) : 1,
              freedom >= FEWEST_FREEDOM ? number(row, 15) / freedom : 1,
              AmountFit.UNKNOWN.surprises(),
              TailFit.of(bins, sums.days())));
    }
  }

  private static double number(Row row, int at) {
    return ((BigDecimal) row.get(at)).doubleValue();
  }

  private void add(Part part, Map<Integer, Long> surprises) {
    long all = surprises.values().stream().mapToLong(Long::longValue).sum();
    fits.computeIfPresent(
        part,
        (key, fit) ->
            new AmountFit(
                fit.dispersion(), fit.variance(), TailFit.of(surprises, all), fit.figures()));
  }

  private boolean isKnown(Part part) {
    return datesBefore(part.profile(), part.monday(), DAYS) >= FEWEST_DATES;
  }

  /** On how many of so many days before a day a profile has messages. */
  int datesBefore(String profile, int day, int among) {
    int[] known = dates.getOrDefault(profile, new int[0]);
    return (int) Arrays.stream(known).filter(date -> date < day && date >= day - among).count();
  }

  AmountFit fit(Part part) {
    return fits.getOrDefault(part, AmountFit.UNKNOWN);
  }

  /**
   * Whom an actor is compared with, without itself: its group, or everybody where that has too few
   * others.
   *
   * @param figures its own among them
   */
  AmountLevel others(Part part, String group, String actor, List<Double> figures) {
    return level(part, compared(part, group)).without(actor, figures);
  }

  /** The group that an actor of it is compared with: empty for everybody. */
  String compared(Part part, String group) {
    return level(part, group).actors() - 1 < PeerGroups.FEWEST_PEERS ? "" : group;
  }

  private AmountLevel level(Part part, String group) {
    return levels.getOrDefault(part, Map.of()).getOrDefault(group, AmountLevel.NONE);
  }
}
