package dev.nightwarden.app;

import dev.nightwarden.assess.AssessStage;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.feature.FeatureDetectors;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.Features;
import dev.nightwarden.forget.Forget;
import dev.nightwarden.forget.ForgetStage;
import dev.nightwarden.forget.People;
import dev.nightwarden.forget.PurgeStage;
import dev.nightwarden.ingest.IngestStage;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.investigate.InvestigateStage;
import dev.nightwarden.maintain.ExpireStage;
import dev.nightwarden.maintain.MaintainStage;
import dev.nightwarden.night.Night;
import dev.nightwarden.night.Program;
import dev.nightwarden.night.Program.Part;
import dev.nightwarden.night.RunRecord;
import dev.nightwarden.observe.ObserveStage;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.pseudonym.PseudonymMark;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.report.ReportStage;
import dev.nightwarden.score.ScoreStage;
import dev.nightwarden.ship.Delta;
import dev.nightwarden.ship.ShipStage;
import dev.nightwarden.status.RunMetrics;
import dev.nightwarden.suppress.ExcuseStage;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.train.ForestDetector;
import dev.nightwarden.train.Forests;
import dev.nightwarden.train.TrainStage;
import dev.nightwarden.verdict.VerdictStage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * The application of one config: its detectors, and the stages of its night. This is the one place
 * that turns sections of the config into components.
 */
public final class Application {
  private final Config config;
  private final Map<String, Transport> transports;
  private final Map<String, Profile> profiles;
  private final Optional<Features> features;
  private final Forests forests;
  private final List<Detector> detectors;
  private final BooleanSupplier isOver;
  private final Pseudonyms pseudonyms;
  private RunMetrics metrics;

  /**
   * @param config read from a file, or made by a program; checked here in either case
   * @throws dev.nightwarden.plugin.IllegalKeyException if a key is missing, out of range or does
   *     not go with the others, or two transports of a profile declare different types for a field
   */
  public Application(Config config) {
    this(config, config.transports(), () -> false);
  }

  /**
   * The same for a watch, whose transports receive between its passes.
   *
   * @param isOver whether a pass that waits for another run is to give up
   */
  public Application(Config config, OpenTransports open, BooleanSupplier isOver) {
    this(config, open.transports(), isOver);
  }

  private Application(Config config, Map<String, Transport> transports, BooleanSupplier isOver) {
    this.config = Keys.checked(config);
    this.transports = transports;
    this.isOver = isOver;
    this.profiles = Profiles.of(config);
    this.features = Profiles.features(config);
    this.forests = Profiles.forests(config, profiles);
    this.detectors = List.copyOf(allDetectors());
    this.pseudonyms = Pseudonymity.of(config);
  }

  /** The settings. */
  public Config config() {
    return config;
  }

  /** The profiles by name. */
  public Map<String, Profile> profiles() {
    return profiles;
  }

  /** The section {@code features} at work; empty where there is none. */
  public Optional<Features> features() {
    return features;
  }

  /** Whatever writes anomalies. */
  public List<Detector> detectors() {
    return detectors;
  }

  /** What stands for names in the tables; empty where names stay. */
  public Optional<Pseudonyms> pseudonyms() {
    return Optional.ofNullable(pseudonyms);
  }

  /** Whether pseudonyms may stand at a path of messages, or below. */
  public boolean isHidden(String path) {
    return Pseudonymity.isHidden(config, pseudonyms, path);
  }

  /**
   * Checks the settings of every stage.
   *
   * @param spark null: only what needs no session
   * @throws dev.nightwarden.plugin.IllegalKeyException naming the key and what is wrong with it
   */
  public void check(SparkSession spark) {
    program().stages().forEach(stage -> stage.check(spark));
    Pseudonymity.check(config, pseudonyms);
  }

