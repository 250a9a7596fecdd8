package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.col;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * What goes through the exchange: a message with its values, a count of one value, or what others
 * showed of it.
 */
final class Entry {
  /** A hash of profile and actor. */
  static final String GROUP = "group_hash";

  /** When the entry counts from: microseconds since 1970 (bigint). */
  static final String MICROS = "micros";

  /** What the entry is; of one instant they come in this order. */
  static final String KIND = "kind";

  /** {@code weight} more of a value. */
  static final int COUNT = 0;

  /** From this day on {@code figures} peers, others and newcomers showed a value. */
  static final int OTHERS = 1;

  /** On this day the actor is compared with the group in {@code values}; figures: since when. */
  static final int ACTOR_DATE = 2;

  static final int MESSAGE = 3;

  /** Numbers of the entry (array of int); null for counts and messages. */
  static final String FIGURES = "figures";

  /** How often each value of the entry counts; negative where it leaves the history. */
  static final String WEIGHT = "weight";

  /**
   * The order in which an actor's entries count; what is known comes before messages of its
   * instant. Actors of one hash alternate: to tell them apart here too would take two comparisons
   * of texts for each two entries of any actor.
   */
  static final Column[] ORDER = columns(GROUP, MICROS, KIND, MESSAGE_ID, TRANSPORT);

  private Entry() {}

  private static Column[] columns(String... names) {
    return Stream.of(names).map(name -> col(name)).toArray(Column[]::new);
  }
}
