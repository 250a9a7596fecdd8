package dev.nightwarden.amounts;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.any_value;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.verdict.Withheld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From messages to what each actor did on each date. */
final class DailyAmounts {
  static final String AMOUNT = "amount";
  static final String FIGURE = "figure";

  /** The figure without messages that are withheld; null where it is the same. */
  static final String KEPT = "kept";

  /** Greater numbers count as this one, so that sums stay exact. */
  private static final double MOST = 1e18;

  private static final String HOUR = "hour";
  private static final String LAST = "last";
  private static final String VALUE = "value_";

  private DailyAmounts() {}

  /**
   * The rows of {@code amounts} that messages make: one for each amount of an actor that has a
   * message on the date.
   *
   * @param withheld the messages that later dates are not compared with
   */
  static Dataset<Row> of(Dataset<Row> messages, WatchedAmounts watched, Withheld withheld) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                col(PROFILE),
                col(ACTOR),
                col(EVENT_DATE),
                date_trunc("HOUR", col(EVENT_TIME)).as(HOUR),
                struct(EVENT_TIME, MESSAGE_ID, TRANSPORT).as(LAST),
                not(col(Withheld.IS_WITHHELD)).as(KEPT)));
    // Columns are numbered, as an amount may have the name of a column.
    List<String> names = List.copyOf(watched.section().watch().keySet());
    Map<Integer, AmountSettings> ofDay = new TreeMap<>();
    Map<Integer, AmountSettings> ofHour = new TreeMap<>();
    watched
        .section()
        .watch()
        .forEach(
            (name, amount) -> {
              columns.add(value(amount, watched).as(VALUE + names.indexOf(name)));
              (amount.per() == AmountSettings.Span.HOUR ? ofHour : ofDay)
                  .put(names.indexOf(name), amount);
            });
    Dataset<Row> rows =
        withheld
            .marked(Observe.watched(messages, watched.profile()).where(col(ACTOR).isNotNull()))
            .select(columns.toArray(Column[]::new));
    Dataset<Row> all = null;
    if (!ofDay.isEmpty()) {
      all =
          listed(
              measured(rows, withheld.isNone(), ofDay, PROFILE, ACTOR, EVENT_DATE), names, ofDay);
    }
    if (!ofHour.isEmpty()) {
      Dataset<Row> hours =
          listed(
                  measured(rows, withheld.isNone(), ofHour, PROFILE, ACTOR, EVENT_DATE, HOUR),
                  names,
                  ofHour)
              .groupBy(PROFILE, ACTOR, EVENT_DATE, AMOUNT)
              .agg(max(struct(FIGURE, LAST)).as(HOUR), max(KEPT).as(KEPT))
              .select(
                  col(PROFILE),
                  col(ACTOR),
                  col(EVENT_DATE),
                  col(AMOUNT),
                  col(HOUR).getField(FIGURE).as(FIGURE),
                  col(KEPT),
                  col(HOUR).getField(LAST).as(LAST));
      all = all == null ? hours : all.unionByName(hours);
    }
    return all.select(
        col(PROFILE),
        col(ACTOR),
        col(EVENT_DATE),
        col(AMOUNT),
        col(FIGURE),
        when(col(KEPT).notEqual(col(FIGURE)), col(KEPT)).as(KEPT),
        col(LAST).getField(EVENT_TIME).as(EVENT_TIME),
        col(LAST).getField(TRANSPORT).as(TRANSPORT),
        col(LAST).getField(MESSAGE_ID).as(MESSAGE_ID));
  }

  /** What a message adds; null where it adds nothing. */
  private static Column value(AmountSettings amount, WatchedAmounts watched) {
    Column value =
        switch (amount.type()) {
          case COUNT, SILENCE -> lit(1);
          case DISTINCT -> MessageValues.value(col(DATA), amount.value());
          case SUM, MAX -> number(amount.value());
        };
    return amount.matches() == null
        ? value
        : when(MessageSql.attemptCondition(amount.matches(), watched.profile().types()), value);
  }

  private static Column number(String path) {
    Column number = MessageValues.text(col(DATA), path).try_cast("double");
    return when(
            number.isNotNull().and(not(isnan(number))),
            greatest(least(number, lit(MOST)), lit(0.0)))
        .cast("decimal(25,6)");
  }

  private static Dataset<Row> measured(
      Dataset<Row> rows, boolean isAllKept, Map<Integer, AmountSettings> amounts, String... by) {
    List<Column> columns = new ArrayList<>();
    amounts.forEach(
        (number, amount) -> {
          Column value = col(VALUE + number);
          columns.add(figure(amount, value).as(FIGURE + number));
          columns.add(
              (isAllKept
                      ? any_value(lit(null).cast("double"))
                      : figure(amount, when(col(KEPT), value)))
                  .as(KEPT + number));
          columns.add(
              coalesce(max(when(value.isNotNull(), col(LAST))), max(col(LAST))).as(LAST + number));
        });
    Column[] groups = Arrays.stream(by).map(name -> col(name)).toArray(Column[]::new);
    return rows.groupBy(groups)
        .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new));
  }

  private static Column figure(AmountSettings amount, Column value) {
    Column figure =
        switch (amount.type()) {
          case COUNT, SILENCE -> count(value);
          case DISTINCT -> countDistinct(value);
          case SUM -> sum(value);
          case MAX -> max(value);
        };
    return coalesce(figure.cast("double"), lit(0.0));
  }

  /** One row for each amount. */
  private static Dataset<Row> listed(
      Dataset<Row> measured, List<String> names, Map<Integer, AmountSettings> amounts) {
    Column[] each =
        amounts.keySet().stream()
            .map(
                number ->
                    struct(
                        lit(names.get(number)).as(AMOUNT),
                        col(FIGURE + number).as(FIGURE),
                        col(KEPT + number).as(KEPT),
                        col(LAST + number).as(LAST)))
            .toArray(Column[]::new);
    return measured.select(col(PROFILE), col(ACTOR), col(EVENT_DATE), inline(array(each)));
  }
}
