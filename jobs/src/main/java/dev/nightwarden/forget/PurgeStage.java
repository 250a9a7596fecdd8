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
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what older versions of the tables held, once stores have followed. In: tables with a
 * history. Out: tables without one, and {@code forgotten} saying that nothing is left.
 *
 * @param folders of other Delta tables, which stores hold
 * @param tables such tables of catalogs
 */
public record PurgeStage(Forget forget, List<String> folders, List<String> tables)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "purge";

  private static final Logger log = LoggerFactory.getLogger(PurgeStage.class);

  public PurgeStage {
    folders = List.copyOf(folders);
    tables = List.copyOf(tables);
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
    List<Table> own =
        Arrays.stream(Table.values())
            .filter(table -> table != Table.LEASE && night.warehouse().exists(table))
            .toList();
    for (int i = 0; i < own.size(); i++) {
      Upkeep.of(night.warehouse(), own.get(i)).purge();
      log.info(
          "purge: {} of {}: {} has no older version",
          i + 1,
          Amount.of(own.size(), "table"),
          own.get(i).tableName());
    }
    SparkSession spark = night.warehouse().spark();
    Runnable confirmation = night.warehouse()::confirm;
    for (String folder : folders) {
      Upkeep.ofFolder(spark, folder, confirmation).ifPresent(upkeep -> purge(upkeep, folder));
    }
    for (String table : tables) {
      Upkeep.ofTable(spark, table, confirmation).ifPresent(upkeep -> purge(upkeep, table));
    }
    forget.complete(night.warehouse(), night.clock().instant());
  }

  private static void purge(Upkeep upkeep, String place) {
    upkeep.purge();
    log.info("purge: {} has no older version", place);
  }
}
