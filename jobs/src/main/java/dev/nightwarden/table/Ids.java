package dev.nightwarden.table;

import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/** Ids made from content, so that the same thing has the same id whenever it is found again. */
public final class Ids {
  private static final int LENGTH = 32;

  /** Columns whose every value is another, or nearly. */
  private static final List<String> COLUMNS =
      List.of(Columns.MESSAGE_ID, Columns.EVENT_ID, Columns.ANOMALY_ID);

  private Ids() {}

  /**
   * What a session is told of columns of ids: that Parquet need not look for values that repeat,
   * which is a tenth of the time of scoring.
   */
  public static Map<String, String> settings() {
    return COLUMNS.stream()
        .collect(
            Collectors.toMap(
                column -> "spark.hadoop.parquet.enable.dictionary#" + column, column -> "false"));
  }

  /**
   * The first 32 hexadecimal digits of the SHA-256 of the parts. Each part goes in with its length,
   * so that no two lists of parts read alike; null differs from the empty text.
   */
  public static Column of(Column... parts) {
    Column[] framed =
        Arrays.stream(parts)
            .map(part -> part.cast("string"))
            .map(text -> coalesce(concat(char_length(text), lit(":"), text), lit("-")))
            .toArray(Column[]::new);
    return left(sha2(concat(framed).cast("binary"), 256), lit(LENGTH));
  }
}
