package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** Finds a number above a limit in one record: bytes sent, money moved, rows read. */
@TypeName(value = "transfer_above", doc = "A number is greater than an amount.")
public record TransferAbove(
    @Key(doc = "Numbers greater than this raise the flag.", required = true) Double above)
    implements DirectFlag {
  @Override
  public int needs() {
    return 1;
  }

  @Override
  public String message() {
    return "{actor} transferred {amount}, more than {above}";
  }

  /** What is no number raises nothing, nor does NaN. */
  @Override
  public Column hits(Inputs inputs) {
    Column amount = inputs.number(inputs.dataNeeded().get(0));
    return amount.gt(above).and(not(isnan(amount)));
  }

  @Override
  public Set<String> figures() {
    return Set.of("amount", "above");
  }

  @Override
  public Map<String, Column> figures(Inputs inputs) {
    return Map.of("amount", Figures.text(inputs.first()), "above", lit(Figures.number(above)));
  }
}
