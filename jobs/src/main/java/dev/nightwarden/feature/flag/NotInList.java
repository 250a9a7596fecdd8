package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.not;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Finds what a list should name and does not: an unknown machine, a country without an office. */
@TypeName(value = "not_in_list", doc = "A value is not in the list of a file.")
public record NotInList(
    @Key(doc = ListFlag.FILE, required = true) String file,
    @Key(doc = ListFlag.NETWORKS, fallback = "false") boolean networks)
    implements ListFlag {
  @Override
  public String message() {
    return "{value} of {actor} is not in the list {file}";
  }

  @Override
  public Column hits(Inputs inputs) {
    return not(isListed(inputs));
  }
}
