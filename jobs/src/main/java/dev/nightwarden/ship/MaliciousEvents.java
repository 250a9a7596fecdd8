package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The data set {@code malicious_events}: what was found, a row for each malicious anomaly. */
final class MaliciousEvents {
  /** The name of the data set. */
  static final String NAME = Table.MALICIOUS_EVENTS.tableName();

  /** The event time, a timestamp. */
  static final String CREATED_AT = "created_at";

  private static final String ACTOR_ID = "actor_id";
  static final String FIELD_ID = "field_id";

  private static final List<StoredColumn> COLUMNS =
      List.of(
          required(Columns.EVENT_ID, col(Columns.EVENT_ID)),
          same(Columns.MESSAGE_ID),
          column(ACTOR_ID, id(Columns.PROFILE, Columns.ACTOR)),
          required(CREATED_AT, col(Columns.EVENT_TIME)),
          required(Columns.ANOMALY_ID, col(Columns.ANOMALY_ID)),
          column(FIELD_ID, id(Columns.PROFILE, Columns.DETECTOR, Columns.FIELD)),
          same(Columns.SCORE),
          same(Columns.PROFILE),
          same(Columns.ACTOR),
          same(Columns.DETECTOR),
          same(Columns.FIELD),
          same(Columns.VALUE),
          same(Columns.REASON),
          same(Columns.SEVERITY),
          same(Columns.INVESTIGATION_ID),
          same(Columns.RUN_ID),
          new StoredColumn(Columns.ATTACK, array_join(col(Columns.ATTACK), " "), false, 2));

  private MaliciousEvents() {}

  /**
   * The data set: score is a double, created_at a timestamp, all else text; the ids of attack stand
   * apart by blanks.
   *
   * @param table all rows of {@code malicious_events}
   * @param dates the event dates to replace
   */
  static StoredTable stored(Dataset<Row> table, SortedSet<LocalDate> dates) {
    return new StoredTable(
        NAME,
        table,
        dates,
        COLUMNS,
        List.of(Columns.ANOMALY_ID),
        List.of(CREATED_AT, Columns.EVENT_ID, Columns.ANOMALY_ID));
  }

  private static StoredColumn same(String name) {
    return column(name, col(name));
  }

  private static StoredColumn column(String name, Column value) {
    return new StoredColumn(name, value, false, 1);
  }

  private static StoredColumn required(String name, Column value) {
    return new StoredColumn(name, value, true, 1);
  }

  /** 32 hexadecimal digits that stand for these values together, missing ones included. */
  private static Column id(String... columns) {
    Column[] values = Arrays.stream(columns).map(c -> col(c)).toArray(Column[]::new);
    return substring(sha2(to_json(array(values)), 256), 1, 32);
  }
}
