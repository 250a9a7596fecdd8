package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.length;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The length of a text. */
@TypeName(value = "length", doc = "How many characters a text has.")
public record Length() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return length(inputs.first());
  }
}
