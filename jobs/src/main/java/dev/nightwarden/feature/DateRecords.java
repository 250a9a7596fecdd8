package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Slices;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The records of single dates with their features, which take longest of all a date is asked: once
 * for the clusters of a night and its page. Spark keeps them in memory, or on disk where that is
 * short, until they are let go.
 */
final class DateRecords {
  private final Features features;
  private final Map<LocalDate, Dataset<Row>> kept = new TreeMap<>();

  DateRecords(Features features) {
    this.features = features;
  }

  /**
   * Records with their features.
   *
   * @param records rows of {@link Features#records}
   * @return as {@link FeatureTables#records}
   */
  Dataset<Row> all(Dataset<Row> records) {
    return features
        .table(records)
        .select(
            col(TRANSPORT),
            col(MESSAGE_ID),
            col(EVENT_TIME),
            col(EVENT_DATE),
            col(ACTOR),
            Clusters.featureColumns(features).as(FeatureTables.FEATURES));
  }

  /**
   * Those of a date, kept from now on.
   *
   * @param messages rows of {@code messages}, of all dates; no matter where the date is kept
   */
  synchronized Dataset<Row> of(LocalDate date, Dataset<Row> messages) {
    return kept.computeIfAbsent(
        date,
        its ->
            all(features.records(messages.where(Slices.of(its))))
                .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** Whether a date is kept. */
  synchronized boolean has(LocalDate date) {
    return kept.containsKey(date);
  }

  synchronized void release() {
    kept.values().forEach(Dataset::unpersist);
    kept.clear();
  }
}
