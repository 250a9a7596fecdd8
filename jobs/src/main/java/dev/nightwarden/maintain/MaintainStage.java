package dev.nightwarden.maintain;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.TableLog;
import dev.nightwarden.table.TableSize;
import dev.nightwarden.table.Upkeep;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the small files of tables together, adds statistics where they lack, and removes the files
 * of old versions. In: the tables. Out: the same rows.
 */
public record MaintainStage(MaintainSettings settings) implements Stage {
  /** The stage's name. */
  public static final String NAME = "maintain";

  private static final Logger log = LoggerFactory.getLogger(MaintainStage.class);

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
    if (!Due.is(night, settings)) {
      return;
    }
    List<Table> tables =
        Arrays.stream(Table.values())
            .filter(table -> table != Table.LEASE && night.warehouse().exists(table))
            .toList();
    long before = 0;
    long after = 0;
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      Upkeep upkeep = Upkeep.of(night.warehouse(), table);
      Upkeep.Compacted compacted = upkeep.compact();
      long without = upkeep.completeStatistics();
      upkeep.vacuum(settings.vacuumDays());
      before += compacted.before();
      after += compacted.after();
      TableSize size = TableLog.of(night.warehouse(), table).orElseThrow().size();
      log.info(
          "maintain: {} of {}: {}: {}{}{}",
          i + 1,
          Amount.of(tables.size(), "table"),
          table.tableName(),
          compacted.before() == 0
              ? "no small files"
              : "%s in place of %d"
                  .formatted(Amount.of(compacted.after(), "file"), compacted.before()),
          without == 0 ? "" : ", statistics for " + Amount.of(without, "file"),
          "; %s, %,d bytes".formatted(Amount.of(size.files(), "file"), size.bytes()));
    }
    night.count(Due.TABLES, tables.size());
    night.count("maintain.files_before", before);
    night.count("maintain.files_after", after);
  }
}
