package dev.nightwarden.feature.metric;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** {@link PopularityRankMetric} by the name that Anomal's users know. */
@TypeName(
    value = "alexa_1m_rating",
    doc = "The rank of a name, or of its registered domain, in a list; none if it is not listed.")
public record Alexa1mRating(
    @Key(
            doc =
                "A file of lines rank,name on every machine; built-in: a small list that comes with"
                    + " the program.",
            fallback = "built-in")
        String list)
    implements Metric {
  @Override
  public Column of(Inputs inputs) {
    return new PopularityRankMetric(list).of(inputs);
  }
}
