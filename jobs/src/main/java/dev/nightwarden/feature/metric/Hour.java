package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.hour;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The hour of a time. */
@TypeName(value = "hour", doc = "The hour of a time in UTC, 0 to 23.")
public record Hour() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return hour(inputs.time(inputs.dataNeeded().get(0)));
  }
}
