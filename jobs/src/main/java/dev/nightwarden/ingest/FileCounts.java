package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.ingest.ReadFiles.TransportFile;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Amount;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the records of a file became, each count in records but {@code skipped}, which is in lines.
 *
 * @param isGone whether it no longer existed
 * @param isUnreadable whether it could not be opened or read
 * @param isUnfit whether its type or size rules it out, so that nothing of it is ingested
 * @param breaksOff whether it is truncated or damaged
 */
record FileCounts(
    long messages,
    long waiting,
    long rejects,
    long skipped,
    boolean isGone,
    boolean isUnreadable,
    boolean isUnfit,
    boolean breaksOff) {
  /** Of a file that gave nothing. */
  static final FileCounts NONE = new FileCounts(0, 0, 0, 0, false, false, false, false);

  /**
   * Counts by file; what comes from no file has a null path.
   *
   * @param parsed rows of {@link Batch#PARSED}
   */
  static Map<TransportFile, FileCounts> of(Dataset<Row> parsed) {
    Map<TransportFile, FileCounts> perFile = new HashMap<>();
    Column breaksOff = col(Columns.REASON).startsWith(RawRecords.BREAKS_OFF);
    for (Row row :
        parsed
            .groupBy(Columns.TRANSPORT, Columns.SOURCE_FILE)
            .agg(
                lines(RecordParser.MESSAGE),
                lines(RecordParser.WAITING),
                lines(RecordParser.REJECT),
                lines(RawRecords.SKIPPED),
                lines(RawRecords.GONE),
                lines(RawRecords.UNREADABLE),
                count_if(col(Batch.KIND).equalTo(RawRecords.UNFIT)),
                count_if(breaksOff))
            .collectAsList()) {
      perFile.put(
          new TransportFile(row.getString(0), row.getString(1)),
          new FileCounts(
              row.getLong(2),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5),
              row.getLong(6) > 0,
              row.getLong(7) > 0,
              row.getLong(8) > 0,
              row.getLong(9) > 0));
    }
    return perFile;
  }

  private static Column lines(String kind) {
    return coalesce(sum(when(col(Batch.KIND).equalTo(kind), col(Batch.LINES))), lit(0L));
  }

  /** How many records it has, those that had to wait and those refused included. */
  long records() {
    return messages + waiting + rejects;
  }

  /**
   * Whether the file is held back whole: the one rule, for a run and for a look at a sample.
   *
   * @param maxRejectShare the share of refused records, in [0, 1], up to which the file is ingested
   */
  boolean isHeldBack(double maxRejectShare) {
    return rejects > maxRejectShare * records();
  }

  /** How many were refused of how many, in words: {@code 2 of its 3 records are refused}. */
  String refused() {
    return "%d of its %s refused"
        .formatted(rejects, Amount.of(records(), "record is", "records are"));
  }

  /** The status in {@code files} of a file that was ingested. */
  String status() {
    if (waiting > 0) {
      return ReadFiles.WAITING;
    }
    return breaksOff ? ReadFiles.BROKEN : ReadFiles.READ;
  }
}
