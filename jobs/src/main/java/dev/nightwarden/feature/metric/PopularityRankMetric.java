package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** How popular a name is by a list. */
@TypeName(
    value = "popularity_rank",
    doc = "The rank of a name, or of its registered domain, in a list; none if it is not listed.")
public record PopularityRankMetric(
    @Key(
            doc =
                "A file of lines rank,name on every machine; built-in: a small list that comes with"
                    + " the program.",
            fallback = "built-in")
        String list)
    implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return call_function("popularity_rank", inputs.first(), lit(list));
  }
}
