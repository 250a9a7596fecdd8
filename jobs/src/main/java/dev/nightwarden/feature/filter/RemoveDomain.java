package dev.nightwarden.feature.filter;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.rtrim;

import dev.nightwarden.feature.Filter;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;

/** Drops names of certain domains. */
@TypeName(
    value = "remove_domain",
    doc = "Drops records whose name is one of some domains, or lies below one.")
public record RemoveDomain(
    @Key(doc = "The domains.", required = true, min = 1, commas = true) List<String> domains)
    implements Filter {
  public RemoveDomain {
    domains = List.copyOf(domains);
  }

  @Override
  public Column drops(Inputs inputs) {
    Column name = rtrim(lower(inputs.first()), lit("."));
    Column drops = lit(false);
    for (String domain : domains) {
      String bare = domain.toLowerCase(Locale.ROOT).replaceAll("^\\.|\\.$", "");
      drops = drops.or(name.equalTo(bare)).or(name.endsWith("." + bare));
    }
    return drops;
  }
}
