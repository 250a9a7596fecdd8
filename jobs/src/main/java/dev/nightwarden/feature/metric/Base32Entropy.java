package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The entropy of the bytes that a text encodes in base32. */
@TypeName(
    value = "base32_entropy",
    doc =
        "Shannon entropy of what a text says in base32, in bits per byte; none if it is no base32.")
public record Base32Entropy() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("base32_entropy", inputs.first());
  }
}
