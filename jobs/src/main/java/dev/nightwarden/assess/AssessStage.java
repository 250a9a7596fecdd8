package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.LAST_DATE;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.RISK;
import static dev.nightwarden.table.Columns.STATE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.investigate.Attack;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.suppress.Excused;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes risks of what was found, and of risks the few alerts of a night. In: {@code anomalies}, but
 * for {@code excused} ones, and who was active. Out: {@code risks} and {@code alerts}.
 *
 * <p>A date weighs on those after it and may open an alert that goes on: from the first of its
 * dates on all that are known are done. Other settings hold from the next such date on; they make
 * no date stale, as the scores stay what they are.
 *
 * @param settings how much is told
 * @param profiles those that are watched
 * @param detectors all there are
 * @param attack what they are signs of
 * @param judging the stage whose dates it takes over
 */
public record AssessStage(
    AlertSettings settings,
    List<Profile> profiles,
    List<Detector> detectors,
    Attack attack,
    String judging)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "assess";

  private static final Logger log = LoggerFactory.getLogger(AssessStage.class);

  public AssessStage {
    profiles = List.copyOf(profiles);
    detectors = List.copyOf(detectors);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.RISKS, Table.ALERTS);
  }

  @Override
  public Set<String> follows() {
    return Set.of(judging);
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> asked) {
    Warehouse warehouse = night.warehouse();
    LocalDate from = asked.first();
    NavigableSet<LocalDate> dates = new TreeSet<>(asked);
    dates.addAll(warehouse.dates(Table.ANOMALIES).tailSet(from, true));
    Dataset<Row> risks =
        new Assessment(settings, profiles, detectors)
            .risks(
                warehouse,
                Excused.without(
                        warehouse, warehouse.read(Table.ANOMALIES).where(Assessment.looksAt(dates)))
                    .withColumn(ATTACK, attack.techniques()),
                earlier(warehouse, from),
                dates,
                null)
            .persist();
    try {
      write(night, dates, risks);
    } finally {
      risks.unpersist();
    }
    night.done(dates);
  }

  private void write(StageContext night, NavigableSet<LocalDate> dates, Dataset<Row> risks) {
    Warehouse warehouse = night.warehouse();
    LocalDate from = dates.first();
    Spells spells = new Spells(settings);
    unfinished(warehouse, from)
        .forEach(
            spell ->
                spells.resume(
                    spell.getString(0),
                    LocalDate.parse(spell.getString(1)),
                    LocalDate.parse(spell.getString(2))));
    NavigableSet<LocalDate> changing = new TreeSet<>(dates);
    changing.addAll(warehouse.dates(Table.ALERTS).tailSet(from, true));
    changing.addAll(warehouse.dates(Table.ALERTS, mayChange(from)));

    Column isRefused = col(ALERT_ID).isNull().and(col(RISK).geq(settings.minRisk()));
    Counted placed =
        new Counted(
            Alerts.place(risks, () -> spells)
                .withColumn(ALERT_ID, when(col(Alerts.FIRST_DATE).isNotNull(), Alerts.id())),
            count_if(isRefused).as("refused"),
            max(when(isRefused, col(RISK))).cast("string").as("refused_risk"));
    warehouse.replace(
        Table.RISKS,
        placed.rows().select(Table.RISKS.columns()),
        "%s >= DATE'%s'".formatted(EVENT_DATE, from));
    Counted alerts =
        new Counted(
            Alerts.of(
                    warehouse
                        .read(Table.RISKS)
                        .where(isFrom(changing.first()).and(col(ALERT_ID).isNotNull())),
                    newest(night, dates),
                    settings.restDays())
                .where(Slices.of(changing))
                .select(Table.ALERTS.columns()),
            count_if(isFrom(from)).as("opened"));
    warehouse.replace(Table.ALERTS, alerts.rows(), Slices.sql(changing));

    night.count(NAME + ".alerts", alerts.get("opened"));
    night.count(NAME + ".refused", placed.get("refused"));
    log.info(
        "assess: {} opened{} in {} seconds",
        Amount.of(alerts.get("opened"), "alert"),
        placed.get("refused") == 0
            ? ""
            : "; %s more had risk enough, the highest %s"
                .formatted(placed.get("refused"), placed.text("refused_risk")),
        night.elapsed());
  }

  /** The newest date that is known, from which it is told whether an alert may still grow. */
  private static LocalDate newest(StageContext night, NavigableSet<LocalDate> dates) {
    LocalDate newest = night.newest();
    return newest == null || newest.isBefore(dates.last()) ? dates.last() : newest;
  }

  private static Column isFrom(LocalDate date) {
    return col(EVENT_DATE).geq(lit(date));
  }

  /** Alerts of earlier dates that these dates may add to, or that rest from now on. */
  private Column mayChange(LocalDate from) {
    return col(LAST_DATE)
        .geq(lit(from.minusDays(settings.restDays())))
        .or(col(STATE).equalTo("open"));
  }

  /** The spells that are open when the dates begin: actor, first date, last date before them. */
  private List<Row> unfinished(Warehouse warehouse, LocalDate from) {
    Dataset<Row> earlier =
        warehouse
            .read(Table.ALERTS)
            .where(col(EVENT_DATE).lt(lit(from)).and(mayChange(from)))
            .select(ALERT_ID, EVENT_DATE);
    return warehouse
        .read(Table.RISKS)
        .where(
            col(EVENT_DATE)
                .lt(lit(from))
                .and(col(EVENT_DATE).geq(lit(from.minusDays(settings.restDays())))))
        .select(ALERT_ID, ACTOR, EVENT_DATE)
        .withColumnRenamed(EVENT_DATE, LAST_DATE)
        .join(earlier, ALERT_ID)
        .groupBy(col(ACTOR), col(EVENT_DATE).cast("string"))
        .agg(max(LAST_DATE).cast("string"))
        .collectAsList();
  }

  /** The points of earlier dates that still weigh. */
  private static Dataset<Row> earlier(Warehouse warehouse, LocalDate from) {
    return warehouse
        .read(Table.RISKS)
        .where(
            col(EVENT_DATE).lt(lit(from)).and(col(EVENT_DATE).geq(lit(from.minusDays(Risks.DAYS)))))
        .select(ACTOR, EVENT_DATE, POINTS);
  }
}
