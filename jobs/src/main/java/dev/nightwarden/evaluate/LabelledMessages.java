package dev.nightwarden.evaluate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.amounts.AmountDetector;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.incident.Incident.Place;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.table.Slices;
import dev.nightwarden.value.Amount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Which messages of a log are of which incident.
 *
 * @param messages columns incident, transport, message_id, event_date
 * @param dates on which actors have such messages: incident, actor, event_date; one incident each
 */
public record LabelledMessages(Dataset<Row> messages, Dataset<Row> dates) implements AutoCloseable {
  /** Names the incident of a row; null for none. */
  public static final String INCIDENT = "incident";

  private static final String ACTOR_OF_LABEL = "labelled_actor";
  private static final String OF_DATE = "incident_of_date";
  private static final String BEGIN = "begins";
  private static final String END = "ends";

  private static final StructType PLACES =
      StructType.fromDDL("incident STRING, transport STRING, message_id STRING, event_date INT");
  private static final StructType ACTORS = StructType.fromDDL("incident STRING, actor STRING");
  private static final StructType SPANS =
      StructType.fromDDL("incident STRING, labelled_actor STRING, begins BIGINT, ends BIGINT");

  /**
   * Finds the messages.
   *
   * @param messages rows of {@code messages}
   * @param profiles say who the actor of a message is, where labels list no messages
   * @param warn is told of labels that name what the log lacks
   * @throws IllegalArgumentException if an incident has no message in the log
   */
  public static LabelledMessages of(
      Dataset<Row> messages,
      Collection<Profile> profiles,
      List<Incident> incidents,
      Consumer<String> warn) {
    Dataset<Row> found = listed(messages, incidents);
    for (Profile profile : profiles) {
      found = found.unionByName(during(messages, profile, incidents));
    }
    found = found.distinct().persist();
    check(found, incidents, warn);
    List<Row> actors = new ArrayList<>();
    for (Incident incident : incidents) {
      incident.actors().forEach(actor -> actors.add(RowFactory.create(incident.id(), actor)));
    }
    Dataset<Row> dates =
        found
            .join(broadcast(messages.sparkSession().createDataFrame(actors, ACTORS)), INCIDENT)
            .groupBy(ACTOR, EVENT_DATE)
            .agg(min(INCIDENT).as(INCIDENT));
    return new LabelledMessages(found, dates);
  }

  /**
   * Adds {@code incident} to anomalies: that of their message, and to those of an actor's whole
   * date that of the date; null for none.
   */
  public Dataset<Row> mark(Dataset<Row> anomalies) {
    return anomalies
        .join(messages, new String[] {TRANSPORT, MESSAGE_ID, EVENT_DATE}, "left")
        .join(dates.withColumnRenamed(INCIDENT, OF_DATE), new String[] {ACTOR, EVENT_DATE}, "left")
        .withColumn(
            INCIDENT,
            coalesce(
                col(INCIDENT), when(col(DETECTOR).equalTo(AmountDetector.AMOUNTS), col(OF_DATE))))
        .drop(OF_DATE);
  }

  @Override
  public void close() {
    messages.unpersist();
  }

  private static Dataset<Row> listed(Dataset<Row> messages, List<Incident> incidents) {
    List<Row> places = new ArrayList<>();
    TreeSet<LocalDate> dates = new TreeSet<>();
    for (Incident incident : incidents) {
      for (Place place : incident.messages()) {
        dates.add(place.date());
        places.add(
            RowFactory.create(
                incident.id(),
                place.transport(),
                place.messageId(),
                (int) place.date().toEpochDay()));
      }
    }
    Dataset<Row> labels =
        messages
            .sparkSession()
            .createDataFrame(places, PLACES)
            .withColumn(EVENT_DATE, date_from_unix_date(col(EVENT_DATE)));
    Dataset<Row> there = messages.select(TRANSPORT, MESSAGE_ID, EVENT_DATE);
    return (dates.isEmpty() ? there.where(lit(false)) : there.where(Slices.of(dates)))
        .join(broadcast(labels), new String[] {TRANSPORT, MESSAGE_ID, EVENT_DATE}, "inner")
        .select(INCIDENT, TRANSPORT, MESSAGE_ID, EVENT_DATE);
  }

  /** What actors did in the time of incidents that list no messages. */
  private static Dataset<Row> during(
      Dataset<Row> messages, Profile profile, List<Incident> incidents) {
    List<Row> spans = new ArrayList<>();
    for (Incident incident : incidents) {
      if (incident.messages().isEmpty()) {
        for (String actor : incident.actors()) {
          spans.add(
              RowFactory.create(
                  incident.id(), actor, micros(incident.from()), micros(incident.to())));
        }
      }
    }
    Dataset<Row> labels =
        messages
            .sparkSession()
            .createDataFrame(spans, SPANS)
            .withColumn(BEGIN, timestamp_micros(col(BEGIN)))
            .withColumn(END, timestamp_micros(col(END)));
    Dataset<Row> named = spans.isEmpty() ? messages.where(lit(false)) : messages;
    return named
        .join(
            broadcast(labels),
            nullif(Observe.actor(profile), lit(""))
                .equalTo(col(ACTOR_OF_LABEL))
                .and(col(EVENT_TIME).between(col(BEGIN), col(END))))
        .select(INCIDENT, TRANSPORT, MESSAGE_ID, EVENT_DATE);
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  private static void check(Dataset<Row> found, List<Incident> incidents, Consumer<String> warn) {
    Map<String, Long> counts = new HashMap<>();
    found
        .groupBy(INCIDENT)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    List<String> lacking = new ArrayList<>();
    for (Incident incident : incidents) {
      long there = counts.getOrDefault(incident.id(), 0L);
      if (there == 0) {
        lacking.add(incident.id());
      } else if (there < incident.messages().size()) {
        warn.accept(
            "incident %s: %d of %s are in the log"
                .formatted(incident.id(), there, Amount.of(incident.messages().size(), "message")));
      }
    }
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          "the log has no message of %s: %s; are these the labels of this log (--messages), and of"
                  .formatted(
                      Amount.of(lacking.size(), "incident"),
                      String.join(", ", lacking.subList(0, Math.min(5, lacking.size()))))
              + " dates that it has?");
    }
  }
}
