package dev.nightwarden.feature;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypedBy;
import java.util.List;

/** One filter. */
public record FilterSettings(
    @Key(
            doc = "named: a filter by its name; sql: an expression.",
            fallback = "named",
            oneOf = {"named", "sql"})
        String type,
    @Key(doc = "Which filter; of type sql, what to call it.", required = true) String name,
    @Key(doc = "The paths it reads; checked against the data.", commas = true)
        List<String> dataNeeded,
    @Key(doc = "Of type sql: records for which this is true are dropped.") String expression,
    @Key(doc = "The filter's own keys.") @TypedBy(value = "name", when = "named") Filter params)
    implements Checked {
  public FilterSettings {
    dataNeeded = List.copyOf(dataNeeded);
  }

  @Override
  public void check() {
    Entries.check(
        "filter", type, "sql", expression, dataNeeded, params == null ? 0 : params.needs());
  }
}
