package dev.nightwarden.feature.metric;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** {@link ShannonEntropy} by the name that Anomal's users know. */
@TypeName(value = "hostname_entropy", doc = "Shannon entropy of a name in bits per character.")
public record HostnameEntropy() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return new ShannonEntropy().of(inputs);
  }
}
