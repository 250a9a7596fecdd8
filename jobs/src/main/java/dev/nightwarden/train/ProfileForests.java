package dev.nightwarden.train;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.config.Hashes;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The forests of one profile: what decides them, when they are grown, which events they see.
 *
 * @param profile whose actors have forests
 * @param settings how these are grown
 */
public record ProfileForests(Profile profile, ForestSettings settings) {
  /** The profile's name. */
  String name() {
    return profile.name();
  }

  /** How many dates after it a message can change the scores of forests. */
  int reach() {
    // A message before the first date makes another date the first.
    return settings.inSample() ? Integer.MAX_VALUE : startingAt(null).reach();
  }

  /** The training dates, looked up in the messages where the first date is one. */
  TrainingDates dates(Warehouse warehouse) {
    return startingAt(settings.inSample() ? firstDate(warehouse) : null);
  }

  private TrainingDates startingAt(LocalDate first) {
    return new TrainingDates(settings.retrainDays(), profile.history(), first);
  }

  /**
   * The first date of the profile, null for none: the first with a message that it watches and that
   * names an actor. Where all dates before some other have too few messages for any forest, such as
   * one stray old record, it is that other: the first that has enough.
   */
  private LocalDate firstDate(Warehouse warehouse) {
    NavigableSet<LocalDate> known = warehouse.dates(Table.MESSAGES);
    if (known.isEmpty()) {
      return null;
    }
    int enough = settings.minEvents();
    Dataset<Row> watched =
        Observe.watched(warehouse.read(Table.MESSAGES), profile).where(col(ACTOR).isNotNull());
    if (watched.where(col(EVENT_DATE).equalTo(known.first())).limit(enough).count() == enough) {
      return known.first();
    }
    NavigableMap<LocalDate, Long> perDate = new TreeMap<>();
    for (Row row : watched.groupBy(col(EVENT_DATE).cast("string")).count().collectAsList()) {
      perDate.put(LocalDate.parse(row.getString(0)), row.getLong(1));
    }
    return TrainingDates.first(perDate, enough);
  }

  /** The events of messages that the profile watches: rows of {@link ForestEvents#of}. */
  Dataset<Row> events(Dataset<Row> messages) {
    return ForestEvents.of(Observe.watched(messages, profile), settings.watched());
  }

  /** Whether any forest of these training dates sees a message, by the range of event dates. */
  static Column isSeen(TrainingDates dates, SortedSet<LocalDate> trainedFor) {
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
  static Column seenBy(TrainingDates dates, SortedSet<LocalDate> trainedFor) {
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
  static Column trainedFor(TrainingDates dates, Column date) {
    Column day = unix_date(date);
    Column last = date_from_unix_date(day.minus(pmod(day, lit(dates.every()))));
    if (dates.first() == null) {
      return last;
    }
    Column first = lit(dates.first());
    return when(date.geq(first).and(last.lt(first)), first).otherwise(last);
  }

  /** Whether the forest that scores an event has seen the event's date. */
  static Column isInSample(TrainingDates dates) {
    return dates.first() == null
        ? lit(false)
        : col(ForestEvents.TRAINED_FOR)
            .equalTo(dates.first())
            .and(col(ForestEvents.DATE).equalTo(dates.first()));
  }

  /** The hash of what decides the forests of a training date. */
  String hash() {
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
