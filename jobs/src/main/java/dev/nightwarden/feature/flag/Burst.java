package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds an actor that does far more at once than it is used to. The day is cut into windows of
 * {@code seconds} from midnight UTC; an actor's busiest window of a date is the one with most of
 * its records, the earliest of several.
 *
 * <p>Its count is set against what is usual: the median of the actor's own busiest windows, one a
 * day, over the days before in {@code lookback_days} on which it was active, if these are at least
 * {@code min_days}. Otherwise the median of those of all other actors, over the same days and the
 * date itself; without any, nothing is said. A hit has at least {@code min_events} records and more
 * than {@code factor} times what is usual; the last record of the window stands for it.
 */
@TypeName(value = "burst", doc = "An actor does far more within a short time than is usual for it.")
public record Burst(
    @Key(doc = "The path of who does it; default: the record's actor.") String actor,
    @Key(
            doc = "The length of a window in seconds, a divisor of 86400.",
            fallback = "3600",
            min = 1,
            max = 86_400)
        int seconds,
    @Key(doc = "How many records there must be in a window.", fallback = "20", min = 1)
        int minEvents,
    @Key(doc = "How many times what is usual is too much.", fallback = "5", min = 1) double factor,
    @Key(doc = "Days before the date that tell what is usual.", fallback = "14", min = 1, max = 365)
        int lookbackDays,
    @Key(
            doc = "On how many of these the actor must have been active to be its own measure.",
            fallback = "3",
            min = 1,
            max = 365)
        int minDays)
    implements AggregationFlag, Checked {
  private static final double TOLERANCE = 1e-9;

  /** More than the windows of a day, however short. */
  private static final long WINDOWS = 100_000;

  /** Orders actors faster than their names do, which begin alike. */
  private static final String HASH = "hash";

  @Override
  public void check() {
    Suspects.checkWindow(seconds);
  }

  @Override
  public String message() {
    return "{who} did {count} things within {seconds} seconds, where {usual} is usual: the median"
        + " of {of}";
  }

  @Override
  public Set<String> figures() {
    return Set.of("who", "count", "seconds", "usual", "of", "first", "last");
  }

  @Override
  public List<String> paths() {
    return actor == null ? List.of() : List.of(actor);
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    Dataset<Row> busiest = busiest(records);
    Column own =
        collect_list(col("count"))
            .over(
                Window.partitionBy(HASH, "who")
                    .orderBy(col(Suspects.DAY))
                    .rangeBetween(-lookbackDays, -1));
    Dataset<Row> candidates =
        busiest
            .withColumn("own", own)
            .where(Suspects.isWanted(records).and(col("count").geq(minEvents)));
    Dataset<Row> bursts =
        candidates
            .join(others(records, busiest), col(Suspects.DAY).equalTo(col("date")))
            .withColumn("usual", usual())
            .where(col("count").gt(col("usual").multiply(factor).plus(TOLERANCE)))
            .select(
                col("who"),
                col(Suspects.DAY),
                col("window"),
                col("count"),
                col("usual"),
                size(col("own")).as("own_days"));
    Column of =
        when(
                col("own_days").geq(minDays),
                concat(lit("its own "), col("own_days"), lit(" active days before")))
            .otherwise(lit("all others"));
    return Suspects.of(
        marked(records, bursts),
        col("anchor"),
        col("who"),
        Map.of(
            "who", Figures.text(col("who")),
            "count", col("count").cast(DataTypes.StringType),
            "seconds", lit(Integer.toString(seconds)),
            "usual", Figures.number(col("usual")),
            "of", of,
            "first", Figures.time(col("first")),
            "last", Figures.time(col("anchor").getField(Suspects.MICROS))));
  }

  /**
   * hash (of who), who, day, window, count: the busiest window of each actor and day. Rows hold no
   * more than this, and the largest is taken of a single number, so that Spark groups by hashes.
   */
  private Dataset<Row> busiest(Records records) {
    Column rank = col("count").multiply(WINDOWS).plus(lit(WINDOWS - 1).minus(col("window")));
    return windows(records.rows(), records)
        .withColumn(HASH, xxhash64(col("who")))
        .repartition(col("who"))
        .groupBy(HASH, "who", Suspects.DAY, "window")
        .agg(count(lit(1)).as("count"))
        .groupBy(HASH, "who", Suspects.DAY)
        .agg(max(rank).as("rank"))
        .withColumn("turned", pmod(col("rank"), lit(WINDOWS)))
        .select(
            col(HASH),
            col("who"),
            col(Suspects.DAY),
            lit(WINDOWS - 1).minus(col("turned")).cast(DataTypes.IntegerType).as("window"),
            col("rank").minus(col("turned")).divide(WINDOWS).cast(DataTypes.LongType).as("count"));
  }

  /** The bursts, each with the time of its first record and the mark of its last. */
  private Dataset<Row> marked(Records records, Dataset<Row> bursts) {
    Column[] columns = Arrays.stream(bursts.columns()).map(functions::col).toArray(Column[]::new);
    return windows(records.wanted(), records, Suspects.mark().as("mark"))
        .join(bursts.hint("shuffle_hash"), new String[] {"who", Suspects.DAY, "window"})
        .groupBy(columns)
        .agg(min(col("mark").getField(Suspects.MICROS)).as("first"), max("mark").as("anchor"));
  }

  /** who, day, window and more of each record that somebody did. */
  private Dataset<Row> windows(Dataset<Row> rows, Records records, Column... more) {
    List<Column> columns = new ArrayList<>();
    columns.add(Suspects.actor(records.inputs(), actor).as("who"));
    columns.add(Suspects.day().as(Suspects.DAY));
    columns.add(Suspects.window(seconds).as("window"));
    columns.addAll(List.of(more));
    return rows.select(columns.toArray(Column[]::new)).where(col("who").isNotNull());
  }

  /** date, everybody: of each wanted date how many actor's days had which count, by count. */
  private Dataset<Row> others(Records records, Dataset<Row> busiest) {
    Column dates =
        functions.filter(
            lits(Suspects.days(records)),
            date ->
                date.geq(col(Suspects.DAY)).and(date.leq(col(Suspects.DAY).plus(lookbackDays))));
    return busiest
        .groupBy(Suspects.DAY, "count")
        .agg(count(lit(1)).as("days"))
        .select(explode(dates).as("date"), col("count"), col("days"))
        .groupBy("date", "count")
        .agg(sum("days").as("days"))
        .groupBy("date")
        .agg(sort_array(collect_list(struct(col("count"), col("days")))).as("everybody"));
  }

  private static Column lits(List<Integer> days) {
    return functions.array(days.stream().map(functions::lit).toArray(Column[]::new));
  }

  /** The median that {@code count} is set against (double); null where there is nothing to say. */
  private Column usual() {
    int enough = minDays;
    UDF3<Seq<Long>, Seq<Row>, Long, Double> usual =
        (own, everybody, count) -> {
          TreeMap<Long, Long> days = new TreeMap<>();
          List<Long> mine = CollectionConverters.asJava(own);
          if (mine.size() >= enough) {
            mine.forEach(its -> days.merge(its, 1L, Long::sum));
            return median(days);
          }
          CollectionConverters.asJava(everybody)
              .forEach(row -> days.put(row.getLong(0), row.getLong(1)));
          mine.forEach(its -> days.merge(its, -1L, Long::sum));
          days.merge(count, -1L, Long::sum);
          return median(days);
        };
    return udf(usual, DataTypes.DoubleType)
        .withName("usual")
        .apply(col("own"), col("everybody"), col("count"));
  }

  /** The median of values, each with how often it occurs; null without any. */
  static Double median(NavigableMap<Long, Long> values) {
    long total = values.values().stream().mapToLong(Long::longValue).sum();
    if (total == 0) {
      return null;
    }
    return (at(values, (total - 1) / 2) + at(values, total / 2)) / 2.0;
  }

  private static long at(NavigableMap<Long, Long> values, long rank) {
    long passed = 0;
    for (Map.Entry<Long, Long> entry : values.entrySet()) {
      passed += entry.getValue();
      if (passed > rank) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("rank %d of %d".formatted(rank, passed));
  }
}
