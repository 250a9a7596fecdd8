package dev.nightwarden.evaluate;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Set;

/**
 * Takes over the messages of another warehouse, in place of reading logs. In: its {@code messages}.
 * Out: {@code messages}.
 *
 * @param source only read
 * @param last the last event date that is taken over
 */
record AdoptStage(Warehouse source, LocalDate last) implements Stage {
  static final String NAME = "adopt";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.MESSAGES);
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> none) {
    if (!night.warehouse().read(Table.MESSAGES).isEmpty()) {
      return;
    }
    NavigableSet<LocalDate> dates = source.dates(Table.MESSAGES).headSet(last, true);
    night.changing(dates);
    night
        .warehouse()
        .append(Table.MESSAGES, source.read(Table.MESSAGES).where(col(EVENT_DATE).leq(last)));
  }
}
