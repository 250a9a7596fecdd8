package dev.nightwarden.night;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.config.Config;
import dev.nightwarden.config.Hashes;
import dev.nightwarden.config.ProfileSection;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.feature.FeatureAnomalies;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.Features;
import dev.nightwarden.feature.Flags;
import dev.nightwarden.ingest.Ingest;
import dev.nightwarden.ingest.IngestResult;
import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.investigate.Collector;
import dev.nightwarden.investigate.Findings;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.observe.FeatureTotals;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.report.FromTables;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.score.History;
import dev.nightwarden.ship.Ship;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.train.ForestAnomalies;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Unforeseen;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a command over a warehouse.
 *
 * <p>Every step replaces whole dates of its table in one commit and then says so in {@code runs},
 * so that a night that died is finished by the next, and a date that runs again is the same.
 */
public final class Night {
  private static final Logger log = LoggerFactory.getLogger(Night.class);

  /** A step's work of this length is not done again because the run died after it. */
  private static final Duration WORTH_WRITING = Duration.ofSeconds(30);

  private final Warehouse warehouse;
  private final Config config;
  private final UnaryOperator<String> mask;
  private final Clock clock;
  private final Runs runs;
  private final Map<String, Profile> profiles;
  private final String codeVersion;
  private Forests forests;
  private final FeatureTotals totals;
  private final Features features;
  private Agenda agenda;
  private RunRecord run;
  private Instant lastWritten;
  private long stepStarted;
  private Lease lease;
  private boolean foundNone;
  private Set<LocalDate> pagesLeft;
  private PageException unmadePage;

  /**
   * @param configHash tells configs apart in {@code runs}
   * @param codeVersion tells builds apart in {@code runs}
   * @param mask takes secrets out of a text that is written down
   */
  public Night(
      Warehouse warehouse,
      Config config,
      String configHash,
      String codeVersion,
      UnaryOperator<String> mask,
      Clock clock) {
    this.warehouse = warehouse;
    this.config = config;
    this.mask = mask;
    this.clock = clock;
    this.runs = new Runs(warehouse, configHash, codeVersion);
    this.profiles = Profiles.of(config);
    this.codeVersion = codeVersion;
    this.totals = new FeatureTotals(warehouse, profiles.values());
    this.features = Profiles.features(config);
  }

  /**
   * Does what is asked and leaves a row in {@code runs}, also when it fails.
   *
   * @return what was done
   * @throws dev.nightwarden.plugin.IllegalKeyException if the config's SQL or warehouse cannot be
   *     used; nothing was done then
   * @throws HeldException if another run works on the warehouse; nothing was done then
   * @throws RuntimeException what made it fail, after the row was written; or one of the checked
   *     exceptions that Spark throws without saying so
   */
  public RunRecord execute(Request request) {
    return GeoDatabases.using(
        warehouse.spark(),
        config.geoip(),
        () -> {
          Profiles.check(warehouse.spark(), profiles.values());
          if (features != null) {
            features.check(warehouse.spark());
          }
          warehouse.check();
          return executeChecked(request);
        });
  }

  private RunRecord executeChecked(Request request) {
    Instant now = clock.instant();
    run = new RunRecord(RunIds.next(now), request, now);
    lastWritten = now;
    foundNone = false;
    unmadePage = null;
    forests = new Forests(warehouse, config, profiles, codeVersion);
    try (Lease held = Lease.take(warehouse, run.runId(), clock)) {
      return execute(held);
    } catch (Throwable e) {
      throwIfDiskIsFull(e);
      throw e;
    }
  }

