package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.suppress.Excused;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which anomalies are malicious. In: {@code anomalies}, but for {@code excused} ones. Out:
 * {@code investigations} of those that are judged together, and {@code malicious_events}.
 *
 * @param detectors all there are
 * @param attack what they are signs of
 * @param excusing the stage whose dates it takes over
 */
public record InvestigateStage(List<Detector> detectors, Attack attack, String excusing)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "investigate";

  private static final Logger log = LoggerFactory.getLogger(InvestigateStage.class);

  public InvestigateStage {
    detectors = List.copyOf(detectors);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.INVESTIGATIONS, Table.MALICIOUS_EVENTS);
  }

  @Override
  public Set<String> follows() {
    return Set.of(excusing);
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    Dataset<Row> all = Excused.without(night.warehouse(), night.warehouse().read(Table.ANOMALIES));
    Dataset<Row> anomalies = all.where(Slices.of(dates));
    Dataset<Row> judged =
        Findings.judged(
            all.where(Findings.looksAt(dates, Findings.lookback(detectors))),
            detectors,
            new Past(dates, night.warehouse().read(Table.ACTOR_DATES)));
    Counted investigations =
        new Counted(
            Investigate.investigations(judged),
            count(lit(1)).as("investigations"),
            count_if(col(MALICIOUS).gt(0)).as("malicious_investigations"));
    Counted malicious =
        new Counted(
            Findings.malicious(judged, Findings.alone(anomalies, detectors), night.runId())
                .withColumn(ATTACK, attack.techniques()),
            count(lit(1)).as("malicious_events"));
    night.warehouse().replace(Table.INVESTIGATIONS, investigations.rows(), Slices.sql(dates));
    night.warehouse().replace(Table.MALICIOUS_EVENTS, malicious.rows(), Slices.sql(dates));
    for (String name : List.of("investigations", "malicious_investigations")) {
      night.count("investigate." + name, investigations.get(name));
    }
    night.count("investigate.malicious_events", malicious.get("malicious_events"));
    log.info(
        "investigate: {}, {} of them malicious; {} malicious, in {} seconds",
        Amount.of(investigations.get("investigations"), "investigation"),
        investigations.get("malicious_investigations"),
        Amount.of(malicious.get("malicious_events"), "anomaly", "anomalies"),
        night.elapsed());
  }
}
