package dev.nightwarden.feature.flag;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Finds what a list names: bad addresses, names to watch. */
@TypeName(value = "in_list", doc = "A value is in the list of a file.")
public record InList(
    @Key(doc = ListFlag.FILE, required = true) String file,
    @Key(doc = ListFlag.NETWORKS, fallback = "false") boolean networks)
    implements ListFlag {
  @Override
  public String message() {
    return "{value} of {actor} is in the list {file}";
  }

  @Override
  public Column hits(Inputs inputs) {
    return isListed(inputs);
  }
}
