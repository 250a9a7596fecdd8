package dev.nightwarden.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import dev.nightwarden.table.Columns;
import java.time.LocalDate;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The records an aggregation flag looks at.
 *
 * @param rows rows of {@code messages} that no filter drops, with {@code actor} (text, never null):
 *     of the wanted dates and of the flag's lookback before each
 * @param dates the wanted dates
 * @param inputs how to read them
 * @param kept value (canonical JSON text) and event_date, at least once for each date on which a
 *     value was seen that {@link AggregationFlag#keeps} names, over the whole history up to the
 *     last wanted date
 */
public record Records(
    Dataset<Row> rows, SortedSet<LocalDate> dates, Inputs inputs, Supplier<Dataset<Row>> kept) {
  public Records {
    dates = new TreeSet<>(dates);
  }

  /** The rows of the wanted dates alone. */
  public Dataset<Row> wanted() {
    return rows.where(col(Columns.EVENT_DATE).isin(dates.toArray()));
  }

  /** Value and first_date: the first date on which each kept value was seen by anybody. */
  public Dataset<Row> firstDates() {
    return keptValues().groupBy(Columns.VALUE).agg(min(Columns.EVENT_DATE).as("first_date"));
  }

  /** Event_date: the first dates that have a kept value, so many at most, in order. */
  public Dataset<Row> firstKeptDates(int number) {
    return keptValues()
        .select(Columns.EVENT_DATE)
        .distinct()
        .orderBy(Columns.EVENT_DATE)
        .limit(number);
  }

  private Dataset<Row> keptValues() {
    return kept.get().where(col(Columns.VALUE).isNotNull());
  }
}
