package dev.nightwarden.ship;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Table;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * Sends what was found to where people see it. In: {@code malicious_events}, {@code alerts}. Out:
 * every store and notifier of the config, and {@code deliveries}.
 *
 * @param shippers by name, in the order in which they are tried; none: the findings are logged
 * @param alerts what becomes of them
 * @param database the deployment's database; null where none is configured
 * @param judging the stage whose dates it takes over
 */
public record ShipStage(
    Map<String, Shipper> shippers, AlertShipping alerts, Database database, String judging)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "ship";

  public ShipStage {
    shippers = Collections.unmodifiableMap(new LinkedHashMap<>(shippers));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.DELIVERIES);
  }

  @Override
  public Set<String> follows() {
    return Set.of(judging);
  }

  @Override
  public boolean isTelling() {
    return true;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    new Ship(
            night.warehouse(),
            shippers,
            database,
            night.clock(),
            night.quiet(),
            night.request().notifyAnyway(),
            alerts)
        .run(dates)
        .counts()
        .forEach((name, amount) -> night.count("ship." + name, amount));
  }
}
