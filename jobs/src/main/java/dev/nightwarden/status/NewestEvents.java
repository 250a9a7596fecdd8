package dev.nightwarden.status;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** The newest event of each transport. */
public final class NewestEvents {
  /** So many dates are looked at together, from the newest on; most transports are in the first. */
  private static final List<Integer> STEPS = List.of(1, 6, 24, Integer.MAX_VALUE);

  private NewestEvents() {}

  /**
   * The time of the newest message of each transport.
   *
   * @return by transport; without those that have no message
   */
  public static Map<String, Instant> of(Warehouse warehouse, Collection<String> transports) {
    Map<String, Instant> newest = new TreeMap<>();
    Set<String> sought = new TreeSet<>(transports);
    NavigableSet<LocalDate> dates = warehouse.dates(Table.MESSAGES);
    for (int step : STEPS) {
      NavigableSet<LocalDate> looked = new TreeSet<>();
      while (!dates.isEmpty() && looked.size() < step) {
        looked.add(dates.pollLast());
      }
      if (looked.isEmpty() || sought.isEmpty()) {
        break;
      }
      for (Row row :
          warehouse
              .read(Table.MESSAGES)
              .where(Slices.of(looked))
              .where(col(Columns.TRANSPORT).isin(new ArrayList<>(sought).toArray()))
              .groupBy(Columns.TRANSPORT)
              .agg(unix_micros(max(col(Columns.EVENT_TIME))))
              .collectAsList()) {
        newest.put(row.getString(0), Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS));
        sought.remove(row.getString(0));
      }
    }
    return newest;
  }
}
