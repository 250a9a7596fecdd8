package dev.nightwarden.forget;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes people from the tables, the landed files and the pages. In: names. Out: the rows and
 * lines of others, and the dates whose malicious events changed, for the stores to follow.
 *
 * @param shipping the stage that makes stores follow; null where there are none
 */
public record ForgetStage(Forget forget, String shipping) implements Stage {
  /** The stage's name. */
  public static final String NAME = "forget";

  private static final Logger log = LoggerFactory.getLogger(ForgetStage.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.FORGOTTEN);
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> none) throws IOException {
    forget.begin(night.warehouse(), night.startedAt());
    List<Removal.Rows> all =
        forget.removeRows(
            night.warehouse(),
            dates -> {
              if (shipping != null) {
                night.handOver(shipping, dates);
              }
            },
            rows -> log.info("forget: {}", Forget.told(rows)));
    for (Removal.Rows rows : all) {
      night.count(NAME + "." + rows.table().tableName(), rows.removed());
    }
    forget.removeFiles(night.warehouse(), told -> log.info("forget: {}", told));
    forget.unsearched().ifPresent(told -> log.warn("forget: {}", told));
  }
}
