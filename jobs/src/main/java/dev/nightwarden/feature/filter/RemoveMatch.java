package dev.nightwarden.feature.filter;

import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.Filter;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Drops records whose value is, or contains, a keyword. */
@TypeName(value = "remove_match", doc = "Drops records whose value is, or contains, a keyword.")
public record RemoveMatch(
    @Key(doc = "What the value must be.", required = true) String keyword,
    @Key(doc = "Whether it is enough that the value contains it.", fallback = "false")
        boolean contains)
    implements Filter {
  @Override
  public Column drops(Inputs inputs) {
    return contains ? inputs.first().contains(lit(keyword)) : inputs.first().equalTo(lit(keyword));
  }
}
