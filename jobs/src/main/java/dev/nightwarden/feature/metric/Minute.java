package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.minute;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The minute of a time. */
@TypeName(value = "minute", doc = "The minute of a time, 0 to 59.")
public record Minute() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return minute(inputs.time(inputs.dataNeeded().get(0)));
  }
}
