package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.LN_TAIL;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.observe.CountedFields;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Others;
import java.time.LocalDate;
import java.util.Collection;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * What the history before each message knew of each of its values, for a range of event dates at
 * once.
 *
 * <p>Three kinds of entries go through one exchange and one sort: the counts carried in from the
 * days before the range (+count at its start), the messages of the range (+1 for each value), and
 * what leaves the history (-count at the start of the first day that no longer sees it): days of a
 * limited one, and messages that a verdict calls malicious. {@link RunningCounts} then passes over
 * each actor's entries in the order (event_time, message_id, transport), the other two kinds coming
 * before the messages of their instant.
 *
 * @param from the first event date of the range
 * @param to the last
 * @param profiles whose messages are observed, and how many days their histories reach
 * @param others what others showed before the dates of the range; null where no profile asks
 * @param isWithheld whether counts may tell of messages that are no part of later dates' histories
 */
public record History(
    LocalDate from, LocalDate to, Collection<Profile> profiles, Others others, boolean isWithheld) {
  /** c: earlier messages of the actor with the same value (bigint, never null). */
  public static final String SEEN = "seen";

  /** N: earlier messages of the actor (bigint, never null). */
  public static final String TOTAL = "total";

  /** G: distinct values among them, null being one (bigint, never null). */
  public static final String DISTINCT = "distinct";

  /** c0: earlier messages of the actor without a value (bigint, never null). */
  public static final String MISSING = "missing";

  /** The group that the actor was compared with; empty: everybody (string). */
  public static final String PEER_GROUP = "peer_group";

  /** Peers that showed the value before the date (int). */
  public static final String PEERS_SEEN = "peers_seen";

  /** Peers that there were (int). */
  public static final String PEERS = "peers";

  /** Others that showed the value before the date (int). */
  public static final String OTHERS_SEEN = "others_seen";

  /** Others that there were (int). */
  public static final String OTHERS = "others";

  /** Others that first showed it on the date, where that has one cause; else 0 (int). */
  public static final String NEWCOMERS = "newcomers";

  /** Where all that was shown belongs to the history. */
  public History(LocalDate from, LocalDate to, Collection<Profile> profiles, Others others) {
    this(from, to, profiles, others, false);
  }

  /** For actors that are compared with nobody. */
  public History(LocalDate from, LocalDate to, Collection<Profile> profiles) {
    this(from, to, profiles, null, false);
  }

  /**
   * One row per message, profile and field, with {@code seen}, {@code total}, {@code distinct} and
   * {@code missing}.
   *
   * @param messages rows of {@link Observe#values} whose dates are in the range
   * @param counts rows of {@code feature_counts} of all dates up to the range's last, those of the
   *     range included; or what {@link dev.nightwarden.observe.FeatureTotals#counts} gives
   * @return columns profile, actor, transport, message_id, event_time, event_date, field, value,
   *     the four, and peer_group, peers_seen, peers, others_seen, others, newcomers, ln_tail and
   *     learning, which are null where the profile does not look at others
   */
  public Dataset<Row> before(Dataset<Row> messages, Dataset<Row> counts) {
    return pass(messages, counts, false);
  }

  /**
   * The rows of {@link #before} without those of which the field's reporter says that they are
   * {@linkplain dev.nightwarden.reporter.Reporter#isUsual usual}.
   */
  public Dataset<Row> unusual(Dataset<Row> messages, Dataset<Row> counts) {
    return pass(messages, counts, true);
  }

  private Dataset<Row> pass(Dataset<Row> messages, Dataset<Row> counts, boolean isOfUnusual) {
    Dataset<Row> entries =
        asEntries(messages)
            .unionByName(carriedIn(counts.where(isRead())))
            .unionByName(leaving(counts.where(isRead())));
    if (isWithheld && from.isBefore(to)) {
      entries = entries.unionByName(withheld(counts));
    }
    if (others != null) {
      entries = entries.unionByName(ofOthers()).unionByName(ofActors());
    }
    return entries
        .withColumn(Entry.GROUP, xxhash64(col(PROFILE), col(ACTOR)))
        .repartition(col(Entry.GROUP))
        .sortWithinPartitions(Entry.ORDER)
        .mapPartitions(
            new RunningCounts(profiles, isOfUnusual, others == null ? null : others.known()),
            Encoders.row(RunningCounts.SCHEMA))
        .select(
            col(PROFILE),
            col(ACTOR),
            col(TRANSPORT),
            col(MESSAGE_ID),
            timestamp_micros(col(Entry.MICROS)).as(EVENT_TIME),
            timestamp_micros(col(Entry.MICROS)).cast("date").as(EVENT_DATE),
            col(FIELD),
            col(VALUE),
            col(SEEN),
            col(TOTAL),
            col(DISTINCT),
            col(MISSING),
            col(PEER_GROUP),
            col(PEERS_SEEN),
            col(PEERS),
            col(OTHERS_SEEN),
            col(OTHERS),
            col(NEWCOMERS),
            col(LN_TAIL),
            col(LEARNING));
  }

  private Dataset<Row> ofOthers() {
    return beside(
        others.ofValues(),
        Entry.OTHERS,
        col(FIELD),
        col(VALUE),
        array(col("peers"), col("others"), col("newcomers")));
  }

  private Dataset<Row> ofActors() {
    return beside(
        others.ofActors(),
        Entry.ACTOR_DATE,
        lit(null).cast("string"),
        col("compared"),
        array(col("since")));
  }

  private static Dataset<Row> beside(
      Dataset<Row> rows, int kind, Column field, Column value, Column figures) {
    return rows.select(
        col(PROFILE),
        col(ACTOR),
        unix_micros(date_from_unix_date(col("day")).cast("timestamp")).as(Entry.MICROS),
        lit(kind).as(Entry.KIND),
        lit("").as(TRANSPORT),
        lit("").as(MESSAGE_ID),
        field.as(FIELD),
        array(value).as(Observe.VALUES),
        lit(0L).as(Entry.WEIGHT),
        figures.as(Entry.FIGURES));
  }

  private static Dataset<Row> asEntries(Dataset<Row> messages) {
    return messages.select(
        col(PROFILE),
        col(ACTOR),
        unix_micros(col(EVENT_TIME)).as(Entry.MICROS),
        lit(Entry.MESSAGE).as(Entry.KIND),
        col(TRANSPORT),
        col(MESSAGE_ID),
        lit(null).cast("string").as(FIELD),
        col(Observe.VALUES),
        lit(1L).as(Entry.WEIGHT),
        noFigures());
  }

  private static Dataset<Row> asEntries(Dataset<Row> weighted, Column date) {
    return weighted.select(
        col(PROFILE),
        col(ACTOR),
        unix_micros(date.cast("timestamp")).as(Entry.MICROS),
        lit(Entry.COUNT).as(Entry.KIND),
        lit("").as(TRANSPORT),
        lit("").as(MESSAGE_ID),
        col(FIELD),
        array(col(VALUE)).as(Observe.VALUES),
        col(Entry.WEIGHT),
        noFigures());
  }

  private static Column noFigures() {
    return lit(null).cast("array<int>").as(Entry.FIGURES);
  }

  /** The history of the range's first day, one entry per value. */
  private Dataset<Row> carriedIn(Dataset<Row> counts) {
    Dataset<Row> earlier =
        counts
            .where(col(EVENT_DATE).lt(from).and(isSeenFrom(lit(from))))
            .groupBy(PROFILE, FIELD, ACTOR, VALUE)
            .agg(sum(COUNT).as(Entry.WEIGHT));
    return asEntries(earlier, lit(from));
  }

  /** The days that leave a limited history within the range, on the first date without them. */
  private Dataset<Row> leaving(Dataset<Row> counts) {
    Column leaves = date_add(col(EVENT_DATE), reach().plus(1));
    Dataset<Row> expired =
        counts
            .where(isSeenFrom(lit(from)).and(leaves.leq(to)).and(reach().isNotNull()))
            .withColumn(Entry.WEIGHT, col(COUNT).multiply(-1L));
    return asEntries(expired, leaves);
  }

  /** What messages of the range add for their own date alone, on the first date without it. */
  private Dataset<Row> withheld(Dataset<Row> counts) {
    Dataset<Row> ofRange =
        counts
            .where(CountedFields.isWithheld())
            .where(col(EVENT_DATE).geq(from).and(col(EVENT_DATE).lt(to)))
            .withColumn(FIELD, CountedFields.name())
            .withColumn(Entry.WEIGHT, col(COUNT).multiply(-1L));
    return asEntries(ofRange, date_add(col(EVENT_DATE), 1));
  }

  private Column isRead() {
    return isWithinReach().and(CountedFields.isOfHistory());
  }

  /** The dates that any profile still sees, so that only their partitions are read. */
  private Column isWithinReach() {
    Column upTo = col(EVENT_DATE).leq(to);
    if (profiles.stream().map(Profile::history).anyMatch(OptionalInt::isEmpty)) {
      return upTo;
    }
    int longest =
        profiles.stream().map(Profile::history).mapToInt(OptionalInt::getAsInt).max().orElse(0);
    return upTo.and(col(EVENT_DATE).geq(from.minusDays(longest)));
  }

  /** Whether a day's counts are within the history of a message of the given date, or after it. */
  private Column isSeenFrom(Column date) {
    return reach().isNull().or(date_add(col(EVENT_DATE), reach()).geq(date));
  }

  private Column reach() {
    Column reach = lit(null).cast("int");
    for (Profile profile : profiles) {
      if (profile.history().isPresent()) {
        reach =
            when(col(PROFILE).equalTo(profile.name()), profile.history().getAsInt())
                .otherwise(reach);
      }
    }
    return reach;
  }
}
