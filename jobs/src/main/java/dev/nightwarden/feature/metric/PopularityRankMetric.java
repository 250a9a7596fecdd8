package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** The rank of a name in a popularity list. */
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
  public PopularityRankMetric {
    Keys.check(PopularityRankMetric.class, list);
  }

  @Override
  public Column of(Inputs inputs) {
    return call_function("popularity_rank", inputs.first(), lit(list));
  }
}
