package example.transactions;

import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** Finds large sums that leave an account in cash. Needs the path of the kind, then of the amount. */
@TypeName(value = "large_cash_out", doc = "A large sum leaves an account in cash.")
public record LargeCashOut(
    @Key(doc = "The amount from which a cash-out is large.", fallback = "10000", above = 0)
        double from,
    @Key(doc = "How the log calls a cash-out.", fallback = "CASH_OUT") String kind)
    implements DirectFlag {
  @Override
  public int needs() {
    return 2;
  }

  @Override
  public String message() {
    return "{actor} took out {amount} in cash";
  }

  @Override
  public Set<String> figures() {
    return Set.of("amount");
  }

  @Override
  public Map<String, Column> figures(Inputs inputs) {
    return Map.of("amount", amount(inputs));
  }

  @Override
  public Column hits(Inputs inputs) {
    return inputs.first().equalTo(lit(kind)).and(amount(inputs).geq(from));
  }

  private static Column amount(Inputs inputs) {
    return inputs.number(inputs.dataNeeded().get(1));
  }
}
