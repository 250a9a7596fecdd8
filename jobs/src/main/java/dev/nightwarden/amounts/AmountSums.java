package dev.nightwarden.amounts;

import dev.nightwarden.amounts.AmountFits.Part;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What one actor's days add to those of its group and of everybody. Decimals add up exactly. */
record AmountSums(TreeMap<String, Map<String, AmountSettings>> watched, int from, int to)
    implements FlatMapFunction<Row, Row>, Serializable {
  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          profile STRING, amount STRING, monday INT, apart BOOLEAN, grp STRING, bin INT,
          count BIGINT, days BIGINT, active BIGINT, total DECIMAL(30,6), logs DECIMAL(20,9),
          squares DECIMAL(20,9), over DECIMAL(28,9), base DECIMAL(28,9), spread DECIMAL(20,9),
          freedom BIGINT, most DOUBLE, actor STRING
          """);

  /** A day has hardly more things; their squares fit what they are added in. */
  private static final double MOST_COUNTED = 1e8;

  @Override
  public Iterator<Row> call(Row row) {
    SeriesRow series = SeriesRow.of(row, watched);
    List<Row> rows = new ArrayList<>();
    for (Part part : series.parts(from, to)) {
      List<Double> figures = series.fitted(part);
      if (!figures.isEmpty()) {
        add(rows, part, "", series, figures);
        String group = series.group(part.monday());
        if (!group.isEmpty()) {
          add(rows, part, group, series, figures);
        }
      }
    }
    return rows.iterator();
  }

  private static void add(
      List<Row> rows, Part part, String group, SeriesRow series, List<Double> figures) {
    Map<Integer, Long> bins = new TreeMap<>();
    double most = 0;
    double squared = 0;
    double counted = 0;
    for (double figure : figures) {
      most = Math.max(most, figure);
      double thing = Math.min(figure, MOST_COUNTED);
      counted += thing;
      squared += thing * thing;
      if (figure > 0) {
        bins.merge(TailFit.bin(DaySums.log(figure)), 1L, Long::sum);
      }
    }
    DaySums sums = DaySums.of(figures);
    long days = sums.days();
    double mean = counted / days;
    boolean isCount = series.series().amount().type().isCount();
    double over = isCount ? squared - counted * mean - (days - 1) * mean : 0;
    double base = isCount ? (days - 1) * mean * mean : 0;
    rows.add(
        RowFactory.create(
            part.profile(),
            part.amount(),
            part.monday(),
            part.isApart(),
            group,
            null,
            0L,
            days,
            sums.active(),
            decimal(sums.sum(), 6),
            decimal(sums.logs(), 9),
            decimal(sums.squares(), 9),
            decimal(over, 9),
            decimal(base, 9),
            decimal(sums.spread(), 9),
            Math.max(0, sums.active() - 1),
            most,
            series.actor()));
    BigDecimal none = BigDecimal.ZERO;
    bins.forEach(
        (bin, count) ->
            rows.add(
                RowFactory.create(
                    part.profile(),
                    part.amount(),
                    part.monday(),
                    part.isApart(),
                    group,
                    bin,
                    count,
                    0L,
                    0L,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    0L,
                    0.0,
                    "")));
  }

  private static BigDecimal decimal(double number, int scale) {
    return BigDecimal.valueOf(number).setScale(scale, RoundingMode.HALF_EVEN);
  }
}
