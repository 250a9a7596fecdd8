package dev.nightwarden.feature.filter;

import static org.apache.spark.sql.functions.upper;

import dev.nightwarden.feature.Filter;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;

/** Drops records with an error status. */
@TypeName(
    value = "remove_status_error",
    doc = "Drops records whose status says that what they tell of failed.")
public record RemoveStatusError(
    @Key(doc = "The statuses, in either case.", fallback = "[error]", min = 1, commas = true)
        List<String> statuses)
    implements Filter {
  public RemoveStatusError {
    statuses = List.copyOf(statuses);
  }

  @Override
  public Column drops(Inputs inputs) {
    return upper(inputs.first())
        .isin(statuses.stream().map(status -> status.toUpperCase(Locale.ROOT)).toArray());
  }
}
