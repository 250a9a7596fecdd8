package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** How mixed the characters of a name are. */
@TypeName(value = "hostname_entropy", doc = "Shannon entropy of a name in bits per character.")
public record HostnameEntropy() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("shannon_entropy", inputs.first());
  }
}
