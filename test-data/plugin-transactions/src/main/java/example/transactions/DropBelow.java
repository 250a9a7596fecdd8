package example.transactions;

import dev.nightwarden.feature.Filter;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/** Drops transactions that are too small to matter. */
@TypeName(value = "drop_below", doc = "Drops records whose amount is below a minimum.")
public record DropBelow(@Key(doc = "The least amount that is kept.", required = true) double amount)
    implements Filter {
  @Override
  public Column drops(Inputs inputs) {
    return inputs.number(inputs.dataNeeded().get(0)).lt(amount);
  }
}
