package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_micros;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.feature.FeatureTables;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The log records of some messages, and their features, each fetched in one pass. */
final class LogRecords {
  /** A longer record is shown as text, by its beginning. */
  private static final int MAX_RECORD = 16_384;

  /** What names a message. */
  record MessageKey(String transport, String messageId, LocalDate date) {
    /** Of a row with transport, message_id and event_time as microseconds. */
    static MessageKey of(Row row) {
      return new MessageKey(
          row.getAs(TRANSPORT),
          row.getAs(MESSAGE_ID),
          LocalDate.ofInstant(instant(row.getAs(EVENT_TIME)), ZoneOffset.UTC));
    }
  }

  private final Warehouse warehouse;
  private final FeatureTables features;
  private final Set<MessageKey> wanted = new LinkedHashSet<>();
  private final Set<MessageKey> wantedByFeature = new LinkedHashSet<>();
  private final Map<MessageKey, JsonNode> data = new HashMap<>();
  private final Map<MessageKey, Row> rows = new HashMap<>();

  LogRecords(Warehouse warehouse, FeatureTables features) {
    this.warehouse = warehouse;
    this.features = features;
  }

  void want(Collection<MessageKey> keys) {
    wanted.addAll(keys);
  }

  void wantWithFeatures(Collection<MessageKey> keys) {
    wanted.addAll(keys);
    wantedByFeature.addAll(keys);
  }

  /** Fetches what is wanted. */
  void fetch() {
    if (!wanted.isEmpty()) {
      of(warehouse.read(Table.MESSAGES).where(Slices.of(dates(wanted))), wanted)
          .select(
              col(TRANSPORT),
              col(MESSAGE_ID),
              unix_micros(col(EVENT_TIME)).as(EVENT_TIME),
              left(to_json(col(DATA)), lit(MAX_RECORD)).as(DATA))
          .collectAsList()
          .forEach(row -> data.put(MessageKey.of(row), LogData.of(row.getAs(DATA))));
    }
    if (!wantedByFeature.isEmpty()) {
      Dataset<Row> messages =
          warehouse.read(Table.MESSAGES).where(Slices.of(dates(wantedByFeature)));
      // Features of what is wanted only: they take longer than the join.
      features
          .records(of(messages, wantedByFeature))
          .map(found -> found.withColumn(EVENT_TIME, unix_micros(col(EVENT_TIME))))
          .map(Dataset::collectAsList)
          .orElse(List.of())
          .forEach(row -> rows.put(MessageKey.of(row), row.getAs(FeatureTables.FEATURES)));
    }
  }

  private static SortedSet<LocalDate> dates(Set<MessageKey> keys) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    keys.forEach(key -> dates.add(key.date()));
    return dates;
  }

  private Dataset<Row> of(Dataset<Row> messages, Set<MessageKey> keys) {
    Dataset<Row> named =
        warehouse
            .spark()
            .createDataFrame(
                keys.stream()
                    .map(key -> RowFactory.create(key.transport(), key.messageId()))
                    .distinct()
                    .toList(),
                StructType.fromDDL("transport STRING, message_id STRING"));
    return messages.join(broadcast(named), new String[] {TRANSPORT, MESSAGE_ID});
  }

  /** The record of a message; null where there is none, or it was not wanted. */
  JsonNode data(MessageKey key) {
    return data.get(key);
  }

  /** The features of a message, see {@link FeatureTables#records}; null where it has none. */
  Row row(MessageKey key) {
    return rows.get(key);
  }

  /** The features of a message by name. */
  Map<String, Object> features(MessageKey key) {
    Map<String, Object> byName = new LinkedHashMap<>();
    Row row = rows.get(key);
    if (row != null) {
      List<String> names = features.names();
      for (int i = 0; i < names.size(); i++) {
        byName.put(names.get(i), row.get(i));
      }
    }
    return byName;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
