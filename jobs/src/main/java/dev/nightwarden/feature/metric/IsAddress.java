package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Whether a name is an address. */
@TypeName(value = "is_address", doc = "Whether a text is an IPv4 or IPv6 address.")
public record IsAddress() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("is_address", inputs.first());
  }
}