  /** The order of the stages, and which job runs which of them. */
  public Program program() {
    List<Profile> watched = List.copyOf(profiles.values());
    Job[] judging = {Job.RUN, Job.WATCH, Job.BACKFILL, Job.INVESTIGATE};
    return new Program(
        List.of(
            Part.of(
                new IngestStage(
                    transports,
                    Delays.of(config),
                    config.geoip(),
                    config.polls(),
                    people(),
                    pseudonyms,
                    config.landingDays()),
                Job.RUN,
                Job.WATCH,
                Job.BACKFILL,
                Job.INGEST),
            Part.of(new VerdictStage(ExcuseStage.NAME), Job.RUN, Job.WATCH),
            // Scores without the forests they rest on would be wrong, so collect grows what lacks.
            Part.of(
                new TrainStage(forests, ScoreStage.NAME),
                Job.RUN,
                Job.WATCH,
                Job.BACKFILL,
                Job.TRAIN,
                Job.COLLECT),
            Part.of(
                new ObserveStage(
                    watched, detectors, Profiles.definitions(config, profiles), ScoreStage.NAME),
                Job.RUN,
                Job.WATCH,
                Job.BACKFILL,
                Job.COLLECT),
            Part.of(new ScoreStage(detectors), Job.RUN, Job.WATCH, Job.BACKFILL, Job.COLLECT),
            Part.of(new ExcuseStage(Profiles.suppressions(config), ScoreStage.NAME), judging),
            Part.of(
                new InvestigateStage(detectors, Profiles.attack(config), ExcuseStage.NAME),
                judging),
            Part.of(
                new AssessStage(
                    config.alerting(),
                    watched,
                    detectors,
                    Profiles.attack(config),
                    InvestigateStage.NAME),
                judging),
            Part.of(expiry(), upkeepJobs()),
            Part.of(
                new ShipStage(
                    config.shippers(), config.alertShipping(), config.database(), AssessStage.NAME),
                Job.RUN,
                Job.WATCH,
                Job.BACKFILL,
                Job.SHIP,
                Job.MAINTAIN,
                Job.FORGET),
            Part.of(
                new ReportStage(
                    config.report(), features, config.alerting().minRisk(), AssessStage.NAME),
                Job.RUN,
                Job.BACKFILL),
            Part.of(new MaintainStage(config.upkeep()), upkeepJobs())));
  }

  private People people() {
    return Forgetting.people(config, profiles.values(), features);
  }

  /**
   * People to be forgotten.
   *
   * @param names as {@code actor} has them, or would have them if it had no pseudonyms
   * @throws dev.nightwarden.plugin.IllegalKeyException if the config has no key for them, or not
   *     that of the pseudonyms in the tables
   */
  public Forget forget(Warehouse warehouse, Collection<String> names) {
    new PseudonymMark(warehouse).confirm(pseudonyms);
    return Forgetting.of(config, people(), pseudonyms, names, warehouse.landing().orElse(null));
  }

  /** The order of the stages that forget somebody; the stores follow between the two. */
  private Program forgetting(Forget forget) {
    String shipping = config.allShippers().isEmpty() ? null : ShipStage.NAME;
    List<Part> parts = new ArrayList<>();
    for (Part part : program().parts()) {
      if (part.stage().name().equals(ShipStage.NAME)) {
        parts.add(Part.of(new ForgetStage(forget, shipping), Job.FORGET));
      }
      parts.add(part);
    }
    parts.add(
        Part.of(
            new PurgeStage(
                forget,
                Forgetting.deltas(config, Delta::path),
                Forgetting.deltas(config, Delta::table)),
            Job.FORGET));
    return new Program(parts);
  }

  private Job[] upkeepJobs() {
    return config.upkeep().everyNights() == null
        ? new Job[] {Job.MAINTAIN}
        : new Job[] {Job.MAINTAIN, Job.RUN};
  }

