package dev.nightwarden.incident;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.INGESTED_AT;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.SOURCE_FILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.unsafe.types.VariantVal;

/**
 * A part of a log that fits into memory: some of its actors, chosen by a hash, with the newest of
 * their messages.
 *
 * @param messages rows of {@code messages}
 * @param profile says who the actor of a message is
 * @param seed another chooses other actors
 */
record LogPool(Dataset<Row> messages, Profile profile, long seed) {
  /** Actors, and the messages of each: some hundred megabytes at most. */
  private static final int MOST_ACTORS = 200;

  private static final int MOST_MESSAGES = 1_200;

  /** Who has more on a date it works on is a program that does the same all day. */
  private static final int BUSIEST = 150;

  private static final String MICROS = "micros";
  private static final String RECORD = "record";
  private static final String INGESTED = "ingested";
  private static final String DATES = "dates";
  private static final String PLACE = "place";

  /** Messages with {@code actor}, whoever it is and whether or not the profile watches them. */
  static Dataset<Row> named(Dataset<Row> messages, Profile profile) {
    Column actor = nullif(Observe.actor(profile), lit(""));
    return messages.withColumn(ACTOR, actor).where(col(ACTOR).isNotNull());
  }

  /** The accounts of the pool, in the order of their names. */
  List<Account> accounts() {
    Dataset<Row> named = named(messages, profile);
    Dataset<Row> chosen =
        named
            .groupBy(ACTOR)
            .agg(count(lit(1)).as(RECORD), countDistinct(EVENT_DATE).as(DATES))
            .where(col(RECORD).geq(5).and(col(RECORD).divide(col(DATES)).leq(BUSIEST)))
            .orderBy(xxhash64(col(ACTOR), lit(seed)), col(ACTOR))
            .limit(MOST_ACTORS)
            .select(ACTOR);
    Column newest =
        row_number()
            .over(
                Window.partitionBy(ACTOR)
                    .orderBy(col(EVENT_TIME).desc(), col(TRANSPORT), col(MESSAGE_ID)));
    Map<String, List<Recorded>> byActor = new TreeMap<>();
    recorded(
            named
                .join(broadcast(chosen), ACTOR)
                .withColumn(PLACE, newest)
                .where(col(PLACE).leq(MOST_MESSAGES)))
        .forEach(
            message ->
                byActor.computeIfAbsent(message.actor(), a -> new ArrayList<>()).add(message));
    return byActor.entrySet().stream()
        .map(
            own -> {
              own.getValue()
                  .sort(Comparator.comparingLong(Recorded::micros).thenComparing(Recorded::id));
              return Account.of(own.getKey(), own.getValue());
            })
        .toList();
  }

  /**
   * Messages on the driver.
   *
   * @param named rows of {@code messages} with {@code actor}
   */
  static List<Recorded> recorded(Dataset<Row> named) {
    return named
        .select(
            col(TRANSPORT),
            col(MESSAGE_ID),
            unix_micros(col(EVENT_TIME)).as(MICROS),
            col(ACTOR),
            col(DATA),
            col(SOURCE_FILE),
            unix_micros(col(INGESTED_AT)).as(INGESTED))
        .collectAsList()
        .stream()
        .map(LogPool::recorded)
        .toList();
  }

  private static Recorded recorded(Row row) {
    return new Recorded(
        row.getString(0),
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        tree(row.getAs(4)),
        row.getString(5),
        row.isNullAt(6) ? 0 : row.getLong(6));
  }

  @SuppressWarnings("unchecked") // Messages are objects: ingest refuses anything else.
  private static Map<String, Object> tree(VariantVal data) {
    return (Map<String, Object>) Values.tree(data);
  }
}
