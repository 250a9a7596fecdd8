package dev.nightwarden.feature;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A flag that several records raise together: a table in, suspects out. What it finds on a date may
 * depend on records of that date and of {@link #lookbackDays} before, whether or not other dates
 * are asked for beside it, and never on a later one.
 */
public interface AggregationFlag extends Flag {
  /** What was found: a map of texts that messages can mention, by {@link Flag#figures}. */
  String FIGURES = "figures";

  /** How many days before a date it looks at, 0 or more. */
  int lookbackDays();

  /**
   * A path whose values are to be kept in {@code feature_counts}, so that the whole history can be
   * asked by {@link Records#firstDates}; null for none.
   */
  default String keeps() {
    return null;
  }

  /**
   * The suspects of the wanted dates.
   *
   * @return columns transport, message_id, event_time, event_date (of the one record that stands
   *     for the finding, on a wanted date), actor (text, never null), {@link #FIGURES} (map of text
   *     to text)
   */
  Dataset<Row> suspects(Records records);
}
