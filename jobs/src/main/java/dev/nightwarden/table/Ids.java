package dev.nightwarden.table;

import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import java.util.Arrays;
import org.apache.spark.sql.Column;

/** Ids made from content, so that the same thing has the same id whenever it is found again. */
public final class Ids {
  private static final int LENGTH = 32;

  private Ids() {}

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
