package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/** Sets of event dates as conditions on {@code event_date}, which reach the partitions alone. */
public final class Slices {
  private Slices() {}

  /** Rows of these dates; of none, if there are none. */
  public static Column of(SortedSet<LocalDate> dates) {
    return dates.isEmpty() ? lit(false) : col(Columns.EVENT_DATE).isin(dates.toArray());
  }

  /** Rows of one date. */
  public static Column of(LocalDate date) {
    return of(new TreeSet<>(List.of(date)));
  }

  /** The same as SQL text, for {@link Warehouse#replace}. */
  public static String sql(SortedSet<LocalDate> dates) {
    return sql(Columns.EVENT_DATE, dates);
  }

  /** The same for another column of dates. */
  public static String sql(String column, SortedSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return "false";
    }
    return dates.stream()
        .map(date -> "DATE'" + date + "'")
        .collect(Collectors.joining(", ", column + " IN (", ")"));
  }

  /**
   * Cuts dates into ranges between whose first and last no other known date lies, in order, so that
   * each can be worked on as a whole.
   */
  public static List<NavigableSet<LocalDate>> ranges(
      SortedSet<LocalDate> dates, NavigableSet<LocalDate> known) {
    List<NavigableSet<LocalDate>> ranges = new ArrayList<>();
    for (LocalDate date : dates) {
      NavigableSet<LocalDate> last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last == null || !known.subSet(last.last(), false, date, false).isEmpty()) {
        last = new TreeSet<>();
        ranges.add(last);
      }
      last.add(date);
    }
    return ranges;
  }
}
