package dev.nightwarden.report;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.FeatureTables;
import dev.nightwarden.report.LogRecords.MessageKey;
import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.FieldHistory;
import dev.nightwarden.report.Report.Odd;
import dev.nightwarden.report.Report.Reason;
import dev.nightwarden.report.Report.Usual;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** What is usual for the most urgent actors, and what was odd, over time. */
final class Histories {
  private static final int MAX_DAYS = 92;

  /** Features are counted anew of the messages, so of fewer days. */
  private static final int FEATURE_DAYS = 7;

  private static final String DAYS = "days";
  private static final String DAY = "day";
  private static final String RANK = "rank";
  private static final String OTHERS = "others";

  private final Warehouse warehouse;
  private final FeatureTables features;
  private final LogRecords records;

  /**
   * @param features null where there are none
   * @param records those of the events of profile {@code features}, with their features
   */
  Histories(Warehouse warehouse, FeatureTables features, LogRecords records) {
    this.warehouse = warehouse;
    this.features = features;
    this.records = records;
  }

  /** The most urgent actors' values over the days that lead to the report, and in them. */
  List<ActorHistory> of(List<Event> events, LocalDate from, LocalDate to) {
    Map<List<String>, List<Event>> byActor = new LinkedHashMap<>();
    for (Suspicion suspicion : Suspicion.of(events)) {
      if (byActor.size() < Bounds.ACTORS && suspicion.actor() != null) {
        byActor.put(List.of(suspicion.profile(), suspicion.actor()), suspicion.events());
      }
    }
    if (byActor.isEmpty()) {
      return List.of();
    }
    LocalDate week = to.minusDays(FEATURE_DAYS - 1L);
    LocalDate month = to.minusDays(Bounds.DAYS - 1L);
    LocalDate quarter = to.minusDays(MAX_DAYS - 1L);
    LocalDate start = from.isAfter(month) ? month : from.isBefore(quarter) ? quarter : from;
    LocalDate featureStart = start.isAfter(week) ? start : from.isBefore(week) ? from : week;
    Map<List<String>, Map<String, List<Row>>> counted = new HashMap<>();
    add(counts(start, to), byActor.keySet(), start, counted);
    List<String> ofFeatures =
        byActor.keySet().stream()
            .filter(Histories::isOfFeatures)
            .map(actor -> actor.get(1))
            .toList();
    if (hasFeatures() && !ofFeatures.isEmpty()) {
      add(featureCounts(featureStart, to, ofFeatures), byActor.keySet(), featureStart, counted);
    }
    List<ActorHistory> histories = new ArrayList<>();
    byActor.forEach(
        (actor, found) ->
            histories.add(
                history(
                    actor,
                    found,
                    counted.getOrDefault(actor, Map.of()),
                    isOfFeatures(actor) && hasFeatures() ? featureStart : start,
                    from,
                    to)));
    return histories;
  }

  private boolean hasFeatures() {
    return features != null && !features.names().isEmpty();
  }

  private static boolean isOfFeatures(List<String> actor) {
    return actor.get(0).equals(FeatureSettings.PROFILE);
  }

  private Dataset<Row> counts(LocalDate start, LocalDate to) {
    return warehouse
        .read(Table.FEATURE_COUNTS)
        .where(col(EVENT_DATE).between(lit(start), lit(to)))
        .select(PROFILE, ACTOR, FIELD, VALUE, EVENT_DATE, COUNT);
  }

  /** The same of what nobody counts: features, each a field of the records' actor. */
  private Dataset<Row> featureCounts(LocalDate start, LocalDate to, List<String> actors) {
    SortedSet<LocalDate> dates = new TreeSet<>(start.datesUntil(to.plusDays(1)).toList());
    return features
        .values(dates, actors)
        .select(
            lit(FeatureSettings.PROFILE).as(PROFILE),
            col(ACTOR),
            col(FIELD),
            col(VALUE),
            col(EVENT_DATE),
            lit(1L).as(COUNT));
  }

