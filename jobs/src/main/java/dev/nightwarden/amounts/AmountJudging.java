package dev.nightwarden.amounts;

import dev.nightwarden.amounts.AmountFits.Part;
import dev.nightwarden.observe.Learning;
import dev.nightwarden.peers.Mondays;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** From the days of an actor to those of a range that are far beyond what is usual. */
record AmountJudging(
    TreeMap<String, Map<String, AmountSettings>> watched,
    TreeMap<String, Learning> learning,
    AmountFits fits,
    int from,
    int to)
    implements FlatMapFunction<Row, Row>, Serializable {
  /** One row for each anomaly; the last columns are its evidence. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          profile STRING, actor STRING, field STRING, value STRING, event_time TIMESTAMP,
          transport STRING, message_id STRING, day INT, score DOUBLE, reason STRING,
          learning BOOLEAN, type STRING, figure DOUBLE, days INT, median DOUBLE, most DOUBLE,
          peer_group STRING, peers BIGINT, peers_most DOUBLE, ln_tail DOUBLE
          """);

  /** Days that are less unlikely are no anomalies. */
  private static final double MOST_LIKELY = 0.05;

  private static final double LEAST_TAIL = 1e-12;

  @Override
  public Iterator<Row> call(Row row) {
    SeriesRow series = SeriesRow.of(row, watched);
    List<Integer> days = series.series().days();
    List<Row> found = new ArrayList<>();
    for (int at = 0; at < days.size(); at++) {
      if (days.get(at) >= from && days.get(at) <= to && series.series().figure(at) > 0) {
        Row anomaly = anomaly(series, at);
        if (anomaly != null) {
          found.add(anomaly);
        }
      }
    }
    return found.iterator();
  }

  private boolean isLearning(SeriesRow row, int day, int since) {
    int dates = fits.datesBefore(row.profile(), day, AmountDetector.LONGEST_LOOK);
    return dates < row.series().amount().leastDates()
        || learning.get(row.profile()).coversDay(dates, day - since);
  }

  /** The anomaly of a day; null where it is usual. */
  private Row anomaly(SeriesRow row, int at) {
    AmountSeries series = row.series();
    int day = series.days().get(at);
    double figure = series.figure(at);
    int since = series.since(day);
    boolean isApart = series.isApart(day);
    List<Double> own = series.figures(since, since, day, isApart);
    Part part = row.part(Mondays.newest(day), isApart);
    String group = fits.compared(part, row.group(part.monday()));
    AmountLevel others = fits.others(part, group, row.actor(), row.fitted(part));
    double tail = new AmountTail(series.amount().type(), fits.fit(part), others, own).of(figure);
    if (tail > MOST_LIKELY) {
      return null;
    }
    Row last = row.lasts().get(at);
    return RowFactory.create(
        row.profile(),
        row.actor(),
        row.amount(),
        BigDecimal.valueOf(figure).stripTrailingZeros().toPlainString(),
        last.get(0),
        last.get(1),
        last.get(2),
        day,
        1 - tail,
        AmountText.reason(row, day, figure, own, others, group),
        isLearning(row, day, since),
        series.amount().type().name().toLowerCase(Locale.ROOT),
        figure,
        own.size(),
        AmountText.median(own),
        AmountText.most(own),
        group,
        others.actors(),
        others.most(),
        Math.log(Math.max(LEAST_TAIL, tail)));
  }
}
