package dev.nightwarden.reporter;

import org.apache.spark.sql.Column;

/** Turns what is known of a value into a score. An extension point, named by its type name. */
public interface Reporter {
  /** The score (double in [0, 1], never null): 0 for what is usual, 1 for what never was. */
  Column score(Evidence known);

  /**
   * Why the score is above 0, in words that follow "{@code <field> <value> }" (string, never null).
   *
   * @param actor the actor's name, fit for display
   */
  Column reason(Evidence known, Column actor);
}
