package dev.nightwarden.observe;

import static dev.nightwarden.table.Columns.FIELD;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * What the column field of {@code feature_counts} names: a field of the profile; what is counted
 * for the sake of peers alone; or a field of messages that are no part of any history, as a verdict
 * calls them malicious.
 */
public final class CountedFields {
  /** Before the name of a field, of messages that are no part of later dates' histories. */
  public static final String WITHHELD = "withheld:";

  private CountedFields() {}

  /** Whether a row is of a field's values, as histories have them. */
  public static Column isOfHistory() {
    return not(col(FIELD).startsWith(Peers.FIELD_PREFIX)).and(not(isWithheld()));
  }

  /** Whether a row is of messages that are withheld. */
  public static Column isWithheld() {
    return col(FIELD).startsWith(WITHHELD);
  }

  /** The field's own name. */
  public static Column name() {
    return when(isWithheld(), expr("substring(%s, %d)".formatted(FIELD, WITHHELD.length() + 1)))
        .otherwise(col(FIELD));
  }

  /** The name under which a field of a message is counted. */
  static Column counted(Column isWithheld) {
    return when(isWithheld, concat(lit(WITHHELD), col(FIELD))).otherwise(col(FIELD));
  }
}
