package example.transactions;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** What this jar brings. */
public final class TransactionTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(DropBelow.class, LargeCashOut.class);
  }
}
