package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The share of digits in a name. */
@TypeName(
    value = "digit_share",
    doc = "The share of a text's characters that are digits, in [0, 1].")
public record DigitShare() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("digit_share", inputs.first());
  }
}
