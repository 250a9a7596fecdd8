package dev.nightwarden.verdict;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.NavigableSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the dates whose anomalies were last looked at by other verdicts than those in force, and
 * has them, and those after them, looked at again. Where other messages are malicious than those by
 * which a date was counted, its messages are taken to have changed. In: {@code verdicts}. Out:
 * nothing.
 *
 * @param looking the stage that looks at anomalies by verdicts
 */
public record VerdictStage(String looking) implements Stage {
  /** The stage's name. */
  public static final String NAME = "verdicts";

  private static final Logger log = LoggerFactory.getLogger(VerdictStage.class);

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
    Warehouse warehouse = night.warehouse();
    if (!warehouse.exists(Table.VERDICTS)) {
      return;
    }
    Verdicts verdicts = Verdicts.of(warehouse);
    withhold(night, verdicts.malicious());
    NavigableSet<LocalDate> known = warehouse.dates(Table.ANOMALIES);
    NavigableSet<LocalDate> changed =
        AppliedVerdicts.others(warehouse, Table.APPLIED_VERDICTS, verdicts, known);
    changed.removeAll(night.agenda().waiting(looking));
    if (changed.isEmpty()) {
      return;
    }
    // What an anomaly is compared with are those of the days before it.
    NavigableSet<LocalDate> later = known.tailSet(changed.first(), true);
    log.info(
        "verdicts: there are others than when {} was judged; {} judged again, from it on",
        changed.first(),
        Amount.of(later.size(), "date is", "dates are"));
    night.handOver(looking, later);
  }

  /** Has dates counted, and what rests on them scored, again. */
  private static void withhold(StageContext night, Verdicts malicious) {
    Warehouse warehouse = night.warehouse();
    if (malicious.isNone() && !warehouse.exists(Table.WITHHELD)) {
      return;
    }
    NavigableSet<LocalDate> changed =
        AppliedVerdicts.others(
            warehouse, Table.WITHHELD, malicious, warehouse.dates(Table.MESSAGES));
    if (!changed.isEmpty()) {
      log.info(
          "verdicts: other messages of {} are malicious than when {} counted; what rests on them is"
              + " scored again",
          Amount.of(changed.size(), "date"),
          changed.size() == 1 ? "it was" : "they were");
      night.changing(changed);
    }
  }
}
