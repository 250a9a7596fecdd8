package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The number of digits in a name. */
@TypeName(value = "numbers_in_hostname", doc = "How many digits a name has.")
public record NumbersInHostname() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("digit_count", inputs.first());
  }
}
