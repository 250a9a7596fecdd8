package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Columns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices where a file goes past New Year while the setting {@code year} gives all its times one
 * year: from December to January time goes back by most of a year. Sees the records of one task in
 * order.
 */
final class YearTurns {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final long HALF_A_YEAR = Duration.ofDays(183).toSeconds() * 1_000_000;
  private static final int SHOWN_FILES = 3;

  private String file;
  private long last;
  private boolean isTold;

  /**
   * Reads the next record.
   *
   * @param from its file
   * @param micros its event time
   * @return whether it is the first of its file at which time goes back
   */
  boolean at(String from, long micros) {
    if (!from.equals(file)) {
      file = from;
      isTold = false;
    } else if (!isTold && last - micros > HALF_A_YEAR) {
      isTold = true;
      last = micros;
      return true;
    }
    last = micros;
    return false;
  }

  /**
   * Says in the log which files go past New Year.
   *
   * @param parsed rows of {@link Batch#PARSED}
   */
  static void warn(Dataset<Row> parsed, Map<String, Transport> transports) {
    if (transports.values().stream().allMatch(transport -> transport.record().year() == null)) {
      return;
    }
    List<Row> files =
        parsed
            .where(col(Batch.KIND).equalTo(Batch.YEAR_TURNS))
            .select(Columns.TRANSPORT, Columns.SOURCE_FILE)
            .distinct()
            .orderBy(Columns.TRANSPORT, Columns.SOURCE_FILE)
            .limit(SHOWN_FILES)
            .collectAsList();
    for (Row row : files) {
      LOG.warn(
          "transports.{}.year: is {}, but then times in {} go back by more than half a"
              + " year: remove year, so that each time gets the latest year that is not after"
              + " the file's modification time",
          row.get(0),
          transports.get(row.getString(0)).record().year(),
          row.get(1));
    }
  }
}
