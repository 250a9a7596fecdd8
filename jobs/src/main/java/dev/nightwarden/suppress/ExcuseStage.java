package dev.nightwarden.suppress;

import static dev.nightwarden.table.Columns.RULE;
import static dev.nightwarden.table.Columns.VERDICT_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.verdict.AppliedVerdicts;
import dev.nightwarden.verdict.Verdicts;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out what verdicts and rules say need not be looked at. In: {@code anomalies}, {@code
 * verdicts}. Out: {@code excused}, and by which verdicts each date was looked at.
 *
 * <p>Other rules hold for the dates that are judged from then on; they make no date stale.
 *
 * @param scoring the stage whose dates it takes over
 */
public record ExcuseStage(Suppressions rules, String scoring) implements Stage {
  /** The stage's name. */
  public static final String NAME = "excuse";

  /** A rule that covers more of the anomalies of a run hides more than a nuisance. */
  private static final double TOO_MUCH = .5;

  private static final int ENOUGH_TO_TELL = 20;

  /** After so many dates a rule should have been of use. */
  private static final int ENOUGH_DATES = 28;

  private static final Logger log = LoggerFactory.getLogger(ExcuseStage.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.EXCUSED, Table.APPLIED_VERDICTS);
  }

  @Override
  public Set<String> follows() {
    return Set.of(scoring);
  }

  @Override
  public void check(SparkSession spark) {
    rules.check(spark);
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    Warehouse warehouse = night.warehouse();
    Verdicts verdicts = Verdicts.of(warehouse);
    if (verdicts.isNone() && rules.isNone() && !warehouse.exists(Table.EXCUSED)) {
      return;
    }
    warehouse.replace(
        Table.EXCUSED, new Excuses(warehouse, verdicts, rules).of(dates), Slices.sql(dates));
    AppliedVerdicts.note(warehouse, Table.APPLIED_VERDICTS, verdicts, dates);
    tell(night, dates);
  }

  private void tell(StageContext night, NavigableSet<LocalDate> dates) {
    Map<String, Long> ofRules = new TreeMap<>();
    long ofVerdicts = 0;
    for (Row row :
        night
            .warehouse()
            .read(Table.EXCUSED)
            .where(Slices.of(dates))
            .groupBy(RULE)
            .agg(count(lit(1)), count(VERDICT_ID))
            .collectAsList()) {
      if (!row.isNullAt(0)) {
        ofRules.put(row.getString(0), row.getLong(1));
      }
      ofVerdicts += row.getLong(2);
    }
    night.count(NAME + ".verdicts", ofVerdicts);
    long ruled = 0;
    for (String rule : rules.rules().keySet()) {
      long covered = ofRules.getOrDefault(rule, 0L);
      night.count(NAME + ".rule." + rule, covered);
      ruled += covered;
    }
    log.info(
        "excuse: {} by verdicts, {} by rules need not be looked at",
        Amount.of(ofVerdicts, "anomaly", "anomalies"),
        ruled);
    if (!rules.isNone()) {
      warn(night, dates, ofRules);
    }
  }

  /** Says which rules somebody should look at. */
  private void warn(StageContext night, NavigableSet<LocalDate> dates, Map<String, Long> covered) {
    Warehouse warehouse = night.warehouse();
    long all = warehouse.read(Table.ANOMALIES).where(Slices.of(dates)).count();
    NavigableSet<LocalDate> known = warehouse.dates(Table.ANOMALIES);
    Set<String> everOfUse =
        Set.copyOf(
            warehouse
                .read(Table.EXCUSED)
                .where(col(RULE).isNotNull())
                .select(RULE)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
    rules
        .rules()
        .forEach(
            (name, rule) -> {
              long some = covered.getOrDefault(name, 0L);
              int held = rule.from() == null ? known.size() : known.tailSet(rule.from()).size();
              if (rule.until().isBefore(dates.last())) {
                log.warn(
                    "suppress: {}: expired on {}; remove it, or ask {} for a later until",
                    name,
                    rule.until(),
                    rule.owner());
              } else if (some >= ENOUGH_TO_TELL && some > TOO_MUCH * all) {
                log.warn(
                    "suppress: {}: covers {} of {}; narrow it, for it may cover an attack too",
                    name,
                    some,
                    Amount.of(all, "anomaly", "anomalies"));
              } else if (held >= ENOUGH_DATES && !everOfUse.contains(name)) {
                log.warn(
                    "suppress: {}: covered nothing on {}; remove it, or look at its conditions",
                    name,
                    Amount.of(held, "date"));
              }
            });
  }
}
