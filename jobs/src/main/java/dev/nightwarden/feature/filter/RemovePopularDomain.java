package dev.nightwarden.feature.filter;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.Filter;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Drops names of popular domains. */
@TypeName(
    value = "remove_popular_domain",
    doc = "Drops records whose name, or its registered domain, ranks high in a list.")
public record RemovePopularDomain(
    @Key(doc = "Ranks up to this are dropped.", fallback = "1000", min = 1) int top,
    @Key(
            doc =
                "A file of lines rank,name, on every machine or shipped with --files; built-in: a"
                    + " small list that comes with the program.",
            fallback = "built-in")
        String list)
    implements Filter {
  @Override
  public Column drops(Inputs inputs) {
    return call_function("popularity_rank", inputs.first(), lit(list)).leq(top);
  }
}
