package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds a source that tries many accounts: a few passwords on everybody. The day is cut into
 * windows of {@code seconds} from midnight UTC; in each the accounts are counted that a source
 * tried and was not known with. The source's worst window of a date, the earliest of several, is a
 * hit if these are at least {@code min_accounts}; the last try in it stands for it.
 *
 * <p>Every record is a try, or those of {@code failure} are. A source is known with an account that
 * it was seen with in the {@code lookback_days} before the date: in any record, or where there is
 * {@code failure}, in one that is none; so an office behind one address has seen its people, and
 * whoever sprays every night has not. A date without days before it knows nobody.
 */
@TypeName(value = "spray", doc = "One source tries many accounts that it was not seen with before.")
public record Spray(
    @Key(doc = "The path of where from, such as the address.", required = true) String source,
    @Key(doc = "The path of the account.", required = true) String account,
    @Key(
            doc =
                "Which records are tries, as an SQL condition such as a failed login; the others"
                    + " tell whom a source is known with. Default: all are, and tell it.")
        String failure,
    @Key(
            doc = "The length of a window in seconds, a divisor of 86400.",
            fallback = "3600",
            min = 1,
            max = 86_400)
        int seconds,
    @Key(doc = "How many accounts there must be in a window.", fallback = "10", min = 1)
        int minAccounts,
    @Key(
            doc = "Days before the date that tell whom a source is known with.",
            fallback = "7",
            min = 0,
            max = 365)
        int lookbackDays)
    implements AggregationFlag, Checked {
  /** Orders pairs faster than their texts do, which begin alike. */
  private static final String HASH = "hash";

  @Override
  public void check() {
    Suspects.checkWindow(seconds);
  }

  @Override
  public String message() {
    return "{source} tried {accounts} accounts that it was never seen with, {tries} times within"
        + " {seconds} seconds";
  }

  @Override
  public Set<String> figures() {
    return Set.of("source", "accounts", "tries", "seconds", "first", "last");
  }

  @Override
  public List<String> paths() {
    return List.of(source, account);
  }

  @Override
  public Map<String, String> conditions() {
    return failure == null ? Map.of() : Map.of("failure", failure);
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    Column isTry =
        failure == null ? lit(true) : coalesce(records.inputs().condition(failure), lit(false));
    Column makesKnown = failure == null ? lit(true) : not(col("is_try"));
    Column knownOn =
        max(when(col("makes_known"), col(Suspects.DAY)))
            .over(
                Window.partitionBy(HASH, "source", "account")
                    .orderBy(col(Suspects.DAY))
                    .rangeBetween(Window.unboundedPreceding(), -1));
    Dataset<Row> tried =
        records
            .rows()
            .select(
                records.inputs().shortText(source).as("source"),
                records.inputs().shortText(account).as("account"),
                isTry.as("is_try"),
                Suspects.day().as(Suspects.DAY),
                Suspects.window(seconds).as("window"),
                Suspects.mark().as("mark"))
            .where(col("source").isNotNull().and(col("account").isNotNull()))
            // Once for all that follows: marks can only be grouped in order.
            .withColumn(HASH, xxhash64(col("source"), col("account")))
            .repartition(col("source"), col("account"))
            .sortWithinPartitions(HASH, "source", "account", Suspects.DAY, "window")
            .groupBy(HASH, "source", "account", Suspects.DAY, "window")
            .agg(
                count_if(col("is_try")).as("tries"),
                bool_or(makesKnown).as("makes_known"),
                min(when(col("is_try"), col("mark").getField(Suspects.MICROS))).as("first"),
                max(when(col("is_try"), col("mark"))).as("anchor"))
            .withColumn("known_on", knownOn)
            .where(
                Suspects.isWanted(records)
                    .and(col("tries").gt(0))
                    .and(
                        coalesce(
                            col("known_on").lt(col(Suspects.DAY).minus(lookbackDays)), lit(true))));
    Dataset<Row> found =
        tried
            .groupBy("source", Suspects.DAY, "window")
            .agg(
                count(lit(1)).as("accounts"),
                sum("tries").as("tries"),
                min("first").as("first"),
                max("anchor").as("anchor"))
            .where(col("accounts").geq(minAccounts))
            .groupBy("source", Suspects.DAY)
            .agg(
                max_by(
                        struct(col("accounts"), col("tries"), col("first"), col("anchor")),
                        struct(col("accounts"), col("window").multiply(-1)))
                    .as("worst"))
            .select("source", "worst.*");
    return Suspects.of(
        found,
        col("anchor"),
        col("source"),
        Map.of(
            "source", Figures.text(col("source")),
            "accounts", col("accounts").cast(DataTypes.StringType),
            "tries", col("tries").cast(DataTypes.StringType),
            "seconds", lit(Integer.toString(seconds)),
            "first", Figures.time(col("first")),
            "last", Figures.time(col("anchor").getField(Suspects.MICROS))));
  }
}
