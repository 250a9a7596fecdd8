package dev.nightwarden.validate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.investigate.Collector;
import dev.nightwarden.investigate.ExponentialDecay;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.investigate.TimeRange;
import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Others;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.score.ActorDates;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.score.History;
import dev.nightwarden.score.PeerFields;
import dev.nightwarden.table.Slices;
import dev.nightwarden.value.Amount;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * How many of a profile's actors its reporters, collector and analyzer flag on an ordinary day: the
 * steps of the night over the same messages, in memory. The earlier half of the dates teaches, the
 * later half is counted.
 *
 * @param isWhole whether all messages of each actor are there, on the dates that are
 */
record OrdinaryDay(Profile profile, Collector collector, Analyzer analyzer, boolean isWhole) {
  /** Fewer dates teach too little, and say too little. */
  private static final int LEAST_DATES = 14;

  /** The first year of dates is enough, whatever a log claims. */
  private static final int MOST_DATES = 366;

  /** With fewer days of actors one in twenty cannot be told from none. */
  private static final int LEAST_ACTOR_DAYS = 20;

  /** More messages are thinned out to those of some actors. */
  private static final long MOST_MESSAGES = 100_000;

  /** More than one actor in so many are too many. */
  private static final int ONE_IN = 20;

  private static final String GIVE_MORE =
      "give it more logs, or have it look at more of them (--megabytes)";

  private static final int SHOWN_FIELDS = 3;

  /** What a config starts from; measured on made-up organisations with planted incidents. */
  private static final TimeRange MEASURED_WINDOW = new TimeRange(600, Duration.ZERO);

  private static final ExponentialDecay MEASURED = new ExponentialDecay(0.6, 0.2, 0.63);

  private static final String MEASURED_KEYS =
      "collector: {type: time_range, seconds: 600} and analyzer: {type: exponential_decay,"
          + " weight: 0.6, decay: 0.2, threshold: 0.63}";

  void tell(Dataset<Row> messages, Notes notes) {
    String key = "profiles." + profile.name();
    Dataset<Row> named = Observe.watched(messages, profile).where(col(ACTOR).isNotNull());
    List<Row> perDate =
        named
            .groupBy(col(EVENT_DATE).cast("string"))
            .agg(count(lit(1)))
            .orderBy(col(EVENT_DATE).desc())
            .limit(MOST_DATES)
            .collectAsList();
    List<LocalDate> dates =
        perDate.stream().map(row -> LocalDate.parse(row.getString(0))).sorted().toList();
    if (!isWhole || dates.size() < LEAST_DATES) {
      cannotTell(
          notes,
          key,
          isWhole
              ? "the sample has messages on %s, at least %d are needed; %s"
                  .formatted(Amount.of(dates.size(), "date"), LEAST_DATES, GIVE_MORE)
              : "some files are looked at in part; see --records");
      return;
    }
    LocalDate counted = dates.get(dates.size() / 2);
    long all = perDate.stream().mapToLong(row -> row.getLong(1)).sum();
    long shares = (all - 1) / MOST_MESSAGES + 1;
    Dataset<Row> chosen =
        named.where(
            col(EVENT_DATE)
                .geq(dates.get(0))
                .and(pmod(xxhash64(col(ACTOR)), lit(shares)).equalTo(0)));
    long days = actorDays(chosen.where(col(EVENT_DATE).geq(counted)));
    if (days < LEAST_ACTOR_DAYS) {
      cannotTell(
          notes,
          key,
          "the later %s have %s of an actor, at least %d are needed; %s"
              .formatted(
                  Amount.of(dates.size() - dates.size() / 2, "date"),
                  Amount.of(days, "day"),
                  LEAST_ACTOR_DAYS,
                  GIVE_MORE));
      return;
    }
    LocalDate first = dates.get(0);
    LocalDate last = dates.get(dates.size() - 1);
    Dataset<Row> counts =
        FeatureCounts.ofDays(
                PeerFields.with(Observe.observations(chosen, profile), chosen, profile))
            .persist(StorageLevel.MEMORY_AND_DISK());
    Others others = Others.of(List.of(profile), first, last, counts, counts);
    Dataset<Row> anomalies =
        anomalies(new History(first, last, List.of(profile), others), chosen, counts)
            .persist(StorageLevel.MEMORY_AND_DISK());
    Past past =
        new Past(
            new TreeSet<>(dates.subList(dates.size() / 2, dates.size())),
            ActorDates.of(others, List.of(profile), anomalies.sparkSession()));
    try {
      Dataset<Row> flagged = flagged(anomalies, collector, analyzer, past);
      long flaggedDays = actorDays(flagged);
      String figure =
          "the reporters would flag %s of the actors on an ordinary day (%d of %d days of an actor, %s to %s%s)"
              .formatted(
                  percent(flaggedDays, days),
                  flaggedDays,
                  days,
                  counted,
                  last,
                  shares == 1 ? "" : ", of one actor in " + shares);
      if (flaggedDays * ONE_IN <= days) {
        notes.line("%s: %s".formatted(key, figure));
      } else {
        notes.warning(
            "%s: %s, most for %s; %s"
                .formatted(key, figure, fields(flagged), advice(anomalies, days, past)));
      }
    } finally {
      anomalies.unpersist();
      counts.unpersist();
      if (others != null) {
        others.close();
      }
    }
  }

  private static void cannotTell(Notes notes, String key, String why) {
    notes.line(
        "%s: cannot tell how many actors an ordinary day would flag: %s".formatted(key, why));
  }

  private Dataset<Row> anomalies(History history, Dataset<Row> chosen, Dataset<Row> counts) {
    List<Profile> profiles = List.of(profile);
    Dataset<Row> observed = history.before(Observe.values(chosen, profile), counts);
    return Anomalies.explain(Anomalies.score(observed, profiles), profiles);
  }

  private static Dataset<Row> flagged(
      Dataset<Row> anomalies, Collector collector, Analyzer analyzer, Past past) {
    Dataset<Row> known = anomalies.where(not(coalesce(col(LEARNING), lit(false))));
    Dataset<Row> judged = analyzer.lookback() == 0 ? known.where(Slices.of(past.dates())) : known;
    return new Investigate(collector, analyzer).judge(judged, past).where(col(MALICIOUS));
  }

  private static long actorDays(Dataset<Row> rows) {
    return rows.agg(countDistinct(actorDay())).first().getLong(0);
  }

  private static Column actorDay() {
    return struct(ACTOR, EVENT_DATE);
  }

  /** The fields that take part most often, each with its days of an actor. */
  private static String fields(Dataset<Row> flagged) {
    return flagged
        .groupBy(FIELD)
        .agg(countDistinct(actorDay()).as("days"))
        .orderBy(col("days").desc(), col(FIELD))
        .limit(SHOWN_FIELDS)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " " + row.getLong(1))
        .collect(Collectors.joining(", "));
  }

  private String advice(Dataset<Row> anomalies, long days, Past past) {
    boolean isMeasured = analyzer.equals(MEASURED) && collector.equals(MEASURED_WINDOW);
    long then = isMeasured ? days : actorDays(flagged(anomalies, MEASURED_WINDOW, MEASURED, past));
    if (then * ONE_IN <= days) {
      return "with %s it would be %s".formatted(MEASURED_KEYS, percent(then, days));
    }
    return (isMeasured
            ? ""
            : "with %s it would still be %s; ".formatted(MEASURED_KEYS, percent(then, days)))
        + "watch coarser values in these fields, give their reporters less weight, or raise the"
        + " analyzer's threshold";
  }

  private static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
  }
}
