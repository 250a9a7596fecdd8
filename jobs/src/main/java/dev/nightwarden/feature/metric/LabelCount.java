package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The number of labels in a name. */
@TypeName(value = "label_count", doc = "How many labels a name has: 3 for www.example.com.")
public record LabelCount() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("label_count", inputs.first());
  }
}
