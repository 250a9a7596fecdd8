package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.SEVERITY;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.feature.FeatureTables;
import dev.nightwarden.feature.FlagSettings;
import dev.nightwarden.feature.Flags;
import dev.nightwarden.report.LogRecords.MessageKey;
import dev.nightwarden.report.Report.Flag;
import dev.nightwarden.report.Report.LogRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The hits of flags, from their anomalies. */
final class FlagHits {
  private static final int ALL_RECORDS = 2_000;
  private static final String RANK = "rank";

  private final FeatureTables features;
  private final Map<String, List<Row>> rows = new TreeMap<>();

  /**
   * @param anomalies of the report's dates
   */
  FlagHits(Dataset<Row> anomalies, FeatureTables features) {
    this.features = features;
    var ofFlag = Window.partitionBy(DETECTOR);
    anomalies
        .where(col(DETECTOR).startsWith(Flags.DETECTOR_PREFIX))
        .withColumn(COUNT, count(lit(1)).over(ofFlag))
        .withColumn(RANK, row_number().over(ofFlag.orderBy(EVENT_TIME, EVENT_ID, FIELD, VALUE)))
        .where(col(RANK).leq(Bounds.FLAG_RECORDS))
        .select(
            col(DETECTOR),
            col(COUNT),
            col(SEVERITY),
            col(TRANSPORT),
            col(MESSAGE_ID),
            unix_micros(col(EVENT_TIME)).as(EVENT_TIME),
            col(ACTOR),
            FromTables.shortened(REASON))
        .orderBy(RANK, DETECTOR)
        .limit(ALL_RECORDS)
        .collectAsList()
        .forEach(row -> rows.computeIfAbsent(name(row), flag -> new ArrayList<>()).add(row));
  }

  private static String name(Row row) {
    return row.<String>getAs(DETECTOR).substring(Flags.DETECTOR_PREFIX.length());
  }

  void want(LogRecords records) {
    rows.values()
        .forEach(found -> records.wantWithFeatures(found.stream().map(MessageKey::of).toList()));
  }

  /** Those of the config, with or without hits, and any that hit when the config had them. */
  List<Flag> flags(LogRecords records) {
    Map<String, Flag> flags = new LinkedHashMap<>();
    for (FlagSettings flag : features.flags()) {
      flags.put(
          flag.name(),
          new Flag(
              flag.name(),
              flag.description(),
              flag.severity().name().toLowerCase(Locale.ROOT),
              flag.sentence(),
              0,
              List.of()));
    }
    rows.forEach(
        (name, found) -> {
          Flag flag = flags.getOrDefault(name, new Flag(name, null, null, null, 0, List.of()));
          flags.put(
              name,
              new Flag(
                  name,
                  flag.description(),
                  severest(found),
                  flag.message(),
                  found.get(0).getAs(COUNT),
                  found.stream().map(row -> record(row, records)).toList()));
        });
    return flags.values().stream()
        .sorted(
            Comparator.comparing((Flag flag) -> flag.hits() == 0)
                .thenComparingInt(flag -> -Suspicion.SEVERITIES.indexOf(flag.severity())))
        .toList();
  }

  private static String severest(List<Row> rows) {
    return rows.stream()
        .map(row -> row.<String>getAs(SEVERITY))
        .max(Comparator.comparingInt(Suspicion.SEVERITIES::indexOf))
        .orElse(null);
  }

  private static LogRecord record(Row row, LogRecords records) {
    MessageKey key = MessageKey.of(row);
    return new LogRecord(
        key.messageId(),
        LogRecords.instant(row.getAs(EVENT_TIME)),
        row.getAs(ACTOR),
        row.getAs(REASON),
        records.data(key),
        records.features(key));
  }
}
