package dev.nightwarden.reporter;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * What the history before a message knows of one value of one field. The history is every earlier
 * message of the same profile and actor, ordered by (event_time, message_id).
 *
 * @param value the value as canonical JSON text; null where the message has none
 * @param seen c: earlier messages with this value (bigint, never null; null values count as one
 *     another)
 * @param total N: earlier messages (bigint, never null)
 * @param distinct G: distinct values among them, null being one (bigint, never null)
 * @param missing c0: earlier messages without a value (bigint, never null)
 * @param others what others showed; null where nobody asks for it
 */
public record Evidence(
    Column value,
    Column seen,
    Column total,
    Column distinct,
    Column missing,
    OtherEvidence others) {
  /** Of the actor alone. */
  public Evidence(Column value, Column seen, Column total, Column distinct, Column missing) {
    this(value, seen, total, distinct, missing, null);
  }

  /** N / G: how often a value was seen on average (double); null before the first message. */
  public Column mean() {
    return try_divide(total, distinct);
  }

  /** N in words: {@code 412 earlier messages}. */
  Column earlierMessages() {
    return concat(
        total.cast("string"),
        when(total.equalTo(1), lit(" earlier message")).otherwise(lit(" earlier messages")));
  }
}
