package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Columns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What the aggregation flags read and write in common. Between the two, a date is days since 1970
 * and a time microseconds since then.
 */
final class Suspects {
  static final String DAY = "day";
  static final String MICROS = "micros";

  private static final long DAY_SECONDS = 86_400;
  private static final long SECOND = 1_000_000;

  private Suspects() {}

  /** The text at a path, or the record's actor where there is no path. */
  static Column actor(Inputs inputs, String path) {
    return path == null ? col(Columns.ACTOR) : inputs.shortText(path);
  }

  /** What records must have in common to belong together (text); null where one value is null. */
  static Column together(Inputs inputs, List<String> paths) {
    Column[] values = paths.stream().map(path -> inputs.shortText(path)).toArray(Column[]::new);
    if (values.length == 1) {
      return values[0];
    }
    Column isWhole = lit(true);
    for (Column value : values) {
      isWhole = isWhole.and(value.isNotNull());
    }
    return when(isWhole, to_json(array(values)));
  }

  static Column day() {
    return unix_date(col(Columns.EVENT_DATE));
  }

  static Column micros() {
    return unix_micros(col(Columns.EVENT_TIME));
  }

  /** The record as a value that orders as messages do: what {@link #of} takes for an anchor. */
  static Column mark() {
    return struct(
        micros().as(MICROS),
        col(Columns.MESSAGE_ID),
        col(Columns.TRANSPORT),
        day().as(DAY),
        col(Columns.ACTOR));
  }

  /** Which of the windows of its day, from 0, a record lies in. */
  static Column window(int seconds) {
    Column second = pmod(floor(micros().divide(lit(SECOND))), lit(DAY_SECONDS));
    return floor(second.divide(lit(seconds))).cast(DataTypes.IntegerType);
  }

  /**
   * @throws IllegalKeyException if windows of so many seconds do not fill a day
   */
  static void checkWindow(int seconds) {
    if (DAY_SECONDS % seconds != 0) {
      throw new IllegalKeyException(
          "seconds", "is %d, but must divide the 86400 of a day".formatted(seconds));
    }
  }

  /** Whether a day is one of the wanted dates. */
  static Column isWanted(Records records) {
    return col(DAY).isin(records.dates().stream().map(date -> (int) date.toEpochDay()).toArray());
  }

  /** The wanted dates as days. */
  static List<Integer> days(Records records) {
    return records.dates().stream().map(LocalDate::toEpochDay).map(Long::intValue).toList();
  }

  /**
   * The columns of {@link AggregationFlag#suspects}.
   *
   * @param found has the struct {@code anchor}, of {@link #mark}
   * @param actor text; null for the record's own
   * @param figures texts by name
   */
  static Dataset<Row> of(
      Dataset<Row> found, Column anchor, Column actor, Map<String, Column> figures) {
    List<Column> entries = new ArrayList<>();
    figures.forEach(
        (name, value) -> {
          entries.add(lit(name));
          entries.add(value);
        });
    return found.select(
        anchor.getField(Columns.TRANSPORT).as(Columns.TRANSPORT),
        anchor.getField(Columns.MESSAGE_ID).as(Columns.MESSAGE_ID),
        timestamp_micros(anchor.getField(MICROS)).as(Columns.EVENT_TIME),
        date_from_unix_date(anchor.getField(DAY)).as(Columns.EVENT_DATE),
        coalesce(actor, anchor.getField(Columns.ACTOR)).as(Columns.ACTOR),
        map(entries.toArray(Column[]::new)).as(AggregationFlag.FIGURES));
  }
}
