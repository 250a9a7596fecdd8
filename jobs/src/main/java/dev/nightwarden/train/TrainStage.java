package dev.nightwarden.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grows the forests that the dates to be scored need. In: messages before these dates. Out: rows of
 * {@code forests}.
 *
 * <p>Which forests score a date depends on the date alone ({@link TrainingDates}), and what a
 * forest is depends on the messages it has seen and on its settings alone. So it does not matter in
 * which runs dates are scored, nor whether a forest was kept or is grown again.
 *
 * <p><b>Late messages.</b> The dates that wait for this stage are those whose messages changed
 * since it last ran. A message of date x changes the forests trained for a date D > x whose history
 * sees x. Such forests are removed, and those that the dates to be scored need are grown again at
 * once: {@code late_days} as for counts. The dates beyond that the removed forests had scored are
 * stale; {@code run --from x} grows theirs again and scores them anew. A forest in the table is
 * therefore right, and a date scored by another one is listed as stale in {@code runs}. Changed
 * settings work likewise.
 *
 * <p><b>Again.</b> Changed dates are written down before messages change, and crossed off after
 * forests were removed and grown, in one commit; a run that died in between does it again.
 *
 * @param forests of all profiles that have any
 * @param scoring the stage that needs the forests
 */
public record TrainStage(Forests forests, String scoring) implements Stage {
  /** The stage's name. */
  public static final String NAME = "train";

  private static final Logger log = LoggerFactory.getLogger(TrainStage.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.FORESTS);
  }

  @Override
  public Optional<String> idle() {
    return forests.isNone() ? Optional.of("no profile has a section forest") : Optional.empty();
  }

  @Override
  public NavigableSet<LocalDate> dates(Agenda agenda) {
    NavigableSet<LocalDate> dates = new TreeSet<>(agenda.wanted(scoring));
    dates.addAll(agenda.waiting(NAME));
    return dates;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) {
    Trained trained = train(night, night.agenda().wanted(scoring), night.agenda().waiting(NAME));
    night.count("train.forests", trained.forests());
    night.count("train.too_few_events", trained.tooFewEvents());
    if (trained.dates() == 0) {
      log.info("train: no forest to train");
      return;
    }
    log.info(
        "train: {} trained for {}, {} skipped: fewer than {} events, in {} seconds",
        Amount.of(trained.forests(), "forest"),
        Amount.of(trained.dates(), "training date"),
        Amount.of(trained.tooFewEvents(), "actor-date"),
        forests.minEvents(),
        night.elapsed());
  }

  /**
   * What training did.
   *
   * @param dates training dates of all profiles
   * @param forests how many forests were grown
   * @param tooFewEvents actors of training dates that had too few events for one
   */
  private record Trained(int dates, long forests, long tooFewEvents) {
    static final Trained NONE = new Trained(0, 0, 0);
  }

  /**
   * Removes forests that are no longer right and grows those that dates need and that are not
   * there, all in one job and one commit.
   *
   * @param wanted the dates that are to be scored
   * @param changed the dates whose messages changed since this was last done
   */
  private Trained train(
      StageContext night, Collection<LocalDate> wanted, Collection<LocalDate> changed) {
    Warehouse warehouse = night.warehouse();
    ForestStore store = new ForestStore(warehouse);
    ForestGrower grower = new ForestGrower(warehouse, night.codeVersion());
    Map<String, Map<LocalDate, TrainingDates.Grown>> there = store.there();
    NavigableSet<LocalDate> known =
        wanted.isEmpty() ? new TreeSet<>() : warehouse.dates(Table.MESSAGES);
    List<Dataset<Row>> grown = new ArrayList<>();
    List<String> slices = new ArrayList<>();
    int trainingDates = 0;
    for (ProfileForests profile : forests.profiles()) {
      TrainingDates dates = profile.dates(warehouse);
      TrainingDates.Plan plan =
          dates.plan(
              wanted, known, changed, there.getOrDefault(profile.name(), Map.of()), profile.hash());
      if (!plan.grow().isEmpty()) {
        grown.add(grower.grow(profile, dates, plan.grow(), null));
      }
      if (!plan.touched().isEmpty()) {
        slices.add(ForestStore.slice(profile.name(), plan.touched()));
      }
      trainingDates += plan.grow().size();
    }
    there.forEach(
        (profile, ofProfile) -> {
          if (forests.of(profile).isEmpty()) {
            slices.add(ForestStore.slice(profile, new TreeSet<>(ofProfile.keySet())));
          }
        });
    if (grown.isEmpty()) {
      store.remove(slices);
      return Trained.NONE;
    }
    Counted rows =
        new Counted(
            grown.stream().reduce(Dataset::unionByName).orElseThrow(),
            count_if(col("forest").isNotNull()).as("forests"),
            count_if(col("forest").isNull()).as("too_few"));
    store.replace(slices, rows.rows());
    return new Trained(trainingDates, rows.get("forests"), rows.get("too_few"));
  }
}
