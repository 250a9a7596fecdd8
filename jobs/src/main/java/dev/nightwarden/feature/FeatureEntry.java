package dev.nightwarden.feature;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypedBy;
import java.util.List;

/** One entry of {@code features}: a column of the table of features. */
public record FeatureEntry(
    @Key(
            doc =
                "field: a value as it stands; metric: made of it by a metric; sql: by an"
                    + " expression.",
            required = true,
            oneOf = {"field", "metric", "sql"})
        String type,
    @Key(doc = "What the feature is called; also which metric.", required = true) String name,
    @Key(doc = "Which metric, where the name is not the metric's.") String metric,
    @Key(doc = "The paths it is made of; checked against the data.", commas = true)
        List<String> dataNeeded,
    @Key(doc = "Of type sql: the value; a number, a boolean or a text.") String expression,
    @Key(
            doc =
                "Whether values are compared as numbers (by difference) or as categories (equal or"
                    + " not). auto: numbers where all values of the date are.",
            fallback = "auto",
            oneOf = {"auto", "numeric", "categorical"})
        String kind,
    @Key(doc = "How much it counts against the other features.", fallback = "1", above = 0)
        double multiplier,
    @Key(doc = "The metric's own keys.")
        @TypedBy(
            value = {"metric", "name"},
            when = "metric")
        Metric params)
    implements Checked {
  public FeatureEntry {
    dataNeeded = List.copyOf(dataNeeded);
  }

  @Override
  public void check() {
    if (metric != null && !type.equals("metric")) {
      throw new IllegalKeyException("metric", "is only for type metric");
    }
    int needs = type.equals("field") ? 1 : params == null ? 0 : params.needs();
    Entries.check("feature", type, "sql", expression, dataNeeded, needs);
  }
}
