package dev.nightwarden.amounts;

import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.amounts.AmountSettings.Span;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.verdict.Withheld;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DailyAmountsTest {
  private static final StructType RECORDS =
      StructType.fromDDL("transport STRING, message_id STRING, event_time TIMESTAMP, json STRING");

  private record Logged(String id, Instant time, String actor, String application, String bytes) {
    LocalDate date() {
      return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    String json() {
      return "{\"user\":%s,\"application\":%s,\"bytes\":%s}".formatted(actor, application, bytes);
    }

    Double number() {
      try {
        double number = Double.parseDouble(bytes.replace("\"", ""));
        return Double.isNaN(number) ? null : Math.max(0, Math.min(1e18, number));
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  private static AmountSettings amount(AmountKind kind, String value, Span per) {
    return new AmountSettings(kind, value, null, per, null, List.of());
  }

  private static Dataset<Row> measured(List<Logged> records, Map<String, AmountSettings> watch) {
    Profile profile =
        new Profile(
            "people", List.of(), null, "user", null, OptionalInt.empty(), Map.of(), Map.of());
    Dataset<Row> messages =
        SharedSpark.session()
            .createDataFrame(
                records.stream()
                    .map(r -> RowFactory.create("logs", r.id(), r.time(), r.json()))
                    .toList(),
                RECORDS)
            .selectExpr(
                "transport",
                "message_id",
                "event_time",
                "to_date(event_time) AS event_date",
                "parse_json(json) AS data");
    return DailyAmounts.of(
        messages, new WatchedAmounts(profile, new AmountsSection(watch, .01)), new Withheld(null));
  }

  /** Every amount against one that goes over the records one by one. */
  @Test
  void daysAreMeasuredAsTheirRecordsSay() {
    Random random = new Random(3);
    List<String> bytes = List.of("1", "2.5", "\"300\"", "-4", "null", "\"x\"", "1e300", "\"NaN\"");
    List<Logged> records = new ArrayList<>();
    for (int id = 0; id < 400; id++) {
      records.add(
          new Logged(
              "m" + id,
              Instant.parse("2025-03-01T00:00:00Z")
                  .plus(random.nextInt(3 * 24 * 6) * 10L, ChronoUnit.MINUTES),
              List.of("\"ann\"", "\"bob\"", "null", "\"\"").get(random.nextInt(4)),
              List.of("\"mail\"", "\"wiki\"", "null").get(random.nextInt(3)),
              bytes.get(random.nextInt(bytes.size()))));
    }
    Map<String, AmountSettings> watch = new TreeMap<>();
    // Names of columns are names of amounts too.
    watch.put("actor", amount(AmountKind.COUNT, null, Span.DAY));
    watch.put("per `hour`", amount(AmountKind.COUNT, null, Span.HOUR));
    watch.put("figure", amount(AmountKind.DISTINCT, "application", Span.DAY));
    watch.put("most.apps", amount(AmountKind.DISTINCT, "application", Span.HOUR));
    watch.put("sum", amount(AmountKind.SUM, "bytes", Span.DAY));
    watch.put("hour's sum", amount(AmountKind.SUM, "bytes", Span.HOUR));
    watch.put("max", amount(AmountKind.MAX, "bytes", Span.DAY));

    Map<String, String> found = new TreeMap<>();
    for (Row row :
        measured(records, watch)
            .select(
                col("actor"),
                col("event_date").cast("string"),
                col("amount"),
                col("figure"),
                col(MESSAGE_ID))
            .collectAsList()) {
      found.put(
          "%s %s %s".formatted(row.get(0), row.get(1), row.get(2)),
          row.getDouble(3) + " " + row.get(4));
    }

    Map<String, String> expected = new TreeMap<>();
    Map<List<Object>, List<Logged>> days =
        records.stream()
            .filter(r -> r.actor().length() > 2 && !r.actor().equals("null"))
            .collect(Collectors.groupingBy(r -> List.of(r.actor().replace("\"", ""), r.date())));
    days.forEach(
        (day, all) ->
            watch.forEach(
                (name, amount) ->
                    expected.put(
                        "%s %s %s".formatted(day.get(0), day.get(1), name),
                        amount.per() == Span.DAY ? ofDay(all, amount) : ofHours(all, amount))));
    assertEquals(expected, found);
  }

  private static String ofDay(List<Logged> records, AmountSettings amount) {
    Last last = measure(records, amount);
    return last.figure() + " " + last.record().id();
  }

  private static String ofHours(List<Logged> records, AmountSettings amount) {
    Map<Instant, List<Logged>> hours =
        records.stream()
            .collect(Collectors.groupingBy(r -> r.time().truncatedTo(ChronoUnit.HOURS)));
    Last greatest =
        hours.values().stream()
            .map(hour -> measure(hour, amount))
            .max(Comparator.comparing(Last::figure).thenComparing(Last::record, later()))
            .orElseThrow();
    return greatest.figure() + " " + greatest.record().id();
  }

  private record Last(double figure, Logged record) {}

  private static Comparator<Logged> later() {
    return Comparator.comparing(Logged::time).thenComparing(Logged::id);
  }

  private static Last measure(List<Logged> records, AmountSettings amount) {
    Function<Logged, Object> value =
        switch (amount.type()) {
          case COUNT, SILENCE -> record -> 1;
          case DISTINCT -> r -> r.application().equals("null") ? null : r.application();
          case SUM, MAX -> Logged::number;
        };
    List<Logged> adding = records.stream().filter(r -> value.apply(r) != null).toList();
    Map<Object, Integer> values = new HashMap<>();
    BigDecimal sum = BigDecimal.ZERO;
    double max = 0;
    for (Logged record : adding) {
      values.merge(value.apply(record), 1, Integer::sum);
      if (value.apply(record) instanceof Double number) {
        sum = sum.add(BigDecimal.valueOf(number));
        max = Math.max(max, number);
      }
    }
    double figure =
        switch (amount.type()) {
          case COUNT, SILENCE -> adding.size();
          case DISTINCT -> values.size();
          case SUM -> sum.doubleValue();
          case MAX -> max;
        };
    return new Last(
        figure, (adding.isEmpty() ? records : adding).stream().max(later()).orElseThrow());
  }
}
