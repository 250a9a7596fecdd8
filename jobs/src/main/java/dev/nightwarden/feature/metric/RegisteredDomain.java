package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The registered domain of a name. */
@TypeName(
    value = "registered_domain",
    doc = "The registered domain of a name: bbc.co.uk of www.bbc.co.uk.")
public record RegisteredDomain() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("registered_domain", inputs.first());
  }
}
