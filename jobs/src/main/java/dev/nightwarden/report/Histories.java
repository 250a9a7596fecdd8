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
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** The usual and the odd values of the most urgent actors over time. */
final class Histories {
  /** Features are counted again from the messages, so over fewer days. */
  private static final int FEATURE_DAYS = 7;

  private static final String DAYS = "days";
  private static final String DAY = "day";
  private static final String RANK = "rank";
  private static final String OTHERS = "others";

  private final Warehouse warehouse;
  private final FeatureTables features;
  private final LogRecords records;

  /**
   * @param records those of the events of profile {@code features}, with their features
   */
  Histories(Warehouse warehouse, FeatureTables features, LogRecords records) {
    this.warehouse = warehouse;
    this.features = features;
    this.records = records;
  }

  /**
   * The days that a history covers: those of the report and, where these are few, those that lead
   * to it; of a long report the last.
   *
   * @param first the day that is counted from
   * @param before how many of them lie before the report
   * @param last the report's last
   */
  record Days(LocalDate first, int before, LocalDate last) {
    /**
     * Of a report.
     *
     * @param least how many days to go back at least
     */
    static Days of(LocalDate from, LocalDate to, int least) {
      LocalDate latest = to.minusDays(least - 1L);
      LocalDate earliest = to.minusDays(Bounds.MOST_DAYS - 1L);
      LocalDate first = from.isAfter(latest) ? latest : from.isBefore(earliest) ? earliest : from;
      return new Days(first, (int) Math.max(0, ChronoUnit.DAYS.between(first, from)), to);
    }

    int count() {
      return (int) ChronoUnit.DAYS.between(first, last) + 1;
    }

    Instant start() {
      return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
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
    Days days = Days.of(from, to, Bounds.DAYS);
    Days featureDays = features.names().isEmpty() ? days : Days.of(from, to, FEATURE_DAYS);
    Map<List<String>, Map<String, List<Row>>> counted = new HashMap<>();
    add(counts(days), byActor.keySet(), days, counted);
    List<String> ofFeatures =
        byActor.keySet().stream()
            .filter(Histories::isOfFeatures)
            .map(actor -> actor.get(1))
            .toList();
    if (!ofFeatures.isEmpty()) {
      featureCounts(featureDays, ofFeatures)
          .ifPresent(counts -> add(counts, byActor.keySet(), featureDays, counted));
    }
    List<ActorHistory> histories = new ArrayList<>();
    byActor.forEach(
        (actor, found) ->
            histories.add(
                history(
                    actor,
                    found,
                    counted.getOrDefault(actor, Map.of()),
                    isOfFeatures(actor) ? featureDays : days)));
    return histories;
  }

  private static boolean isOfFeatures(List<String> actor) {
    return actor.get(0).equals(FeatureSettings.PROFILE);
  }

  private Dataset<Row> counts(Days days) {
    return warehouse
        .read(Table.FEATURE_COUNTS)
        .where(col(EVENT_DATE).between(lit(days.first()), lit(days.last())))
        .select(PROFILE, ACTOR, FIELD, VALUE, EVENT_DATE, COUNT);
  }

  /** The same of what nobody counts: features, each a field of the records' actor. */
  private Optional<Dataset<Row>> featureCounts(Days days, List<String> actors) {
    SortedSet<LocalDate> dates =
        new TreeSet<>(days.first().datesUntil(days.last().plusDays(1)).toList());
    return features
        .values(dates, actors)
        .map(
            values ->
                values.select(
                    lit(FeatureSettings.PROFILE).as(PROFILE),
                    col(ACTOR),
                    col(FIELD),
                    col(VALUE),
                    col(EVENT_DATE),
                    lit(1L).as(COUNT)));
  }

  private void add(
      Dataset<Row> values,
      Collection<List<String>> actors,
      Days days,
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
                            struct(
                                datediff(col(EVENT_DATE), lit(days.first())).as(DAY), col(COUNT))))
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
      List<String> actor, List<Event> events, Map<String, List<Row>> counted, Days days) {
    Instant first = days.start();
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
    List<FieldHistory> fields = new ArrayList<>();
    counted.forEach(
        (field, rows) -> {
          List<Odd> found = odd.getOrDefault(field, new ArrayList<>());
          found.sort(Comparator.comparing(Odd::eventTime));
          Map<String, Long> oddValues = new HashMap<>();
          found.forEach(one -> oddValues.merge(String.valueOf(one.value()), 1L, Long::sum));
          List<Usual> usual = new ArrayList<>();
          for (Row row : rows) {
            Usual value = usual(row, days.count());
            Long timesOdd = oddValues.get(String.valueOf(value.value()));
            boolean isUsual =
                timesOdd == null
                    || value.days().subList(0, days.before()).stream().anyMatch(n -> n > 0)
                    || (isOfFeatures(actor) && value.count() > timesOdd);
            if (isUsual && usual.size() < Bounds.USUAL_VALUES) {
              usual.add(value);
            }
          }
          usual.forEach(value -> oddValues.remove(String.valueOf(value.value())));
          long others = rows.get(0).<Long>getAs(OTHERS) - usual.size() - oddValues.size();
          fields.add(new FieldHistory(field, usual, Math.max(0, others), found));
        });
    return new ActorHistory(actor.get(0), actor.get(1), days.first(), fields);
  }

  /** By field, what was odd in an event: what its reasons name, or the features of its record. */
  private Map<String, Odd> odd(Event event) {
    Map<String, Odd> odd = new HashMap<>();
    for (Reason reason : event.reasons()) {
      if (reason.field() != null) {
        odd.put(reason.field(), new Odd(reason.value(), event.eventTime(), reason.score()));
      }
    }
    if (event.profile().equals(FeatureSettings.PROFILE)) {
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