  private RunRecord execute(Lease held) {
    Request request = run.request;
    Instant now = run.startedAt;
    lease = held;
    try {
      open();
      if (request.command().ingests()) {
        if (request.command() == Command.INGEST && request.hasDates()) {
          log.info("ingest takes in whatever is new, of other dates too");
        }
        timed("ingest", () -> ingest(now));
      }
      train(request);
      collect(request);
      if (request.command().does(Step.INVESTIGATE)) {
        timed(Step.INVESTIGATE.key(), () -> investigate(wanted(Step.INVESTIGATE)));
      }
      if (request.command().does(Step.SHIP)) {
        timed(Step.SHIP.key(), () -> ship(wanted(Step.SHIP)));
      }
      if (request.command().does(Step.REPORT) && config.report() != null) {
        timed(Step.REPORT.key(), () -> report(wanted(Step.REPORT)));
      }
      requireNothingHeld();
      if (unmadePage != null) {
        throw unmadePage;
      }
      run.status = "succeeded";
    } catch (Throwable e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      run.status = "failed";
      run.error =
          Failure.describe(FullDisk.behind(e, places()).map(Throwable.class::cast).orElse(e), mask);
      try {
        close();
      } catch (Throwable alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    close();
    return run;
  }

  private void throwIfDiskIsFull(Throwable e) {
    FullDisk.behind(e, places())
        .ifPresent(
            full -> {
              throw full;
            });
  }

  /** Where a run writes, shippers aside. */
  private List<String> places() {
    List<String> places = new ArrayList<>(List.of(warehouse.location()));
    String scratch =
        warehouse
            .spark()
            .sparkContext()
            .getConf()
            .get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    places.addAll(List.of(scratch.split(",")));
    return places;
  }

  private void open() {
    Runs.State state = runs.latest().orElse(new Runs.State(new Agenda(), Map.of(), null));
    agenda = state.agenda();
    pagesLeft = Set.copyOf(agenda.pending(Step.REPORT));
    if (state.died() != null) {
      log.warn("Run {} died; what it left is done now", state.died());
      runs.markDied(state.died());
    }
    SortedMap<String, String> hashes = hashes();
    run.profileHashes.putAll(hashes);
    if (state.profileHashes().isEmpty() || state.profileHashes().equals(hashes)) {
      return;
    }
    NavigableSet<LocalDate> known = warehouse.dates(Table.MESSAGES);
    if (!Profiles.definitions(state.profileHashes()).equals(Profiles.definitions(hashes))) {
      agenda.redefined(known);
    }
    agenda.rescored(known);
    if (!agenda.stale().isEmpty()) {
      log.warn("The profiles changed since the last run; what was scored by the old ones is stale");
    }
  }

  private void close() {
    if (agenda == null) {
      return;
    }
    write();
    if (!agenda.stale().isEmpty()) {
      log.warn(
          "{} stale: the profiles, or messages of earlier dates, changed after the scoring; run"
              + " --from {} makes that right",
          Amount.of(agenda.stale().size(), "date is", "dates are"),
          agenda.stale().first());
    }
  }

  private void ingest(Instant now) {
    Map<String, Duration> delays = new HashMap<>();
    for (ProfileSection profile : config.profiles().values()) {
      delay(delays, profile.transports(), profile.collector());
    }
    if (features != null) {
      delay(delays, config.features().transports(), config.features().collector());
    }
    IngestResult result =
        new Ingest(warehouse, config.transports(), delays, config.geoip(), now, run.request.retry())
            .run(this::noteChanged);
    result.counts().forEach((name, amount) -> run.count("ingest." + name, amount));
  }

  /** Keeps of each transport the longest delay that anybody who reads it asks for. */
  private void delay(Map<String, Duration> delays, List<String> read, Collector collector) {
    for (String transport : config.transports().keySet()) {
      if (read.isEmpty() || read.contains(transport)) {
        delays.merge(transport, collector.delay(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
  }

  /** The other files went on; the run still did not do all that was asked. */
  private void requireNothingHeld() {
    long held = run.counts.getOrDefault("ingest.held", 0L);
    long unreadable = run.counts.getOrDefault("ingest.unreadable", 0L);
    long broken = run.counts.getOrDefault("ingest.broken", 0L);
    if (held > 0) {
      throw new IllegalStateException(
          "%s held back (the log and the table rejects say why); mend the config or the file, leave it"
                  .formatted(Amount.of(held, "file was", "files were"))
              + " out with exclude, or take in what is refused in part with ingest --retry");
    }
    if (unreadable > 0) {
      throw new IllegalStateException(
          "%s not be read, as the log says; the next run tries again"
              .formatted(Amount.of(unreadable, "file could", "files could")));
    }
    if (broken > 0) {
      throw new IllegalStateException(
          "%s off before the end, as the log says; what was read of it is taken in, and the rest is"
                  .formatted(Amount.of(broken, "file breaks", "files break"))
              + " read when it is delivered again");
    }
  }

  /** Writes down which dates are about to change, before they do. */
  private void noteChanged(SortedSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    boolean late = agenda.newestScored() != null && dates.first().isBefore(agenda.newestScored());
    boolean asks = run.request.hasDates() && run.request.command().does(Step.SCORE);
    Collection<LocalDate> known = late || asks ? warehouse.dates(Table.MESSAGES) : List.of();
    agenda.changed(dates, known, config.lateDays(), reach());
    if (asks) {
      SortedSet<LocalDate> asked = new TreeSet<>(known);
      asked.addAll(dates);
      asked.removeIf(date -> !run.request.covers(date));
      keepInMind(Step.SCORE, asked);
    }
    write();
  }

  private void collect(Request request) {
    if (!request.command().does(Step.SCORE)) {
      return;
    }
    NavigableSet<LocalDate> dates = wanted(Step.SCORE);
    if (!dates.isEmpty()) {
      SortedSet<LocalDate> uncounted = agenda.pending(Step.OBSERVE).headSet(dates.last(), true);
      timed(Step.OBSERVE.key(), () -> observe(new TreeSet<>(uncounted)));
    }
    // Before the reporters, who say of each date that it is scored.
    if (!forests.isNone()) {
      timed("forest", () -> scoreByForests(dates));
    }
    if (features != null) {
      timed("features", () -> findByFeatures(dates));
    }
    timed(Step.SCORE.key(), () -> score(dates));
    if (!forests.isNone()) {
      timed("forest", this::removeOldForests);
    }
  }

  private void train(Request request) {
    if (!request.command().does(Step.TRAIN)) {
      return;
    }
    NavigableSet<LocalDate> changed = new TreeSet<>(agenda.pending(Step.TRAIN));
    if (!forests.isNone()) {
      timed(Step.TRAIN.key(), () -> train(asked(Step.SCORE), changed));
    } else if (request.command() == Command.TRAIN) {
      log.info("train: no profile has a section forest");
    }
    agenda.done(Step.TRAIN, changed);
    writeIfWorthIt();
  }

  private void train(NavigableSet<LocalDate> wanted, NavigableSet<LocalDate> changed) {
    if (wanted.isEmpty() && changed.isEmpty()) {
      log.info("train: no date waits");
      return;
    }
    Forests.Trained trained = forests.train(wanted, changed);
    run.count("train.forests", trained.forests());
    run.count("train.too_few_events", trained.tooFewEvents());
    run.dates.addAll(wanted);
    if (trained.dates() > 0) {
      log.info(
          "{} grown for {}, {} an actor had too few events for one, in {} seconds",
          Amount.of(trained.forests(), "forest"),
          Amount.of(trained.dates(), "training date"),
          Amount.of(trained.tooFewEvents(), "time"),
          elapsed());
    } else {
      log.info("train: the forests that the dates need are there");
    }
  }

  private void scoreByForests(NavigableSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    Forests.Scored scored = forests.score(dates);
    run.count("forest.anomalies", scored.anomalies());
    run.count("forest.actors", scored.actors());
    run.count("forest.actors_without_forest", scored.withoutForest());
    log.info(
        "{} found by forests; {} of {} had no forest for some of the dates, in {} seconds",
        Amount.of(scored.anomalies(), "anomaly", "anomalies"),
        scored.withoutForest(),
        Amount.of(scored.actors(), "actor"),
        elapsed());
  }

  private void findByFeatures(NavigableSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    FeatureAnomalies anomalies =
        new FeatureAnomalies(features, dates, warehouse.read(Table.MESSAGES));
    List<Dataset<Row>> found =
        new ArrayList<>(anomalies.find(warehouse.read(Table.FEATURE_COUNTS)));
    found.add(warehouse.spark().createDataFrame(List.of(), Table.ANOMALIES.schema()));
    Column byFlag = col(DETECTOR).startsWith(Flags.DETECTOR_PREFIX);
    Counted rows =
        new Counted(
            union(found), count_if(byFlag).as("flags"), count_if(not(byFlag)).as("clusters"));
    warehouse.replace(
        Table.ANOMALIES,
        rows.rows(),
        Slices.sql(dates) + " AND profile = '" + FeatureSettings.PROFILE + "'");
    run.count("features.records", anomalies.records());
    anomalies.dropped().forEach((name, count) -> run.count("features.dropped." + name, count));
    anomalies.sqlErrors().forEach((key, count) -> run.count("features.sql_errors." + key, count));
    run.count("features.flags", rows.get("flags"));
    run.count("features.clusters", rows.get("clusters"));
    anomalies
        .sqlErrors()
        .forEach(
            (key, count) ->
                log.warn(
                    "{} cannot be evaluated for {}, for which it counts as not true",
                    key,
                    Amount.of(count, "message")));
    anomalies
        .dropped()
        .forEach(
            (name, count) ->
                log.info(
                    "filter {} drops {} of {}",
                    name,
                    count,
                    Amount.of(anomalies.records(), "record")));
    if (config.features().clusters() != null) {
      log.info(
          "{} compared by their features: on {} of them some lie apart",
          Amount.of(anomalies.clustered().get(0), "date"),
          anomalies.clustered().get(1));
    }
    log.info(
        "{} by flags{}, in {} seconds",
        Amount.of(rows.get("flags"), "anomaly", "anomalies"),
        config.features().clusters() == null
            ? ""
            : ", %d by clusters".formatted(rows.get("clusters")),
        elapsed());
  }

  private void removeOldForests() {
    if (agenda.newestScored() != null) {
      forests.removeOld(agenda.newestScored());
    }
  }

  private void observe(SortedSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    Dataset<Row> messages = warehouse.read(Table.MESSAGES).where(Slices.of(dates));
    Map<String, Counted> seen = new LinkedHashMap<>();
    List<Dataset<Row>> observations = new ArrayList<>();
    for (Profile profile : profiles.values()) {
      Counted watched =
          new Counted(
              Observe.watched(messages, profile),
              count_if(col(Observe.SQL_ERROR).isNull()).as("messages"),
              count_if(col(ACTOR).isNull().and(col(Observe.SQL_ERROR).isNull()))
                  .as("without_actor"),
              count(col(Observe.SQL_ERROR)).as("sql_errors"),
              max(col(Observe.SQL_ERROR)).as("sql_error"));
      observations.add(Observe.observations(watched.rows(), profile));
      seen.put(profile.name(), watched);
    }
    if (features != null) {
      observations.addAll(features.observations(messages));
    }
    totals.forget(dates.first());
    if (!observations.isEmpty()) {
      warehouse.replace(
          Table.FEATURE_COUNTS, FeatureCounts.ofDays(union(observations)), Slices.sql(dates));
    }
    done(Step.OBSERVE, dates);
    long identified = 0;
    for (var profile : seen.entrySet()) {
      long watched = profile.getValue().get("messages");
      long nameless = profile.getValue().get("without_actor");
      run.count("observe." + profile.getKey() + ".messages", watched);
      run.count("observe." + profile.getKey() + ".without_actor", nameless);
      long failing = profile.getValue().get("sql_errors");
      run.count("observe." + profile.getKey() + ".sql_errors", failing);
      identified += watched;
      if (nameless > 0) {
        log.warn(
            "{}: {} of {} without an actor",
            profile.getKey(),
            nameless,
            Amount.of(watched, "message"));
      }
      if (failing > 0) {
        log.warn(
            "{}: the SQL of the profile cannot be evaluated for {}, which it does not watch, such as: {}",
            profile.getKey(),
            Amount.of(failing, "message"),
            profile.getValue().text("sql_error"));
      }
    }
    run.count("observe.messages", identified);
    if (!profiles.isEmpty()) {
      log.info(
          "{} identified between {} in {} seconds",
          Amount.of(identified, "message"),
          Amount.of(profiles.size(), "profile"),
          elapsed());
    }
  }

  private void score(NavigableSet<LocalDate> dates) {
    if (profiles.isEmpty()) {
      forgetReporters(dates);
      return;
    }
    for (NavigableSet<LocalDate> range : ranges(dates)) {
      Dataset<Row> messages = warehouse.read(Table.MESSAGES).where(Slices.of(range));
      List<Dataset<Row>> values =
          profiles.values().stream()
              .map(profile -> Observe.values(Observe.watched(messages, profile), profile))
              .toList();
      Dataset<Row> observed =
          new History(range.first(), range.last(), profiles.values())
              .before(union(values), totals.counts(range.first()));
      Counted anomalies =
          new Counted(
              Anomalies.explain(Anomalies.score(observed, profiles.values()), profiles.values()),
              count(lit(1)).as("anomalies"));
      String slice = Slices.sql(range) + " AND (" + ofReporters() + ")";
      warehouse.replace(Table.ANOMALIES, anomalies.rows(), slice);
      run.count("score.anomalies", anomalies.get("anomalies"));
      done(Step.SCORE, range);
    }
    if (dates.isEmpty()) {
      return;
    }
    log.info(
        "{} found in {} in {} seconds",
        Amount.of(run.counts.getOrDefault("score.anomalies", 0L), "anomaly", "anomalies"),
        Amount.of(dates.size(), "date"),
        elapsed());
  }

  /** The reporters' rows, and those of detectors that the config once had. */
  private String ofReporters() {
    String theirs = "detector = '" + Anomalies.REPORTER + "'";
    if (forests.isNone()) {
      theirs += " OR detector = '" + ForestAnomalies.FOREST + "'";
    }
    return features == null ? theirs + " OR profile = '" + FeatureSettings.PROFILE + "'" : theirs;
  }

  private void forgetReporters(NavigableSet<LocalDate> dates) {
    if (!dates.isEmpty()) {
      warehouse
          .deltaTable(Table.ANOMALIES)
          .delete(Slices.sql(dates) + " AND (" + ofReporters() + ")");
      done(Step.SCORE, dates);
    }
  }

  private List<NavigableSet<LocalDate>> ranges(NavigableSet<LocalDate> dates) {
    return dates.size() < 2
        ? Slices.ranges(dates, new TreeSet<>())
        : Slices.ranges(dates, warehouse.dates(Table.MESSAGES));
  }

  private void investigate(NavigableSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    Dataset<Row> anomalies = warehouse.read(Table.ANOMALIES).where(Slices.of(dates));
    Map<String, Investigate> judges = new LinkedHashMap<>();
    config
        .profiles()
        .forEach(
            (name, profile) ->
                judges.put(name, new Investigate(profile.collector(), profile.analyzer())));
    Column isJudged = col(DETECTOR).equalTo(Anomalies.REPORTER);
    Column isAlone = not(isJudged);
    if (features != null && config.features().analyzer() != null) {
      FeatureSettings section = config.features();
      judges.put(FeatureSettings.PROFILE, new Investigate(section.collector(), section.analyzer()));
      isJudged = isJudged.or(col(PROFILE).equalTo(FeatureSettings.PROFILE));
      isAlone = not(isJudged);
    } else if (features != null) {
      double least = config.features().minSeverity().score();
      Column byFlag = col(DETECTOR).startsWith(Flags.DETECTOR_PREFIX);
      isAlone = isAlone.and(not(byFlag).or(col(SCORE).geq(least - Analyzer.TOLERANCE)));
    }
    Dataset<Row> judged = Findings.judge(anomalies.where(isJudged), judges);
    Counted investigations =
        new Counted(
            Investigate.investigations(judged),
            count(lit(1)).as("investigations"),
            count_if(col(MALICIOUS).gt(0)).as("malicious_investigations"));
    Counted malicious =
        new Counted(
            Findings.malicious(judged, anomalies.where(isAlone), run.runId()),
            count(lit(1)).as("malicious_events"));
    warehouse.replace(Table.INVESTIGATIONS, investigations.rows(), Slices.sql(dates));
    warehouse.replace(Table.MALICIOUS_EVENTS, malicious.rows(), Slices.sql(dates));
    for (String name : List.of("investigations", "malicious_investigations")) {
      run.count("investigate." + name, investigations.get(name));
    }
    run.count("investigate.malicious_events", malicious.get("malicious_events"));
    done(Step.INVESTIGATE, dates);
    log.info(
        "{}, {} of them malicious with {}, in {} seconds",
        Amount.of(investigations.get("investigations"), "investigation"),
        investigations.get("malicious_investigations"),
        Amount.of(malicious.get("malicious_events"), "anomaly", "anomalies"),
        elapsed());
  }

  private void ship(NavigableSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    new Ship(
            warehouse,
            config.shippers(),
            config.database(),
            clock,
            agenda.quiet(),
            run.request.notifyAnyway())
        .run(dates)
        .counts()
        .forEach((name, amount) -> run.count("ship." + name, amount));
    done(Step.SHIP, dates);
  }

  private void report(NavigableSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return;
    }
    Pages.Made made = new Pages(this::writePage).make(dates, pagesLeft);
    unmadePage = made.failure();
    if (unmadePage != null) {
      log.warn("{}", unmadePage.getMessage());
    }
    done(Step.REPORT, made.done());
  }

  private void writePage(NavigableSet<LocalDate> dates) throws IOException {
    String page =
        config
            .report()
            .write(
                FromTables.of(warehouse, features).report(dates),
                warehouse.spark().sessionState().newHadoopConf());
    log.info("The report is {}", page);
  }

  /** The dates a step is to work on: those asked for that have messages, else those that wait. */
  private NavigableSet<LocalDate> wanted(Step step) {
    NavigableSet<LocalDate> dates = asked(step);
    if (run.request.hasDates()) {
      if (dates.isEmpty() && !foundNone) {
        foundNone = true;
        log.warn("No messages {}", run.request.between());
      }
      if (keepInMind(step, dates)) {
        write();
      }
    } else if (dates.isEmpty()) {
      log.info("{}: no date waits", step.key());
    }
    return dates;
  }

  /**
   * Adds what was asked for to what waits, so that the next run completes it should this one die.
   *
   * @return whether there is something to write down
   */
  private boolean keepInMind(Step step, Collection<LocalDate> dates) {
    boolean isKnown = agenda.pending(step).containsAll(dates);
    boolean isSilent = !isQuiet() || agenda.quiet().containsAll(dates);
    agenda.asked(step, dates);
    if (isQuiet()) {
      agenda.silenced(dates);
    }
    return !(isKnown && isSilent);
  }

  /** Whether nobody is to be notified of what is found, also by a run that completes this one. */
  private boolean isQuiet() {
    return run.request.command() == Command.BACKFILL && !run.request.notifyAnyway();
  }

  private NavigableSet<LocalDate> asked(Step step) {
    NavigableSet<LocalDate> dates = new TreeSet<>(agenda.pending(step));
    if (run.request.hasDates()) {
      dates.addAll(warehouse.dates(Table.MESSAGES));
      dates.removeIf(date -> !run.request.covers(date));
    }
    return dates;
  }

  /** What is not written down yet would only be done again. */
  private void done(Step step, Collection<LocalDate> dates) {
    agenda.done(step, dates);
    if (config.report() == null) {
      agenda.done(Step.REPORT, dates);
    }
    run.dates.addAll(dates);
    writeIfWorthIt();
  }

  private void writeIfWorthIt() {
    if (Duration.between(lastWritten, clock.instant()).compareTo(WORTH_WRITING) > 0) {
      write();
    }
  }

  private void write() {
    lease.check();
    lastWritten = clock.instant();
    runs.write(run, agenda, lastWritten);
  }

  private void timed(String step, Runnable work) {
    lease.check();
    stepStarted = System.nanoTime();
    boolean done = false;
    try {
      work.run();
      done = true;
    } catch (RuntimeException | StackOverflowError e) {
      if (Unforeseen.is(e)) {
        throw new StepException(step, e);
      }
      throw e;
    } finally {
      run.stepSeconds.merge(step, (System.nanoTime() - stepStarted) / 1e9, Double::sum);
      if (done) {
        log.debug("{} took {} seconds", step, elapsed());
      } else {
        log.info("{} failed after {} seconds", step, elapsed());
      }
    }
  }

  private String elapsed() {
    return "%.2f".formatted((System.nanoTime() - stepStarted) / 1e9);
  }

  private int reach() {
    int counts =
        profiles.values().stream()
            .mapToInt(profile -> profile.history().orElse(Integer.MAX_VALUE))
            .max()
            .orElse(0);
    int looksBack =
        features == null
            ? 0
            : features.remembersAll() ? Integer.MAX_VALUE : features.lookbackDays();
    return Math.max(Math.max(counts, forests.reach()), looksBack);
  }

  private SortedMap<String, String> hashes() {
    SortedMap<String, String> hashes = new TreeMap<>();
    config
        .profiles()
        .forEach(
            (name, section) -> {
              hashes.put(name, Hashes.of(section));
              hashes.put(
                  name + Profiles.DEFINITION, Profiles.definition(section, profiles.get(name)));
            });
    if (features != null) {
      hashes.put(FeatureSettings.PROFILE, Hashes.of(config.features()));
      if (features.kept() != null) {
        hashes.put(FeatureSettings.PROFILE + Profiles.DEFINITION, Hashes.of(features.kept()));
      }
    }
    return hashes;
  }

  private static Dataset<Row> union(List<Dataset<Row>> parts) {
    return parts.stream().reduce(Dataset::unionByName).orElseThrow();
  }
}
