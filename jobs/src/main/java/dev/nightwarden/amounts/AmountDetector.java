package dev.nightwarden.amounts;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALY_ID;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.EVIDENCE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.LN_TAIL;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Mondays;
import dev.nightwarden.peers.PeerGroups;
import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Found;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.score.Severity;
import dev.nightwarden.table.Counted;
import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.verdict.Withheld;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds days on which an actor did far more than it does. In: messages, kept by day in {@code
 * amounts}. Out: anomalies of detector {@code amounts}, one for each actor, amount and date; field
 * is the amount's name, value its figure, the message the last that adds to it.
 *
 * @param watched profiles with amounts, at least one
 * @param fingerprints by profile, the hash of the settings of its amounts
 */
public record AmountDetector(List<WatchedAmounts> watched, Map<String, String> fingerprints)
    implements Detector {
  /** The detector's name. */
  public static final String AMOUNTS = "amounts";

  /** How far back any amount looks, and learning. */
  static final int LONGEST_LOOK = 366;

  private static final Logger log = LoggerFactory.getLogger(AmountDetector.class);

  public AmountDetector {
    watched = List.copyOf(watched);
    Map<String, String> named = new TreeMap<>();
    fingerprints.forEach((profile, hash) -> named.put(profile + "/" + AMOUNTS, hash));
    fingerprints = named;
  }

  @Override
  public String name() {
    return AMOUNTS;
  }

  @Override
  public Column owns() {
    return col(DETECTOR).equalTo(AMOUNTS);
  }

  @Override
  public Decision decision() {
    Map<String, Double> leastScores = new TreeMap<>();
    watched.forEach(one -> leastScores.put(one.profile().name(), 1 - one.section().rate()));
    return new Decision.ByProfile(leastScores);
  }

  /** Fits look up to a week further back. */
  @Override
  public int reach() {
    return watched.stream().mapToInt(WatchedAmounts::looksBack).max().orElse(0)
        + Mondays.MOST_AFTER;
  }

  @Override
  public boolean looksAtMessages() {
    return false;
  }

  @Override
  public Map<String, String> observationFingerprints() {
    return fingerprints;
  }

  @Override
  public void check(SparkSession spark) {
    for (WatchedAmounts one : watched) {
      one.section()
          .watch()
          .forEach(
              (name, amount) ->
                  one.profile()
                      .check(
                          spark,
                          "amounts.watch.\"%s\".matches".formatted(name),
                          amount.matches(),
                          DataTypes.BooleanType));
    }
  }

  @Override
  public Set<Table> keeps() {
    return Set.of(Table.AMOUNTS);
  }

  @Override
  public void keep(StageContext night, Dataset<Row> messages, NavigableSet<LocalDate> dates) {
    Withheld withheld = Withheld.of(night.warehouse(), dates);
    night
        .warehouse()
        .replace(
            Table.AMOUNTS,
            watched.stream()
                .map(one -> DailyAmounts.of(messages, one, withheld))
                .reduce(Dataset::unionByName)
                .orElseThrow(),
            Slices.sql(dates));
  }

  @Override
  public Found find(StageContext night, NavigableSet<LocalDate> dates) {
    Dataset<Row> series =
        series(night.warehouse(), dates.first(), dates.last())
            .persist(StorageLevel.MEMORY_AND_DISK());
    Counted anomalies =
        new Counted(
            anomalies(night.warehouse(), series, dates),
            count(lit(1)).as("anomalies"),
            count_if(col(LEARNING)).as("learning"));
    return new Found(
        anomalies.rows(),
        () -> {
          series.unpersist();
          night.count("amounts.anomalies", anomalies.get("anomalies"));
          night.count("amounts.learning", anomalies.get("learning"));
          log.info("amounts: {}", Amount.of(anomalies.get("anomalies"), "anomaly", "anomalies"));
        });
  }

  private Dataset<Row> anomalies(
      Warehouse warehouse, Dataset<Row> series, NavigableSet<LocalDate> dates) {
    int from = (int) dates.first().toEpochDay();
    int to = (int) dates.last().toEpochDay();
    TreeMap<String, Map<String, AmountSettings>> settings = new TreeMap<>();
    TreeMap<String, Learning> learning = new TreeMap<>();
    for (WatchedAmounts one : watched) {
      settings.put(one.profile().name(), one.section().watch());
      learning.put(one.profile().name(), one.learning());
    }
    AmountFits fits = AmountFits.of(series, settings, dates(warehouse, from, to), from, to);
    Dataset<Row> found =
        series.flatMap(
            new AmountJudging(settings, learning, fits, from, to),
            Encoders.row(AmountJudging.SCHEMA));
    Column[] evidence =
        List.of(
                "type",
                "figure",
                "days",
                "median",
                "most",
                "peer_group",
                "peers",
                "peers_most",
                LN_TAIL)
            .stream()
            .map(name -> col(name))
            .toArray(Column[]::new);
    return found
        .withColumn(EVENT_DATE, date_from_unix_date(col("day")))
        .withColumn(DETECTOR, lit(AMOUNTS))
        .withColumn(EVENT_ID, Ids.of(col(PROFILE), col(ACTOR), col(FIELD), col(EVENT_DATE)))
        .withColumn(ANOMALY_ID, Ids.of(col(EVENT_ID), col(DETECTOR), col(FIELD)))
        .withColumn(SCORE, round(col(SCORE), Anomalies.SCORE_DECIMALS))
        .withColumn(SEVERITY, Severity.ofScore(col(SCORE)))
        .withColumn(EVIDENCE, to_json(struct(evidence)))
        .select(Table.ANOMALIES.columns());
  }

  /** The rows of {@code amounts} that a range of days needs, with {@code day}. */
  private Dataset<Row> rows(Warehouse warehouse, int from, int to) {
    Column day = unix_date(col(EVENT_DATE));
    Column isNeeded = lit(false);
    for (WatchedAmounts one : watched) {
      for (var amount : one.section().watch().entrySet()) {
        isNeeded =
            isNeeded.or(
                col(PROFILE)
                    .equalTo(one.profile().name())
                    .and(col(DailyAmounts.AMOUNT).equalTo(amount.getKey()))
                    .and(day.geq(from - Mondays.MOST_AFTER - amount.getValue().looksBack())));
      }
    }
    LocalDate first = LocalDate.ofEpochDay(from - (long) reach());
    return warehouse
        .read(Table.AMOUNTS)
        .where(col(EVENT_DATE).between(first, LocalDate.ofEpochDay(to)))
        .where(isNeeded)
        .withColumn("day", day);
  }

  /** Rows of {@link SeriesRow#SERIES}. */
  private Dataset<Row> series(Warehouse warehouse, LocalDate from, LocalDate to) {
    Dataset<Row> series =
        rows(warehouse, (int) from.toEpochDay(), (int) to.toEpochDay())
            .withColumn(
                "last", when(col(EVENT_DATE).geq(from), struct(EVENT_TIME, TRANSPORT, MESSAGE_ID)))
            .groupBy(PROFILE, DailyAmounts.AMOUNT, ACTOR)
            .agg(
                sort_array(
                        collect_list(
                            struct(
                                col("day"),
                                col(DailyAmounts.FIGURE),
                                coalesce(col(DailyAmounts.KEPT), col(DailyAmounts.FIGURE)),
                                col("last"))))
                    .as("entries"));
    List<Profile> profiles = watched.stream().map(WatchedAmounts::profile).toList();
    // By day, where sums of days would not tell on which Monday an actor was of which group.
    Dataset<Row> said =
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(col(EVENT_DATE).leq(to).and(col(FIELD).startsWith(Peers.FIELD_PREFIX)));
    return series
        .join(PeerGroups.of(profiles, said), new String[] {PROFILE, ACTOR}, "left")
        .select(SeriesRow.SERIES.stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /** By profile, the days on which it has messages. */
  private static Map<String, int[]> dates(Warehouse warehouse, int from, int to) {
    LocalDate first = LocalDate.ofEpochDay((long) from - Mondays.MOST_AFTER - LONGEST_LOOK);
    Map<String, int[]> dates = new HashMap<>();
    for (Row row :
        warehouse
            .read(Table.AMOUNTS)
            .where(col(EVENT_DATE).between(first, LocalDate.ofEpochDay(to)))
            .groupBy(PROFILE)
            .agg(sort_array(collect_set(unix_date(col(EVENT_DATE)))))
            .collectAsList()) {
      dates.put(
          row.getString(0), row.<Integer>getList(1).stream().mapToInt(Integer::intValue).toArray());
    }
    return dates;
  }
}
