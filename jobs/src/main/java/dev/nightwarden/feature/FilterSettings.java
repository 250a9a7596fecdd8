package dev.nightwarden.feature;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
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
    @Key(doc = "The filter's own keys.") @TypedBy(value = "name", when = "named") Filter params) {
  public FilterSettings {
    Keys.check(FilterSettings.class, type, name, dataNeeded, expression, params);
    dataNeeded = List.copyOf(dataNeeded);
    Entries.check(
        "filter", type, "sql", expression, dataNeeded, params == null ? 0 : params.needs());
  }
}
