package dev.nightwarden.reporter;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/**
 * For a field that is often absent: a value never seen is as odd as it is unusual to have one.
 *
 * <p>0 for a missing value and for one seen before; 1 in an actor's first message; otherwise the
 * share of earlier messages without a value, c0 / N, times the weight.
 */
@TypeName(
    value = "optional",
    doc = "For a field that is often absent: a new value is as odd as it is unusual to have one.")
public record OptionalReporter(
    @Key(doc = "The score is multiplied by this.", fallback = "1.0", above = 0, max = 1)
        double weight)
    implements Reporter {

  @Override
  public Column score(Evidence known) {
    return when(known.value().isNull().or(known.seen().gt(0)), lit(0.0))
        .when(known.total().equalTo(0), lit(1.0))
        .otherwise(try_divide(known.missing(), known.total()))
        .multiply(weight);
  }

  @Override
  public boolean isUsual(KnownCounts known) {
    return !known.isPresent() || known.seen() > 0 || (known.total() > 0 && known.missing() == 0);
  }

  @Override
  public Column reason(Evidence known, Column actor) {
    return when(known.total().equalTo(0), concat(lit("in the first message of "), actor))
        .otherwise(
            concat(
                lit("never seen for "),
                actor,
                lit(", who had no value in "),
                known.missing().cast("string"),
                lit(" of "),
                known.earlierMessages()));
  }
}
