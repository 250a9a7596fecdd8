package dev.nightwarden.report;

import dev.nightwarden.feature.Features;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the page of a run. In: {@code malicious_events} and what they rest on. Out: a page and its
 * JSON in a folder.
 *
 * @param folder where to; null: no page is written
 * @param features the section {@code features}; empty where the config has none
 * @param minRisk the least risk of an alert
 * @param judging the stage whose dates it takes over
 */
public record ReportStage(
    ReportFolder folder, Optional<Features> features, double minRisk, String judging)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "report";

  private static final Logger log = LoggerFactory.getLogger(ReportStage.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> follows() {
    return Set.of(judging);
  }

  @Override
  public Optional<String> idle() {
    return folder == null ? Optional.of("the config has no section report") : Optional.empty();
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    Pages.Made made = new Pages(some -> write(night, some)).make(dates, night.agenda().left(NAME));
    night.done(made.done());
    if (made.failure() != null) {
      log.warn("{}", made.failure().getMessage());
      throw made.failure();
    }
  }

  private void write(StageContext night, NavigableSet<LocalDate> dates) throws IOException {
    Report report = FromTables.of(night.warehouse(), features, minRisk).report(dates);
    Warehouse warehouse = night.warehouse();
    String page =
        folder.write(report, warehouse.spark().sessionState().newHadoopConf(), warehouse::confirm);
    log.info("report: {}", page);
  }
}
