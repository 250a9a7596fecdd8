package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What the table {@code files} knows. */
final class ReadFiles {
  static final String READ = "read";
  static final String WAITING = "waiting";
  static final String HELD = "held";
  static final String BROKEN = "broken";
  static final String UNREADABLE = "unreadable";
  static final String GONE = "gone";

  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String MODIFIED = "modified";
  private static final String STATUS = "status";
  private static final StructType ROWS =
      StructType.fromDDL(
          """
          transport STRING, path STRING, length BIGINT, modified BIGINT, messages BIGINT,
          rejects BIGINT, status STRING
          """);

  private final Map<TransportFile, Outcome> known = new HashMap<>();

  /** A file of a transport. */
  record TransportFile(String transport, String path) {}

  /**
   * What a file gave.
   *
   * @param status {@link #READ}; {@link #WAITING}: some of its messages were too new; {@link
   *     #HELD}: it was held back; {@link #BROKEN}: it breaks off before its end; {@link
   *     #UNREADABLE}: nothing of it counts, and the next run tries again; {@link #GONE}: so it was,
   *     and is there no more
   */
  record Outcome(SourceFile file, long messages, long rejects, String status) {}

  /** Reads what is known of the files of some transports. */
  ReadFiles(Warehouse warehouse, Collection<String> transports) {
    Dataset<Row> rows =
        warehouse
            .read(Table.FILES)
            .where(col(Columns.TRANSPORT).isin(transports.toArray()))
            .select(
                col(Columns.TRANSPORT),
                col(PATH),
                col(LENGTH),
                unix_micros(col(MODIFIED)),
                col(STATUS));
    for (Row row : rows.collectAsList()) {
      SourceFile file =
          new SourceFile(row.getString(1), row.getLong(2), Math.floorDiv(row.getLong(3), 1_000L));
      known.put(
          new TransportFile(row.getString(0), row.getString(1)),
          new Outcome(file, 0, 0, row.getString(4)));
    }
  }

  /**
   * Whether a file is to be read: new, changed, not readable before, with messages that had to
   * wait, or held.
   */
  boolean isWanted(String transport, SourceFile file, boolean retry) {
    Outcome outcome = known.get(new TransportFile(transport, file.path()));
    return outcome == null
        || !outcome.file.equals(file)
        || outcome.status.equals(WAITING)
        || outcome.status.equals(UNREADABLE)
        || outcome.status.equals(GONE)
        || (retry && outcome.status.equals(HELD));
  }

  /** Whether a file was held back when it was last read. */
  boolean isHeld(TransportFile key) {
    Outcome outcome = known.get(key);
    return outcome != null && outcome.status.equals(HELD);
  }

  /** Whether a file was read before, as it was then. */
  boolean isKnown(TransportFile key) {
    return known.containsKey(key);
  }

  /** Adds to outcomes what could not be read the last time and is not found this time. */
  void addGone(Map<TransportFile, Outcome> outcomes) {
    known.forEach(
        (key, last) -> {
          if (last.status.equals(UNREADABLE)) {
            outcomes.putIfAbsent(key, new Outcome(last.file, 0, 0, GONE));
          }
        });
  }

  /** Notes what files gave, in one commit. */
  void write(Warehouse warehouse, Map<TransportFile, Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    List<Row> rows =
        outcomes.entrySet().stream()
            .map(
                entry -> {
                  Outcome outcome = entry.getValue();
                  return RowFactory.create(
                      entry.getKey().transport,
                      entry.getKey().path,
                      outcome.file.length(),
                      outcome.file.modified() * 1_000L,
                      outcome.messages,
                      outcome.rejects,
                      outcome.status);
                })
            .toList();
    Dataset<Row> changes =
        warehouse
            .spark()
            .createDataFrame(rows, ROWS)
            .withColumn(MODIFIED, timestamp_micros(col(MODIFIED)));
    if (Collections.disjoint(known.keySet(), outcomes.keySet())) {
      warehouse.append(Table.FILES, changes);
    } else {
      warehouse.merge(Table.FILES, changes, Columns.TRANSPORT, PATH);
    }
  }
}
