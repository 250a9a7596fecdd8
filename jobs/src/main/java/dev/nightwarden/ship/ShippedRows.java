package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** The rows of {@code malicious_events} as the stores hold them. */
final class ShippedRows {
  static final String ACTOR_ID = "actor_id";
  static final String CREATED_AT = "created_at";
  static final String FIELD_ID = "field_id";

  /** The columns in their order. */
  static final List<String> COLUMNS =
      List.of(
          Columns.EVENT_ID,
          Columns.MESSAGE_ID,
          ACTOR_ID,
          CREATED_AT,
          Columns.ANOMALY_ID,
          FIELD_ID,
          Columns.SCORE,
          Columns.PROFILE,
          Columns.ACTOR,
          Columns.DETECTOR,
          Columns.FIELD,
          Columns.VALUE,
          Columns.REASON,
          Columns.SEVERITY,
          Columns.INVESTIGATION_ID,
          Columns.RUN_ID);

  /** Six digits always: the texts then sort as the times do. */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ShippedRows() {}

  /**
   * Makes {@link #COLUMNS} of rows of {@code malicious_events}: created_at is a timestamp, score a
   * double, all others text. A NUL, which PostgreSQL cannot hold, becomes U+FFFD.
   */
  static Dataset<Row> of(Dataset<Row> maliciousEvents) {
    return maliciousEvents.select(
        COLUMNS.stream().map(name -> column(name).as(name)).toArray(Column[]::new));
  }

  /**
   * The rows of {@link #of}, one after the other, as texts; null stays null. Of the table no more
   * than one partition is in memory at a time.
   */
  static Iterator<String[]> cells(Dataset<Row> rows) {
    Iterator<Row> iterator =
        rows.withColumn(CREATED_AT, unix_micros(col(CREATED_AT))).toLocalIterator();
    StructField[] fields = rows.schema().fields();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public String[] next() {
        Row row = iterator.next();
        String[] cells = new String[fields.length];
        for (int i = 0; i < cells.length; i++) {
          cells[i] = row.isNullAt(i) ? null : text(row.get(i));
        }
        return cells;
      }
    };
  }

  /** ISO 8601 in UTC with six digits of the second. */
  static String iso(long micros) {
    return ISO.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static String text(Object value) {
    if (value instanceof Long micros) {
      return iso(micros);
    }
    return value instanceof Double score
        ? BigDecimal.valueOf(score).toPlainString()
        : value.toString();
  }

  private static Column column(String name) {
    return switch (name) {
      case CREATED_AT -> col(Columns.EVENT_TIME);
      case ACTOR_ID -> id(Columns.PROFILE, Columns.ACTOR);
      case FIELD_ID -> id(Columns.PROFILE, Columns.DETECTOR, Columns.FIELD);
      default -> isText(name) ? replace(col(name), lit("\0"), lit("\uFFFD")) : col(name);
    };
  }

  /** 32 hexadecimal digits that stand for these values together, missing ones included. */
  private static Column id(String... columns) {
    Column[] values = Arrays.stream(columns).map(c -> col(c)).toArray(Column[]::new);
    return substring(sha2(to_json(array(values)), 256), 1, 32);
  }

  private static boolean isText(String name) {
    return Table.MALICIOUS_EVENTS.schema().apply(name).dataType().equals(DataTypes.StringType);
  }
}
