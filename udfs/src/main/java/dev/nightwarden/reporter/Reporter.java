package dev.nightwarden.reporter;

import java.io.Serializable;
import org.apache.spark.sql.Column;

/** Turns what is known of a value into a score. An extension point, named by its type name. */
public interface Reporter extends Serializable {
  /** The score (double in [0, 1], never null): 0 for what is usual, 1 for what never was. */
  Column score(Evidence known);

  /**
   * Why the score is above 0, in words that follow "{@code <field> <value> }" (string, never null).
   *
   * @param actor the actor's name, fit for display
   */
  Column reason(Evidence known, Column actor);

  /**
   * Whether the score is 0 for certain. Most values of a night are usual; those of which this is
   * true are never made a row, which takes most of the time of scoring. False is always right.
   */
  default boolean isUsual(KnownCounts known) {
    return false;
  }

  /**
   * Whether the score is 0 for certain where the probability of a value that is no likelier is at
   * least this. Only asked where it {@link #looksAtOthers}; false is always right.
   */
  default boolean isUsual(double leastTail) {
    return false;
  }

  /** How much what it says weighs beside other fields, in (0, 1]. */
  default double weight() {
    return 1;
  }

  /** Whether it asks what others showed: {@link Evidence#others()}. */
  default boolean looksAtOthers() {
    return false;
  }
}
