package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Whether the name of a query is empty. */
@TypeName(value = "empty_query_name", doc = "Whether a name is missing, blank or the root.")
public record EmptyQueryName() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("is_empty_name", inputs.first());
  }
}