  private ExpireStage expiry() {
    Map<String, Integer> looksBack = new TreeMap<>();
    int counts = 0;
    for (Detector detector : detectors) {
      counts = Math.max(counts, detector.reach());
      if (detector.looksAtMessages()) {
        looksBack.put(detector.name(), detector.reach());
      }
    }
    return new ExpireStage(
        config.upkeep(),
        looksBack,
        counts,
        config.lateDays(),
        List.of(
            TrainStage.NAME,
            ObserveStage.NAME,
            ScoreStage.NAME,
            ExcuseStage.NAME,
            InvestigateStage.NAME,
            AssessStage.NAME),
        config.allShippers().isEmpty() ? null : ShipStage.NAME);
  }

  /**
   * Does what is asked and leaves a row in {@code runs}: see {@link Night#execute}.
   *
   * @param loaded what was read of this application's config
   * @param codeVersion tells builds apart
   */
  public RunRecord run(
      Warehouse warehouse,
      Loaded<Config> loaded,
      String codeVersion,
      Clock clock,
      Request request) {
    return run(warehouse, loaded, codeVersion, clock, request, program());
  }

  /**
   * Forgets people, as a run that leaves a row in {@code runs}; it can die anywhere and be done
   * again.
   *
   * @param wait how long to wait for another run; null: not at all
   */
  public RunRecord run(
      Warehouse warehouse,
      Loaded<Config> loaded,
      String codeVersion,
      Clock clock,
      Forget forget,
      Duration wait) {
    Request request = new Request(Job.FORGET, null, null, false, false, wait);
    return run(warehouse, loaded, codeVersion, clock, request, forgetting(forget));
  }

  /**
   * Trains, scores and judges dates of messages that were not read from logs, and does nothing else
   * of a night.
   *
   * @param source brings the messages
   */
  public RunRecord replay(
      Warehouse warehouse,
      Loaded<Config> loaded,
      String codeVersion,
      Clock clock,
      Request request,
      Stage source) {
    Set<String> replayed =
        Set.of(
            TrainStage.NAME,
            ObserveStage.NAME,
            ScoreStage.NAME,
            ExcuseStage.NAME,
            InvestigateStage.NAME);
    List<Part> parts = new ArrayList<>(List.of(Part.of(source, request.job())));
    for (Part part : program().parts()) {
      if (replayed.contains(part.stage().name())) {
        parts.add(Part.of(part.stage(), request.job()));
      }
    }
    return run(warehouse, loaded, codeVersion, clock, request, new Program(parts));
  }

  private RunRecord run(
      Warehouse warehouse,
      Loaded<Config> loaded,
      String codeVersion,
      Clock clock,
      Request request,
      Program program) {
    Night night =
        new Night(
            warehouse,
            program,
            config.lateDays(),
            loaded.hash(),
            codeVersion,
            loaded.secrets()::mask,
            new Night.Others(isOver, () -> features.ifPresent(Features::release)),
            clock);
    try {
      return GeoDatabases.using(
          warehouse.spark(), config.geoip(), () -> night.execute(request, ended(warehouse, clock)));
    } finally {
      features.ifPresent(Features::release);
    }
  }

  private Consumer<RunRecord> ended(Warehouse warehouse, Clock clock) {
    if (config.metrics() == null) {
      return run -> {};
    }
    if (metrics == null) {
      metrics = new RunMetrics(config.metrics(), warehouse, config.transports().keySet());
    }
    return run -> metrics.write(run, clock.instant());
  }

  private List<Detector> allDetectors() {
    List<Detector> all = new ArrayList<>();
    if (!profiles.isEmpty()) {
      all.add(Profiles.reporters(config, profiles));
    }
    Profiles.amounts(config, profiles).ifPresent(all::add);
    if (!forests.isNone()) {
      all.add(new ForestDetector(forests, Profiles.forestJudges(config)));
    }
    features.ifPresent(
        section -> all.addAll(FeatureDetectors.of(section, judge(section.settings()))));
    config.detectors().forEach((name, settings) -> all.add(settings.detector(name)));
    return all;
  }

  /** Null where the section has no analyzer. */
  private static Judge judge(FeatureSettings section) {
    return section.analyzer() == null
        ? null
        : new Investigate(section.collector(), section.analyzer());
  }
}
