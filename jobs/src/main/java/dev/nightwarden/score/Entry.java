package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.col;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** What goes through the exchange: a message with its values, or a count of one value. */
final class Entry {
  /** A hash of profile and actor. */
  static final String GROUP = "group_hash";

  /** When the entry counts from: microseconds since 1970 (bigint). */
  static final String MICROS = "micros";

  static final String IS_MESSAGE = "is_message";

  /** How often each value of the entry counts; negative where it leaves the history. */
  static final String WEIGHT = "weight";

  /**
   * The order in which an actor's entries count; counts come before messages of their instant.
   * Actors of one hash alternate: to tell them apart here too would take two comparisons of texts
   * for each two entries of any actor.
   */
  static final Column[] ORDER = columns(GROUP, MICROS, IS_MESSAGE, MESSAGE_ID, TRANSPORT);

  private Entry() {}

  private static Column[] columns(String... names) {
    return Stream.of(names).map(name -> col(name)).toArray(Column[]::new);
  }
}
