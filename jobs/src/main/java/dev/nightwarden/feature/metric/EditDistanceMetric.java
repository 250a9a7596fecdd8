package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.List;
import org.apache.spark.sql.Column;

/** The edit distance from a name to the nearest of a list, which finds look-alikes. */
@TypeName(
    value = "edit_distance",
    doc = "The least number of changed characters that make one of some names of it.")
public record EditDistanceMetric(
    @Key(doc = "The names, at most 1,000.", required = true, min = 1, max = 1000, commas = true)
        List<String> names)
    implements Metric {
  public EditDistanceMetric {
    names = List.copyOf(names);
  }

  @Override
  public Column of(Inputs inputs) {
    return call_function(
        "edit_distance_to",
        inputs.first(),
        array(names.stream().map(name -> lit(name)).toArray(Column[]::new)));
  }
}
