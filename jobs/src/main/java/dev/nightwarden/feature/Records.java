package dev.nightwarden.feature;

import static org.apache.spark.sql.functions.col;

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
 * @param kept value (canonical JSON text) and first_date, for each value that {@link
 *     AggregationFlag#keeps} named, over the whole history up to the last wanted date
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
    return kept.get();
  }
}
