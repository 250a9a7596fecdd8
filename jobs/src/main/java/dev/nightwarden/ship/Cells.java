package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a data set, one after the other, each as the texts of its columns; null stays null.
 * Of the table no more than one partition is in memory at a time.
 */
final class Cells implements Iterator<String[]> {
  /** Six digits always: the texts then sort as the times do. */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StructField[] fields;
  private final Iterator<Row> rows;

  private Cells(StructField[] fields, Iterator<Row> rows) {
    this.fields = fields;
    this.rows = rows;
  }

  /** The cells of {@link StoredTable#rows} or {@link StoredTable#allRows}. */
  static Cells of(Dataset<Row> stored) {
    StructField[] fields = stored.schema().fields();
    Column[] plain =
        Arrays.stream(fields)
            .map(field -> isTime(field) ? unix_micros(col(field.name())) : col(field.name()))
            .toArray(Column[]::new);
    return new Cells(fields, stored.select(plain).toLocalIterator());
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public String[] next() {
    Row row = rows.next();
    String[] cells = new String[fields.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.isNullAt(i) ? null : text(fields[i], row.get(i));
    }
    return cells;
  }

  private static String text(StructField field, Object value) {
    if (isTime(field)) {
      return ISO.format(Instant.EPOCH.plus((long) value, ChronoUnit.MICROS));
    }
    return value instanceof Double number
        ? BigDecimal.valueOf(number).toPlainString()
        : value.toString();
  }

  private static boolean isTime(StructField field) {
    return field.dataType().equals(DataTypes.TimestampType);
  }
}
