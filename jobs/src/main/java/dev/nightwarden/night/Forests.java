package dev.nightwarden.night;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRAINED_FOR;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.config.Config;
import dev.nightwarden.config.Hashes;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.train.ForestAnomalies;
import dev.nightwarden.train.ForestEvents;
import dev.nightwarden.train.ForestFeature;
import dev.nightwarden.train.ForestSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The forests of a night: grown, used and removed.
 *
 * <p>Which forests score a date depends on the date alone ({@link TrainingDates}), and what a
 * forest is depends on the messages it has seen and on its settings alone. So it does not matter in
 * which runs dates are scored, nor whether a forest was kept or is grown again.
 *
 * <p><b>Late messages.</b> A message of date x changes the forests trained for a date D > x whose
 * history sees x. Such forests are removed by the next run that trains, and those it needs for the
 * dates it scores are grown again at once: {@code late_days} as for counts. The dates beyond that
 * the removed forests had scored are stale, as they are for counts ({@link Agenda#changed}); {@code
 * run --from x} grows theirs again and scores them anew. A forest in the table is therefore right,
 * and a date scored by another one is listed stale in {@code runs}. Changed settings work likewise.
 *
 * <p><b>Again.</b> What has to be heard of is written down before messages change, and crossed off
 * after forests were removed and grown, in one commit; a run that died in between does it again.
 */
final class Forests {
  private final Warehouse warehouse;
  private final Map<String, Profile> profiles;
  private final Map<String, ForestSettings> settings = new LinkedHashMap<>();
  private final Map<String, String> hashes = new TreeMap<>();
  private final Map<String, TrainingDates> dates = new TreeMap<>();
  private final String codeVersion;

  /**
   * @param profiles the profiles of the config, by name
   * @param codeVersion is written down with each forest
   */
  Forests(Warehouse warehouse, Config config, Map<String, Profile> profiles, String codeVersion) {
    this.warehouse = warehouse;
    this.profiles = profiles;
    this.codeVersion = codeVersion;
    config
        .profiles()
        .forEach(
            (name, section) -> {
              if (section.forest() != null) {
                settings.put(name, section.forest());
                hashes.put(name, hash(profiles.get(name), section.forest()));
              }
            });
  }

  /** Whether no profile has forests and none ever had. */
  boolean isNone() {
    return settings.isEmpty() && !warehouse.exists(Table.FORESTS);
  }

  /** How many dates after it a message can change the scores of forests; 0 without forests. */
  int reach() {
    return settings.entrySet().stream()
        .mapToInt(
            profile ->
                // A message before the first date makes another date the first.
                profile.getValue().inSample()
                    ? Integer.MAX_VALUE
                    : trainingDates(profile.getKey(), null).reach())
        .max()
        .orElse(0);
  }

  /**
   * What growing did.
   *
   * @param dates training dates of all profiles
   * @param forests how many forests
   * @param tooFewEvents how many actors had too few events for one
   */
  record Trained(int dates, long forests, long tooFewEvents) {}

  /**
   * Removes forests that are no longer right and grows those that dates need and that are not
   * there, all in one job and one commit.
   *
   * @param wanted the dates that are to be scored
   * @param changed the dates whose messages changed since this was last done
   */
  Trained train(Collection<LocalDate> wanted, Collection<LocalDate> changed) {
    Map<String, Map<LocalDate, TrainingDates.Grown>> there = there();
    NavigableSet<LocalDate> known =
        wanted.isEmpty() ? new TreeSet<>() : warehouse.dates(Table.MESSAGES);
    List<Dataset<Row>> grown = new ArrayList<>();
    List<String> slices = new ArrayList<>();
    int trainingDates = 0;
    for (String profile : settings.keySet()) {
      TrainingDates.Plan plan =
          trainingDates(profile)
              .plan(
                  wanted,
                  known,
                  changed,
                  there.getOrDefault(profile, Map.of()),
                  hashes.get(profile));
      if (!plan.grow().isEmpty()) {
        grown.add(grow(profile, plan.grow(), null));
      }
      slice(profile, plan.touched(), slices);
      trainingDates += plan.grow().size();
    }
    there.forEach(
        (profile, ofProfile) -> {
          if (!settings.containsKey(profile)) {
            slice(profile, new TreeSet<>(ofProfile.keySet()), slices);
          }
        });
    if (slices.isEmpty()) {
      return new Trained(0, 0, 0);
    }
    if (grown.isEmpty()) {
      warehouse.deltaTable(Table.FORESTS).delete(String.join(" OR ", slices));
      return new Trained(0, 0, 0);
    }
    Counted forests =
        new Counted(
            grown.stream().reduce(Dataset::unionByName).orElseThrow(),
            count_if(col("forest").isNotNull()).as("forests"),
            count_if(col("forest").isNull()).as("too_few"));
    warehouse.replace(Table.FORESTS, forests.rows(), String.join(" OR ", slices));
    return new Trained(trainingDates, forests.get("forests"), forests.get("too_few"));
  }

  /**
   * What scoring did.
   *
   * @param actors actors of the dates, over all profiles with forests
   * @param withoutForest those among them that had no forest on some of the dates
   */
  record Scored(long anomalies, long actors, long withoutForest) {}

  /**
   * Scores messages and replaces the forests' anomalies of their dates.
   *
   * @param scored dates whose forests are there; feature counts too
   */
  Scored score(NavigableSet<LocalDate> scored) {
    Dataset<Row> messages = warehouse.read(Table.MESSAGES).where(Slices.of(scored));
    List<Dataset<Row>> found = new ArrayList<>();
    found.add(warehouse.spark().createDataFrame(List.of(), Table.ANOMALIES.schema()));
    long actors = 0;
    long without = 0;
    for (String profile : settings.keySet()) {
      Dataset<Row> events =
          ForestEvents.of(watched(messages, profile), features(profile))
              .withColumn(ForestEvents.TRAINED_FOR, trainedFor(profile, col(ForestEvents.DATE)));
      SortedSet<LocalDate> needed = new TreeSet<>();
      scored.forEach(date -> needed.add(trainingDates(profile).of(date)));
      Dataset<Row> rows =
          settings.get(profile).estimator().model(stored(profile, needed)).transform(events);
      found.add(ForestAnomalies.of(rows, settings.get(profile), isInSample(profile)));
      Row counted = actors(profile, scored, needed);
      actors += counted.getLong(0);
      without += counted.getLong(1);
    }
    Counted anomalies =
        new Counted(
            found.stream().reduce(Dataset::unionByName).orElseThrow(),
            count(lit(1)).as("anomalies"));
    warehouse.replace(
        Table.ANOMALIES,
        anomalies.rows(),
        Slices.sql(scored) + " AND detector = '" + ForestAnomalies.FOREST + "'");
    return new Scored(anomalies.get("anomalies"), actors, without);
  }

  /**
   * Removes forests that were trained for dates {@code keep_days} before the newest.
   *
   * @param newest the newest scored date
   */
  void removeOld(LocalDate newest) {
    List<String> slices = new ArrayList<>();
    there()
        .forEach(
            (profile, ofProfile) -> {
              if (settings.containsKey(profile)) {
                LocalDate oldest = newest.minusDays(settings.get(profile).keepDays());
                slice(profile, new TreeSet<>(ofProfile.keySet()).headSet(oldest), slices);
              }
            });
    if (!slices.isEmpty()) {
      warehouse.deltaTable(Table.FORESTS).delete(String.join(" OR ", slices));
    }
  }

  /**
   * One actor's events of some messages, scored and explained by the forest of its date; grown
   * again for the purpose where it is not kept.
   *
   * @param messages rows of {@code messages} of one date
   * @return columns trained_for (text), score, threshold, trained_on, is_anomaly (1 or 0),
   *     contributions, usual, in_sample, reason; score and the like are null without a forest
   */
  Dataset<Row> explained(String profile, Dataset<Row> messages, String actor, LocalDate date) {
    SortedSet<LocalDate> trainedFor = new TreeSet<>(List.of(trainingDates(profile).of(date)));
    Dataset<Row> forest = stored(profile, trainedFor).where(col(ForestEvents.ACTOR).equalTo(actor));
    if (forest.isEmpty()) {
      forest = named(grow(profile, trainedFor, actor));
    }
    Dataset<Row> events =
        ForestEvents.of(watched(messages, profile), features(profile))
            .where(col(ForestEvents.ACTOR).equalTo(actor))
            .withColumn(ForestEvents.TRAINED_FOR, trainedFor(profile, col(ForestEvents.DATE)));
    Dataset<Row> scored =
        settings.get(profile).estimator().model(forest).setExplainAll(true).transform(events);
    return ForestAnomalies.explained(scored, settings.get(profile), isInSample(profile));
  }

  /** Whether a profile has forests. */
  boolean has(String profile) {
    return settings.containsKey(profile);
  }

  /** How many earlier events an actor needs. */
  int minEvents(String profile) {
    return settings.get(profile).minEvents();
  }

  /** The rows of {@code forests} of training dates; of one actor if one is given. */
  private Dataset<Row> grow(String profile, SortedSet<LocalDate> trainedFor, String actor) {
    TrainingDates dates = trainingDates(profile);
    Dataset<Row> watched =
        watched(warehouse.read(Table.MESSAGES).where(isSeen(dates, trainedFor)), profile);
    if (actor != null) {
      watched = watched.where(col(ACTOR).equalTo(actor));
    }
    Dataset<Row> events =
        ForestEvents.of(watched, features(profile))
            .withColumn(ForestEvents.TRAINED_FOR, explode(seenBy(dates, trainedFor)));
    Dataset<Row> rows = settings.get(profile).estimator().grow(events);
    Column inSample =
        dates.first() == null ? lit(false) : col(ForestEvents.TRAINED_FOR).equalTo(dates.first());
    return rows.select(
        lit(profile).as(PROFILE),
        col(ForestEvents.ACTOR).as(ACTOR),
        col(ForestEvents.TRAINED_FOR).as(TRAINED_FOR),
        col("forest"),
        col("encoder"),
        col("usual"),
        col("threshold"),
        col(EVENTS),
        col("trained_on"),
        col("seed"),
        inSample.as("in_sample"),
        lit(hashes.get(profile)).as("settings"),
        lit(codeVersion).as("code_version"));
  }

  /** Whether any forest of these training dates sees a message, by the range of event dates. */
  private static Column isSeen(TrainingDates dates, SortedSet<LocalDate> trainedFor) {
    Column seen = col(EVENT_DATE).lt(trainedFor.last());
    if (dates.history().isPresent()) {
      LocalDate earliest = trainedFor.first().minusDays(dates.history().getAsInt());
      seen = seen.and(col(EVENT_DATE).geq(earliest));
    }
    return dates.first() != null && trainedFor.contains(dates.first())
        ? seen.or(col(EVENT_DATE).equalTo(dates.first()))
        : seen;
  }

  /** Of some training dates those whose forests see an event: {@link TrainingDates#sees}. */
  private static Column seenBy(TrainingDates dates, SortedSet<LocalDate> trainedFor) {
    Column date = col(ForestEvents.DATE);
    Column[] all = trainedFor.stream().map(day -> lit(day)).toArray(Column[]::new);
    return filter(
        array(all),
        training -> {
          Column earlier = date.lt(training);
          if (dates.history().isPresent()) {
            Column days = unix_date(training).minus(unix_date(date));
            earlier = earlier.and(days.leq(dates.history().getAsInt()));
          }
          return dates.first() == null
              ? earlier
              : when(training.equalTo(dates.first()), date.equalTo(training)).otherwise(earlier);
        });
  }

  /** The training date whose forests score a date: {@link TrainingDates#of}. */
  private Column trainedFor(String profile, Column date) {
    TrainingDates dates = trainingDates(profile);
    Column day = unix_date(date);
    Column last = date_from_unix_date(day.minus(pmod(day, lit(dates.every()))));
    if (dates.first() == null) {
      return last;
    }
    Column first = lit(dates.first());
    return when(date.geq(first).and(last.lt(first)), first).otherwise(last);
  }

  /** Whether the forest that scores an event has seen the event's date. */
  private Column isInSample(String profile) {
    LocalDate first = trainingDates(profile).first();
    return first == null
        ? lit(false)
        : col(ForestEvents.TRAINED_FOR).equalTo(first).and(col(ForestEvents.DATE).equalTo(first));
  }

  /** The forests that are there, with the names of columns that the estimator gives them. */
  private Dataset<Row> stored(String profile, SortedSet<LocalDate> trainedFor) {
    return named(
        warehouse
            .read(Table.FORESTS)
            .where(col(TRAINED_FOR).isin(trainedFor.toArray()))
            .where(col(PROFILE).equalTo(profile))
            .where(col("settings").equalTo(hashes.get(profile))));
  }

  private static Dataset<Row> named(Dataset<Row> forests) {
    return forests
        .withColumnRenamed(ACTOR, ForestEvents.ACTOR)
        .withColumnRenamed(TRAINED_FOR, ForestEvents.TRAINED_FOR);
  }

  /** Of the actors of some dates: how many there are, how many lacked a forest on one of them. */
  private Row actors(
      String profile, NavigableSet<LocalDate> scored, SortedSet<LocalDate> trainedFor) {
    Dataset<Row> actors =
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(Slices.of(scored).and(col(PROFILE).equalTo(profile)))
            .select(col(ACTOR), trainedFor(profile, col(EVENT_DATE)).as(ForestEvents.TRAINED_FOR))
            .distinct();
    Dataset<Row> forests =
        stored(profile, trainedFor)
            .where(col("forest").isNotNull())
            .select(
                col(ForestEvents.ACTOR).as(ACTOR),
                col(ForestEvents.TRAINED_FOR),
                lit(true).as("has_forest"));
    return actors
        .join(
            forests,
            scala.jdk.javaapi.CollectionConverters.asScala(List.of(ACTOR, ForestEvents.TRAINED_FOR))
                .toSeq(),
            "left")
        .agg(countDistinct(col(ACTOR)), countDistinct(when(col("has_forest").isNull(), col(ACTOR))))
        .first();
  }

  private Map<String, Map<LocalDate, TrainingDates.Grown>> there() {
    Map<String, Map<LocalDate, TrainingDates.Grown>> there = new TreeMap<>();
    for (Row row :
        warehouse
            .read(Table.FORESTS)
            .select(
                col(PROFILE), col(TRAINED_FOR).cast("string"), col("settings"), col("in_sample"))
            .distinct()
            .collectAsList()) {
      there
          .computeIfAbsent(row.getString(0), profile -> new TreeMap<>())
          .put(
              LocalDate.parse(row.getString(1)),
              new TrainingDates.Grown(row.getString(2), row.getBoolean(3)));
    }
    return there;
  }

  private static void slice(String profile, SortedSet<LocalDate> dates, List<String> slices) {
    if (!dates.isEmpty()) {
      slices.add("(profile = '%s' AND %s)".formatted(profile, Slices.sql(TRAINED_FOR, dates)));
    }
  }

  private Dataset<Row> watched(Dataset<Row> messages, String profile) {
    return Observe.watched(messages, profiles.get(profile));
  }

  private Map<String, ForestFeature> features(String profile) {
    return settings.get(profile).watched();
  }

  private TrainingDates trainingDates(String profile) {
    return dates.computeIfAbsent(
        profile,
        name -> trainingDates(name, settings.get(name).inSample() ? firstDate(name) : null));
  }

  private TrainingDates trainingDates(String profile, LocalDate first) {
    return new TrainingDates(
        settings.get(profile).retrainDays(), profiles.get(profile).history(), first);
  }

  /**
   * The first date of a profile, null for none: the first with a message that it watches and that
   * names an actor. Where all dates before some other have too few messages for any forest, such as
   * one stray old record, it is that other: the first that has enough.
   */
  private LocalDate firstDate(String profile) {
    NavigableSet<LocalDate> known = warehouse.dates(Table.MESSAGES);
    if (known.isEmpty()) {
      return null;
    }
    int enough = settings.get(profile).minEvents();
    Dataset<Row> watched =
        watched(warehouse.read(Table.MESSAGES), profile).where(col(ACTOR).isNotNull());
    if (watched.where(col(EVENT_DATE).equalTo(known.first())).limit(enough).count() == enough) {
      return known.first();
    }
    NavigableMap<LocalDate, Long> perDate = new TreeMap<>();
    for (Row row : watched.groupBy(col(EVENT_DATE).cast("string")).count().collectAsList()) {
      perDate.put(LocalDate.parse(row.getString(0)), row.getLong(1));
    }
    return TrainingDates.first(perDate, enough);
  }

  /** The hash of what decides the forests of a training date. */
  private static String hash(Profile profile, ForestSettings settings) {
    Map<String, String> types = new TreeMap<>();
    profile.types().forEach((field, type) -> types.put(field, type.sql()));
    return Hashes.of(
        new Decisive(
            profile.transports(),
            profile.matches(),
            profile.actor(),
            profile.actorSql(),
            types,
            profile.history().isPresent() ? profile.history().getAsInt() : null,
            settings.trees(),
            settings.samples(),
            settings.contamination(),
            settings.minEvents(),
            settings.kind(),
            settings.seed(),
            settings.watched()));
  }

  private record Decisive(
      List<String> transports,
      String matches,
      String actor,
      String actorSql,
      Map<String, String> types,
      Integer history,
      int trees,
      int samples,
      Object contamination,
      int minEvents,
      String kind,
      long seed,
      Map<String, ForestFeature> features) {}
}
