package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The public suffix of a name. */
@TypeName(value = "public_suffix", doc = "The public suffix of a name: co.uk of www.bbc.co.uk.")
public record PublicSuffix() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("public_suffix", inputs.first());
  }
}