  private void add(
      Dataset<Row> values,
      Collection<List<String>> actors,
      LocalDate start,
      Map<List<String>, Map<String, List<Row>>> counted) {
    Dataset<Row> wanted =
        warehouse
            .spark()
            .createDataFrame(
                actors.stream().map(actor -> RowFactory.create(actor.toArray())).toList(),
                StructType.fromDDL("profile STRING, actor STRING"));
    var ofField = Window.partitionBy(PROFILE, ACTOR, FIELD);
    List<Row> rows =
        values
            .join(broadcast(wanted), new String[] {PROFILE, ACTOR})
            .groupBy(col(PROFILE), col(ACTOR), col(FIELD), col(VALUE), col(EVENT_DATE))
            .agg(sum(COUNT).as(COUNT))
            .groupBy(PROFILE, ACTOR, FIELD, VALUE)
            .agg(
                sum(COUNT).as(COUNT),
                map_from_entries(
                        collect_list(
                            struct(datediff(col(EVENT_DATE), lit(start)).as(DAY), col(COUNT))))
                    .as(DAYS))
            .withColumn(
                RANK, row_number().over(ofField.orderBy(col(COUNT).desc(), col(VALUE).asc())))
            .withColumn(OTHERS, count(lit(1)).over(ofField))
            .where(col(RANK).leq(Bounds.USUAL_VALUES + Bounds.ODD_VALUES))
            .withColumn(VALUE, FromTables.shortened(VALUE))
            .orderBy(PROFILE, ACTOR, FIELD, RANK)
            .collectAsList();
    for (Row row : rows) {
      counted
          .computeIfAbsent(List.of(row.getAs(PROFILE), row.getAs(ACTOR)), key -> new TreeMap<>())
          .computeIfAbsent(row.getAs(FIELD), key -> new ArrayList<>())
          .add(row);
    }
  }

  private ActorHistory history(
      List<String> actor,
      List<Event> events,
      Map<String, List<Row>> counted,
      LocalDate start,
      LocalDate from,
      LocalDate to) {
    Instant first = start.atStartOfDay(ZoneOffset.UTC).toInstant();
    Map<String, List<Odd>> odd = new TreeMap<>();
    for (Event event : events) {
      if (!event.eventTime().isBefore(first)) {
        odd(event)
            .forEach(
                (field, one) -> {
                  if (counted.containsKey(field)) {
                    odd.computeIfAbsent(field, name -> new ArrayList<>()).add(one);
                  }
                });
      }
    }
    int days = (int) ChronoUnit.DAYS.between(start, to) + 1;
    int before = (int) ChronoUnit.DAYS.between(start, from);
    List<FieldHistory> fields = new ArrayList<>();
    counted.forEach(
        (field, rows) -> {
          List<Odd> found = odd.getOrDefault(field, new ArrayList<>());
          found.sort(Comparator.comparing(Odd::eventTime));
          Map<String, Long> oddValues = new HashMap<>();
          found.forEach(one -> oddValues.merge(String.valueOf(one.value()), 1L, Long::sum));
          List<Usual> usual = new ArrayList<>();
          for (Row row : rows) {
            Usual value = usual(row, days);
            Long timesOdd = oddValues.get(String.valueOf(value.value()));
            boolean isUsual =
                timesOdd == null
                    || value.days().subList(0, before).stream().anyMatch(n -> n > 0)
                    || (isOfFeatures(actor) && value.count() > timesOdd);
            if (isUsual && usual.size() < Bounds.USUAL_VALUES) {
              usual.add(value);
            }
          }
          usual.forEach(value -> oddValues.remove(String.valueOf(value.value())));
          long others = rows.get(0).<Long>getAs(OTHERS) - usual.size() - oddValues.size();
          fields.add(new FieldHistory(field, usual, Math.max(0, others), found));
        });
    return new ActorHistory(actor.get(0), actor.get(1), start, fields);
  }

  /** By field, what was odd in an event: what its reasons name, or the features of its record. */
  private Map<String, Odd> odd(Event event) {
    Map<String, Odd> odd = new HashMap<>();
    for (Reason reason : event.reasons()) {
      if (reason.field() != null) {
        odd.put(reason.field(), new Odd(reason.value(), event.eventTime(), reason.score()));
      }
    }
    if (event.profile().equals(FeatureSettings.PROFILE) && hasFeatures()) {
      MessageKey key =
          new MessageKey(
              event.transport(),
              event.messageId(),
              LocalDate.ofInstant(event.eventTime(), ZoneOffset.UTC));
      records
          .features(key)
          .forEach(
              (name, value) ->
                  odd.put(
                      name, new Odd(FeatureTables.text(value), event.eventTime(), event.score())));
    }
    return odd;
  }

  private static Usual usual(Row row, int days) {
    Long[] counts = new Long[days];
    Arrays.fill(counts, 0L);
    Map<Integer, Long> byDay = row.getJavaMap(row.fieldIndex(DAYS));
    byDay.forEach((day, times) -> counts[day] = times);
    return new Usual(row.getAs(VALUE), row.getAs(COUNT), Arrays.asList(counts));
  }
}
