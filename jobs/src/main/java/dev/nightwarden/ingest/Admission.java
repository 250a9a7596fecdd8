package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Columns;
import java.io.Serializable;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * What is new and yet not taken in; it is counted.
 *
 * @param first the first event date that is; null: any
 * @param forgotten holds for messages of who is to stay forgotten, asked of rows with the columns
 *     of {@code messages} but those of ingest; null: nobody is
 * @param words finds such people in the text of rejects; null where nobody is
 */
public record Admission(LocalDate first, Column forgotten, Words words) {
  /** Everything is taken in. */
  public static final Admission ALL = new Admission(null, null, null);

  /** Texts that name somebody. */
  public interface Words extends Serializable {
    /** Whether it names one; not of null. */
    boolean mentions(String text);

    /** The text with each name replaced; null of null. */
    String without(String text);
  }

  /** What a run admits, asked for when it begins to read. */
  public interface Rule {
    /** With what the tables and the clock say. */
    Admission at(StageContext night);
  }

  /** Says of messages that are not taken in why, in {@code verdict}. */
  Dataset<Row> judged(Dataset<Row> messages) {
    if (first == null && forgotten == null) {
      return messages;
    }
    Column reason = lit(null).cast("string");
    if (first != null) {
      reason = when(col(Batch.EVENT_DAY).lt(lit((int) first.toEpochDay())), lit(Tally.EXPIRED));
    }
    if (forgotten != null) {
      reason = coalesce(reason, when(forgotten, lit(Tally.FORGOTTEN)));
    }
    return messages
        .withColumn(Columns.EVENT_TIME, timestamp_micros(col(Batch.EVENT_MICROS)))
        .withColumn(Columns.EVENT_DATE, date_from_unix_date(col(Batch.EVENT_DAY)))
        .withColumn(Batch.VERDICT, coalesce(reason, col(Batch.VERDICT)))
        .drop(Columns.EVENT_TIME, Columns.EVENT_DATE);
  }

  /** Rejects that name nobody who is to stay forgotten; others are counted. */
  Dataset<Row> admitted(Dataset<Row> rejects, Tally tally) {
    if (words == null) {
      return rejects;
    }
    Column mentioned = mentions(col(Columns.RAW)).or(mentions(col(Columns.REASON)));
    for (Row left : rejects.where(mentioned).groupBy(Columns.TRANSPORT).count().collectAsList()) {
      tally.add(left.getString(0), Tally.FORGOTTEN, left.getLong(1));
    }
    return rejects.where(not(mentioned));
  }

  /** A text of a reject that is kept all the same. */
  String nameless(String text) {
    return words == null ? text : words.without(text);
  }

  private Column mentions(Column text) {
    Words all = words;
    return udf(
            (UDF1<String, Boolean>) value -> value != null && all.mentions(value),
            DataTypes.BooleanType)
        .withName("mentions")
        .apply(text);
  }
}
