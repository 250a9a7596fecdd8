package dev.nightwarden.verdict;

import static dev.nightwarden.table.Columns.ABOUT;
import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.FROM_DATE;
import static dev.nightwarden.table.Columns.GIVEN;
import static dev.nightwarden.table.Columns.GIVEN_BY;
import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.LAST_DATE;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.NOTE;
import static dev.nightwarden.table.Columns.PEERS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.SCOPE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.UNTIL_DATE;
import static dev.nightwarden.table.Columns.VALUE;
import static dev.nightwarden.table.Columns.VERDICT;
import static dev.nightwarden.table.Columns.VERDICT_ID;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** Where verdicts are written down. Nobody else's run is in the way of it, nor is it in theirs. */
public record VerdictBook(Warehouse warehouse) {
  private static final StructType SAID =
      StructType.fromDDL(
          """
          about STRING, given TIMESTAMP, verdict STRING, said_scope STRING, said_from DATE,
          said_until DATE, given_by STRING, note STRING
          """);

  /** What one verdict may cover one by one. */
  private static final int MOST_ROWS = 100_000;

  private static final int SHOWN = 3;
  private static final String SAID_SCOPE = "said_scope";
  private static final String SAID_FROM = "said_from";
  private static final String SAID_UNTIL = "said_until";
  private static final String OF_ACTOR = "of_actor";
  private static final String OF_PROFILE = "of_profile";

  /** Whether a window was judged, and not an event alone. */
  private static final String IN_WINDOW = "in_window";

  /**
   * Writes verdicts down, all or none.
   *
   * @param now when they were given; of several on one finding the last of the list holds
   * @return by id of the finding, how many values, events or actors are covered
   * @throws IllegalStateException if there is no finding of an id, or it is too large to be covered
   *     one by one
   */
  public Map<String, String> add(List<GivenVerdict> verdicts, Instant now) {
    List<Row> said = new ArrayList<>();
    Instant given = now.truncatedTo(ChronoUnit.MICROS);
    for (GivenVerdict verdict : verdicts) {
      said.add(
          RowFactory.create(
              verdict.about(),
              given,
              verdict.opinion().key(),
              verdict.scope().key(),
              verdict.from(),
              verdict.until(),
              verdict.by(),
              verdict.note()));
      given = given.plus(1, ChronoUnit.MICROS);
    }
    Dataset<Row> covered =
        covered(broadcast(warehouse.spark().createDataFrame(said, SAID))).persist();
    try {
      Map<String, String> told = told(covered);
      refuseUnknown(verdicts, told);
      warehouse.append(Table.VERDICTS, covered.coalesce(1));
      return told;
    } finally {
      covered.unpersist();
    }
  }

  private Map<String, String> told(Dataset<Row> covered) {
    Map<String, String> told = new TreeMap<>();
    for (Row row :
        covered
            .groupBy(ABOUT)
            .agg(
                count(lit(1)),
                count(when(col(SCOPE).equalTo(Scope.EVENT.key()), 1)),
                count(when(col(SCOPE).equalTo(Scope.ACTOR.key()), 1)))
            .collectAsList()) {
      long rows = row.getLong(1);
      long events = row.getLong(2);
      long actors = row.getLong(3);
      if (rows > MOST_ROWS) {
        throw new IllegalStateException(
            ("%s is of %d values or events, more than can be judged one by one; judge its actor:"
                    + " --scope actor --until DATE")
                .formatted(row.getString(0), rows));
      }
      List<String> parts = new ArrayList<>();
      add(parts, rows - events - actors, "value");
      add(parts, events, "event");
      add(parts, actors, "actor");
      told.put(row.getString(0), String.join(" and ", parts));
    }
    return told;
  }

  private static void add(List<String> parts, long amount, String what) {
    if (amount > 0) {
      parts.add(Amount.of(amount, what));
    }
  }

