package dev.nightwarden.reporter;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_number;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/**
 * For a field every message carries: a value is as odd as it is rare.
 *
 * <p>1 for a missing value and for one never seen; 0 for a value seen at least as often as the mean
 * of all values; otherwise 1 - c / N, times the weight.
 */
@TypeName(
    value = "mandatory",
    doc = "For a field every message carries: a value is as odd as it is rare.")
public record Mandatory(
    @Key(doc = "The score is multiplied by this.", fallback = "1.0", above = 0, max = 1)
        double weight)
    implements Reporter {

  @Override
  public Column score(Evidence known) {
    Column rarity = lit(1.0).minus(try_divide(known.seen(), known.total()));
    return when(known.value().isNull().or(known.seen().equalTo(0)), lit(1.0))
        .when(isUsual(known), lit(0.0))
        .otherwise(rarity)
        .multiply(weight);
  }

  @Override
  public boolean isUsual(KnownCounts known) {
    return known.isPresent()
        && known.seen() > 0
        && Math.multiplyExact(known.seen(), known.distinct()) >= known.total();
  }

  @Override
  public Column reason(Evidence known, Column actor) {
    Column messages = known.earlierMessages();
    return when(
            known.value().isNull().and(known.total().equalTo(0)),
            concat(lit("in the first message of "), actor))
        .when(
            known.value().isNull(),
            concat(
                lit("though a value is expected; so it was in "),
                known.missing().cast("string"),
                lit(" of "),
                messages,
                lit(" of "),
                actor))
        .when(known.total().equalTo(0), concat(lit("in the first message of "), actor))
        .when(known.seen().equalTo(0), concat(lit("never seen for "), actor, lit(" in "), messages))
        .otherwise(
            concat(
                lit("seen for "),
                actor,
                lit(" in only "),
                known.seen().cast("string"),
                lit(" of "),
                messages,
                lit("; a usual value in "),
                format_number(known.mean(), 1),
                lit(" or more")));
  }

  /** c >= N / G, in whole numbers so that no rounding decides. */
  private static Column isUsual(Evidence known) {
    return known.seen().multiply(known.distinct()).geq(known.total());
  }
}
