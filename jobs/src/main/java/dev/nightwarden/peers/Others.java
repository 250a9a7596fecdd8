package dev.nightwarden.peers;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.observe.CountedFields;
import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * What others showed before each date of a range, for the profiles that ask for it. It is kept by
 * the session until it is closed.
 */
public final class Others implements AutoCloseable {
  /** How many days before a date its figures rest on, whatever the history: those of the fits. */
  public static final int LOOKS_BACK = Fits.DAYS + Mondays.MOST_AFTER;

  /** So many days back the dates of a profile are looked for first. */
  private static final int RECENT = 60;

  private static final String IS_KEPT = "is_kept";

  private final Dataset<Row> figures;
  private final Dataset<Row> comparisons;
  private final Broadcast<Known> known;

  private Others(Dataset<Row> figures, Dataset<Row> comparisons, Broadcast<Known> known) {
    this.figures = figures;
    this.comparisons = comparisons;
    this.known = known;
  }

  /**
   * Looks at others, unless no profile asks for it: then null.
   *
   * @param all the profiles
   * @param from the first event date of the range
   * @param to the last
   * @param counts rows of {@code feature_counts} as they are scored with: of all dates up to the
   *     range's last, the range's own included; or what {@link
   *     dev.nightwarden.observe.FeatureTotals#counts} gives
   * @param days rows of {@code feature_counts}, of the range and at least the 34 days before it
   * @param isWithheld whether counts may tell of messages that are no part of later dates'
   *     histories
   * @throws dev.nightwarden.plugin.IllegalKeyException if a directory cannot be read
   */
  public static Others of(
      Collection<Profile> all,
      LocalDate from,
      LocalDate to,
      Dataset<Row> counts,
      Dataset<Row> days,
      boolean isWithheld) {
    List<Profile> profiles = all.stream().filter(Profile::looksAtOthers).toList();
    if (profiles.isEmpty()) {
      return null;
    }
    int first = (int) from.toEpochDay();
    int last = (int) to.toEpochDay();
    SparkSession spark = counts.sparkSession();
    Column isTheirs = col(PROFILE).isin(profiles.stream().map(Profile::name).toArray());
    Dataset<Row> upToLast = counts.where(isTheirs.and(unix_date(col(EVENT_DATE)).leq(last)));
    Column isForPeers = col(FIELD).startsWith(Peers.FIELD_PREFIX);
    Dataset<Row> groups =
        new Groups(profiles).of(upToLast, directories(spark, profiles)).persist(disk());
    Actors actors = new Actors(profiles, first, last);
    Dataset<Row> seen = actors.seen(upToLast, groups).persist(disk());
    Sizes sizes = actors.sizes(seen);
    Dataset<Row> comparisons = actors.comparisons(seen, sizes).persist(disk());
    Dataset<Row> figures =
        figures(upToLast.where(not(isForPeers)), comparisons, actors, isWithheld).persist(disk());
    List<Row> steps =
        figures
            .where(col("kind").equalTo(PeerFigures.OF_GROUP))
            .groupBy("profile", "field", "name", "day", "first", "second")
            .agg(sum("third"))
            .collectAsList();
    List<Row> byHour =
        figures
            .where(col("kind").equalTo(PeerFigures.OF_HOUR))
            .select("profile", "field", "name", "value", "day", "first")
            .collectAsList();
    Fits fits = Fits.of(days.where(isTheirs.and(CountedFields.isOfHistory())), groups, first, last);
    Known known =
        new Known(
            sizes,
            Crowds.of(steps),
            HourCrowds.of(byHour),
            fits,
            profileDates(days.where(isTheirs), profiles, first));
    seen.unpersist();
    groups.unpersist();
    return new Others(
        figures,
        comparisons,
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(known));
  }

  /** Where all that was shown belongs to the histories. */
  public static Others of(
      Collection<Profile> all,
      LocalDate from,
      LocalDate to,
      Dataset<Row> counts,
      Dataset<Row> days) {
    return of(all, from, to, counts, days, false);
  }

  /**
   * Checks the directories of profiles.
   *
   * @throws dev.nightwarden.plugin.IllegalKeyException if one cannot be read, says nothing of
   *     actors, or has a criticality that is none
   */
  public static void check(SparkSession spark, Collection<Profile> profiles) {
    for (Profile profile : profiles) {
      Criticality.check(spark, directories(spark, List.of(profile)), key(profile));
    }
  }

  /**
   * Tells contents of a profile's directory apart; empty where it has none.
   *
   * @throws dev.nightwarden.plugin.IllegalKeyException if it cannot be read
   */
  public static String directoryHash(SparkSession spark, Profile profile) {
    return profile.peers() == null || profile.peers().directory() == null
        ? ""
        : Directory.hash(spark, profile.peers().directory(), key(profile));
  }

  private static String key(Profile profile) {
    return "profiles.\"%s\".peers.directory".formatted(profile.name());
  }

  private static StorageLevel disk() {
    return StorageLevel.MEMORY_AND_DISK();
  }

  static Map<String, Directory> directories(SparkSession spark, List<Profile> profiles) {
    Map<String, Directory> directories = new HashMap<>();
    for (Profile profile : profiles) {
      if (profile.peers() != null && profile.peers().directory() != null) {
        directories.computeIfAbsent(
            profile.peers().directory(), file -> Directory.open(spark, file, key(profile)));
      }
    }
    return directories;
  }

