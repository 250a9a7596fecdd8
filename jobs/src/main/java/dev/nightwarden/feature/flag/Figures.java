package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.value.Printable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Figures as texts for people. */
final class Figures {
  /** Characters shown of a text out of a log. */
  private static final int LENGTH = 100;

  private Figures() {}

  /** A text out of a log; null stays. */
  static String text(String text) {
    return Printable.printable(text, LENGTH);
  }

  /** The same of a column. */
  static Column text(Column text) {
    return Printable.printable(text, LENGTH);
  }

  /** At most two decimals, and none that say nothing. */
  static String number(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "unknown" : number > 0 ? "∞" : "-∞";
    }
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  static Column number(Column number) {
    return udf((UDF1<Double, String>) n -> n == null ? null : number(n), DataTypes.StringType)
        .withName("shown_number")
        .apply(number.cast(DataTypes.DoubleType));
  }

  /** Microseconds since 1970 as {@code 2025-03-01T10:00:00Z}, cut to the second. */
  static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Column time(Column micros) {
    return udf((UDF1<Long, String>) m -> m == null ? null : time(m), DataTypes.StringType)
        .withName("shown_time")
        .apply(micros);
  }
}
