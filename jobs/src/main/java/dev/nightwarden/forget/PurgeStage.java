package dev.nightwarden.forget;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Upkeep;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what older versions of the tables held, once stores have followed. In: tables with a
 * history. Out: tables without one, and {@code forgotten} saying that nothing is left.
 *
 * @param others folders of other Delta tables that stores hold
 */
public record PurgeStage(Forget forget, List<String> others) implements Stage {
  /** The stage's name. */
  public static final String NAME = "purge";

  private static final Logger log = LoggerFactory.getLogger(PurgeStage.class);

  public PurgeStage {
    others = List.copyOf(others);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> none) {
    List<Table> tables =
        Arrays.stream(Table.values())
            .filter(table -> table != Table.LEASE && night.warehouse().exists(table))
            .toList();
    for (int i = 0; i < tables.size(); i++) {
      Upkeep.of(night.warehouse(), tables.get(i)).purge();
      log.info(
          "purge: {} of {}: {} has no older version",
          i + 1,
          Amount.of(tables.size(), "table"),
          tables.get(i).tableName());
    }
    for (String folder : others) {
      Upkeep.of(night.warehouse().spark(), folder, night.warehouse()::confirm).purge();
      log.info("purge: {} has no older version", folder);
    }
    forget.complete(night.warehouse(), night.clock().instant());
  }
}