  private static Dataset<Row> figures(
      Dataset<Row> counts, Dataset<Row> comparisons, Actors actors, boolean isWithheld) {
    Column day = unix_date(col(EVENT_DATE));
    Column isLimited = lit(false);
    for (Profile profile : actors.profiles()) {
      if (profile.history().isPresent()) {
        int earliest = actors.from() - profile.history().getAsInt();
        isLimited =
            when(col(PROFILE).equalTo(profile.name()), day.geq(earliest)).otherwise(isLimited);
      }
    }
    Column isKept = isWithheld ? not(CountedFields.isWithheld()) : lit(true);
    Column isOfDays = col(PROFILE).isin(actors.histories().keySet().toArray());
    Column shown = when(isOfDays, col("days")).otherwise(known("oldest"));
    Column kept = when(isOfDays, col("kept_days")).otherwise(known("oldest_kept"));
    return counts
        .withColumn(IS_KEPT, isKept)
        .withColumn(FIELD, isWithheld ? CountedFields.name() : col(FIELD))
        .join(comparisons, new String[] {PROFILE, ACTOR})
        .repartition(col(PROFILE), col(FIELD), col(VALUE))
        .groupBy(PROFILE, FIELD, VALUE, ACTOR)
        .agg(
            array_sort(collect_set(when(isLimited, day))).as("days"),
            array_sort(collect_set(when(isLimited.and(col(IS_KEPT)), day))).as("kept_days"),
            min(day).as("oldest"),
            min(when(col(IS_KEPT), day)).as("oldest_kept"),
            first(Actors.ACTIVE).as(Actors.ACTIVE),
            first(Actors.COMPARED).as(Actors.COMPARED),
            first(Actors.GROUP_DAYS).as(Actors.GROUP_DAYS),
            first(Actors.GROUPS).as(Actors.GROUPS))
        .select(
            col(PROFILE),
            col(FIELD),
            col(VALUE),
            col(ACTOR),
            shown.as(PeerFigures.SHOWN),
            kept.as(PeerFigures.KEPT),
            col(Actors.ACTIVE),
            col(Actors.COMPARED),
            col(Actors.GROUP_DAYS),
            col(Actors.GROUPS))
        .where(size(col(PeerFigures.SHOWN)).gt(0))
        .sortWithinPartitions(PROFILE, FIELD, VALUE)
        .mapPartitions(
            new PeerFigures(
                actors.histories(), hours(actors.profiles()), actors.from(), actors.to()),
            Encoders.row(PeerFigures.SCHEMA));
  }

  /** A day as an array; empty for none. */
  private static Column known(String day) {
    return filter(array(col(day)), one -> one.isNotNull());
  }

  private static Set<List<String>> hours(Collection<Profile> profiles) {
    Set<List<String>> hours = new HashSet<>();
    for (Profile profile : profiles) {
      profile
          .fields()
          .forEach(
              (name, field) -> {
                if (field instanceof HourOfWeek) {
                  hours.add(List.of(profile.name(), name));
                }
              });
    }
    return hours;
  }

  /**
   * The event dates of each profile, as days since 1970: as many as its learning asks for, which
   * are nearly always among the last.
   */
  private static Map<String, int[]> profileDates(
      Dataset<Row> days, Collection<Profile> profiles, int from) {
    Column day = unix_date(col(EVENT_DATE));
    Map<String, int[]> dates = profileDates(days.where(day.geq(from - RECENT)));
    for (Profile profile : profiles) {
      long before =
          Arrays.stream(dates.getOrDefault(profile.name(), new int[0]))
              .filter(date -> date < from)
              .count();
      if (before < profile.learning().days()) {
        return profileDates(days);
      }
    }
    return dates;
  }

  private static Map<String, int[]> profileDates(Dataset<Row> days) {
    Map<String, int[]> dates = new HashMap<>();
    days.groupBy(PROFILE)
        .agg(array_sort(collect_set(unix_date(col(EVENT_DATE)))))
        .collectAsList()
        .forEach(row -> dates.put(row.getString(0), Actors.ints(row.getList(1))));
    return dates;
  }

  /**
   * For an actor, a value and a day, where it is not as on the actor's active day before: profile,
   * actor, field, value, day (int: days since 1970), peers, others, newcomers (int).
   */
  public Dataset<Row> ofValues() {
    return figures
        .where(col("kind").equalTo(PeerFigures.OF_ACTOR))
        .select(
            col(PROFILE),
            col("name").as(ACTOR),
            col(FIELD),
            col(VALUE),
            col("day"),
            col("first").as("peers"),
            col("second").as("others"),
            col("third").as("newcomers"));
  }

  /**
   * For each actor and day of the range on which it is active: profile, actor, day (int), compared
   * (string: the group it is compared with; empty: everybody), since (int: the day it was first
   * seen).
   */
  public Dataset<Row> ofActors() {
    return comparisons
        .select(
            col(PROFILE),
            col(ACTOR),
            explode(arrays_zip(col(Actors.ACTIVE), col(Actors.COMPARED), col(Actors.SINCE)))
                .as("at"))
        .select(
            col(PROFILE),
            col(ACTOR),
            col("at." + Actors.ACTIVE).as("day"),
            col("at." + Actors.COMPARED).as(Actors.COMPARED),
            col("at." + Actors.SINCE).as(Actors.SINCE));
  }

  /** What is known of all together. */
  public Broadcast<Known> known() {
    return known;
  }

  @Override
  public void close() {
    figures.unpersist();
    comparisons.unpersist();
    known.destroy();
  }
}
