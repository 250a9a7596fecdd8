package dev.nightwarden.amounts;

import dev.nightwarden.amounts.AmountFits.Part;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** How far each day of a fit is from what the others of its actor say is usual. */
record AmountSurprises(
    TreeMap<String, Map<String, AmountSettings>> watched, AmountFits fits, int from, int to)
    implements FlatMapFunction<Row, Row>, Serializable {
  static final StructType SCHEMA =
      StructType.fromDDL(
          "profile STRING, amount STRING, monday INT, apart BOOLEAN, bin INT, count BIGINT");

  @Override
  public Iterator<Row> call(Row row) {
    SeriesRow series = SeriesRow.of(row, watched);
    List<Row> rows = new ArrayList<>();
    for (Part part : series.parts(from, to)) {
      List<Double> figures = series.fitted(part);
      AmountLevel others = fits.others(part, series.group(part.monday()), series.actor(), figures);
      AmountTail all =
          new AmountTail(series.series().amount().type(), fits.fit(part), others, figures);
      Map<Integer, Long> bins = new TreeMap<>();
      for (double figure : figures) {
        if (figure > 0) {
          bins.merge(TailFit.bin(all.without(figure).surprise(figure)), 1L, Long::sum);
        }
      }
      bins.forEach(
          (bin, count) ->
              rows.add(
                  RowFactory.create(
                      part.profile(), part.amount(), part.monday(), part.isApart(), bin, count)));
    }
    return rows.iterator();
  }
}