  private void refuseUnknown(List<GivenVerdict> verdicts, Map<String, String> told) {
    List<String> unknown =
        verdicts.stream()
            .map(GivenVerdict::about)
            .distinct()
            .filter(about -> !told.containsKey(about))
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(
          "%s has no anomaly of an event, alert or investigation %s%s; nothing was written down"
              .formatted(
                  warehouse.location(),
                  String.join(", ", unknown.subList(0, Math.min(SHOWN, unknown.size()))),
                  unknown.size() > SHOWN ? " and %d more".formatted(unknown.size() - SHOWN) : ""));
    }
  }

  /** Rows of {@code verdicts}: what each covers. */
  private Dataset<Row> covered(Dataset<Row> said) {
    Column isWhole = col(FIELD).isNull();
    Column isOfValue = col(SAID_SCOPE).startsWith(Scope.VALUE.key());
    // What has no value, as a forest's finding, is judged as the event that it is.
    Column scope = when(isOfValue.and(isWhole), Scope.EVENT.key()).otherwise(col(SAID_SCOPE));
    Column isEvent = col(SCOPE).equalTo(Scope.EVENT.key());
    Column isActor = col(SCOPE).equalTo(Scope.ACTOR.key());
    Column first = min(EVENT_DATE).over(Window.partitionBy(ABOUT, GIVEN));
    Dataset<Row> judged =
        judged(said)
            .withColumn(SCOPE, scope)
            .withColumn(
                FROM_DATE,
                when(isEvent, col(EVENT_DATE)).otherwise(coalesce(col(SAID_FROM), first)))
            .withColumn(UNTIL_DATE, when(isEvent, col(EVENT_DATE)).otherwise(col(SAID_UNTIL)))
            .withColumn(PROFILE, when(isActor, lit(null)).otherwise(col(PROFILE)))
            .withColumn(PEERS, when(isActor, lit(null)).otherwise(col(PEERS)));
    for (String column : List.of(TRANSPORT, MESSAGE_ID, WINDOW_START, WINDOW_END)) {
      judged = judged.withColumn(column, when(not(isActor), col(column)));
    }
    for (String column : List.of(DETECTOR, FIELD, VALUE)) {
      judged =
          judged.withColumn(column, when(isActor.or(isEvent), lit(null)).otherwise(col(column)));
    }
    return judged
        .withColumn("one_event", when(isEvent, col(EVENT_ID)))
        .groupBy(
            ABOUT,
            GIVEN,
            VERDICT,
            SCOPE,
            PROFILE,
            ACTOR,
            DETECTOR,
            FIELD,
            VALUE,
            PEERS,
            "one_event",
            FROM_DATE,
            UNTIL_DATE,
            GIVEN_BY,
            NOTE)
        .agg(
            min(EVENT_DATE).as(EVENT_DATE),
            min_by(col(EVENT_ID), col(EVENT_DATE)).as(EVENT_ID),
            min_by(col(TRANSPORT), col(EVENT_DATE)).as(TRANSPORT),
            min_by(col(MESSAGE_ID), col(EVENT_DATE)).as(MESSAGE_ID),
            min(WINDOW_START).as(WINDOW_START),
            max(WINDOW_END).as(WINDOW_END))
        .withColumn(
            VERDICT_ID, Ids.of(col(ABOUT), col(GIVEN), col(VERDICT), col(GIVEN_BY), col(NOTE)))
        .select(Table.VERDICTS.columns());
  }

  /** The anomalies that are judged, each with what is said of it. */
  private Dataset<Row> judged(Dataset<Row> said) {
    Dataset<Row> anomalies =
        warehouse
            .read(Table.ANOMALIES)
            .select(
                PROFILE,
                ACTOR,
                DETECTOR,
                FIELD,
                VALUE,
                EVENT_ID,
                EVENT_DATE,
                EVENT_TIME,
                TRANSPORT,
                MESSAGE_ID);
    Dataset<Row> alerts =
        warehouse
            .read(Table.ALERTS)
            .select(
                col(ALERT_ID).as(ABOUT),
                col(ACTOR).as(OF_ACTOR),
                col(EVENT_DATE).as("first_date"),
                col(LAST_DATE));
    Dataset<Row> investigations =
        warehouse
            .read(Table.INVESTIGATIONS)
            .select(
                col(INVESTIGATION_ID).as(ABOUT),
                col(PROFILE).as(OF_PROFILE),
                col(ACTOR).as(OF_ACTOR),
                col(WINDOW_START),
                col(WINDOW_END));
    // An alert that a verdict left without a reason is gone; the verdict tells what it was of.
    Dataset<Row> before =
        warehouse
            .read(Table.VERDICTS)
            .select(
                col(ABOUT),
                col(EVENT_ID).as("judged_event"),
                col(EVENT_DATE).as("judged_date"),
                col(WINDOW_START).isNotNull().as(IN_WINDOW))
            .distinct();
    Dataset<Row> all =
        anomalies
            .join(said, col(EVENT_ID).equalTo(col(ABOUT)))
            .withColumn(IN_WINDOW, lit(false))
            .unionByName(
                of(
                        anomalies,
                        alerts.join(said, ABOUT),
                        coalesce(col(ACTOR), lit(""))
                            .equalTo(col(OF_ACTOR))
                            .and(col(EVENT_DATE).between(col("first_date"), col(LAST_DATE))))
                    .withColumn(IN_WINDOW, lit(true)))
            .unionByName(
                of(anomalies, investigations.join(said, ABOUT), isWithin())
                    .withColumn(IN_WINDOW, lit(true)))
            .unionByName(
                of(
                    anomalies,
                    before.join(said, ABOUT),
                    col(EVENT_ID)
                        .equalTo(col("judged_event"))
                        .and(col(EVENT_DATE).equalTo(col("judged_date"))),
                    IN_WINDOW));
    return inWindows(all, investigations.drop(ABOUT))
        .join(
            warehouse.read(Table.ACTOR_DATES).select(PROFILE, ACTOR, EVENT_DATE, PEERS),
            new String[] {PROFILE, ACTOR, EVENT_DATE},
            "left")
        .withColumn(PEERS, coalesce(col(PEERS), lit("")));
  }

  /**
   * Adds the windows of anomalies: that of the investigation, and of what is about a date as a
   * whole, such as an amount, the date.
   */
  private static Dataset<Row> inWindows(Dataset<Row> judged, Dataset<Row> investigations) {
    Column isOfMessage =
        col(EVENT_ID)
            .equalTo(Ids.of(col(TRANSPORT), col(MESSAGE_ID), col(EVENT_DATE), col(PROFILE)));
    Column start =
        when(isOfMessage, col(WINDOW_START)).otherwise(col(EVENT_DATE).cast("timestamp"));
    Column end =
        when(isOfMessage, col(WINDOW_END))
            .otherwise(date_add(col(EVENT_DATE), 1).cast("timestamp"));
    return judged
        .join(investigations, col(IN_WINDOW).and(isWithin()), "left")
        .withColumn(WINDOW_START, start)
        .withColumn(WINDOW_END, end)
        .drop(IN_WINDOW, OF_PROFILE, OF_ACTOR);
  }

  private static Column isWithin() {
    return col(PROFILE)
        .equalTo(col(OF_PROFILE))
        .and(col(ACTOR).equalTo(col(OF_ACTOR)))
        .and(col(EVENT_TIME).geq(col(WINDOW_START)))
        .and(col(EVENT_TIME).lt(col(WINDOW_END)));
  }

  /** The anomalies of findings, each with what is said of its finding. */
  private static Dataset<Row> of(
      Dataset<Row> anomalies, Dataset<Row> findings, Column isOf, String... more) {
    Column[] columns =
        Stream.of(anomalies.columns(), SAID.fieldNames(), more)
            .flatMap(Stream::of)
            .map(name -> col(name))
            .toArray(Column[]::new);
    return anomalies.join(broadcast(findings), isOf).select(columns);
  }

  /**
   * The verdicts in force, those given last first.
   *
   * @return given, verdict, scope, about, actor, from_date, until_date, given_by, note, covered
   *     (how many rows of {@code verdicts})
   */
  public Dataset<Row> inForce() {
    return Verdicts.newest(warehouse.read(Table.VERDICTS))
        .groupBy(VERDICT_ID, ABOUT)
        .agg(
            min(GIVEN).as(GIVEN),
            min(VERDICT).as(VERDICT),
            // Of value and event it is value that was asked for.
            max(SCOPE).as(SCOPE),
            min(ACTOR).as(ACTOR),
            min(FROM_DATE).as(FROM_DATE),
            max(UNTIL_DATE).as(UNTIL_DATE),
            min(GIVEN_BY).as(GIVEN_BY),
            min(NOTE).as(NOTE),
            count(lit(1)).as("covered"))
        .orderBy(col(GIVEN).desc(), col(VERDICT_ID));
  }
}
