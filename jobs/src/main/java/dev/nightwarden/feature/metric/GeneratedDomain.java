package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** How little a name looks chosen by a person. */
@TypeName(
    value = "dga_score",
    doc =
        "How little a name looks chosen by a person: bits per character by a model of words, about 4 for chosen names, 6 to 9 for random ones.")
public record GeneratedDomain() implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("dga_score", inputs.first());
  }
}
