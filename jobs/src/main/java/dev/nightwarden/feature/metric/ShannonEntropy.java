package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The Shannon entropy of the characters of a text. */
@TypeName(value = "shannon_entropy", doc = "Shannon entropy of a text in bits per character.")
public record ShannonEntropy() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("shannon_entropy", inputs.first());
  }
}
