package dev.nightwarden.app;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALY_ID;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.EVIDENCE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.GIVEN;
import static dev.nightwarden.table.Columns.GIVEN_BY;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.RULE;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static dev.nightwarden.table.Columns.SOURCE_FILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static dev.nightwarden.table.Columns.VERDICT_ID;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;

import dev.nightwarden.assess.RiskText;
import dev.nightwarden.observe.CountedFields;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Explained;
import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Explains one event: its message, its anomalies by detector, what was usual for its actor, and the
 * explanation that each detector adds. Nothing is written.
 */
public record Explain(Warehouse warehouse, Application application) {
  private static final int LONGEST_MESSAGE = 4_000;
  private static final int LONGEST_EVIDENCE = 2_000;
  private static final int LONGEST_REASON = 1_000;
  private static final int USUAL_VALUES = 3;
  private static final int MOST_GROUPS = 20;

  /**
   * The lines for a person at a terminal; empty if there is no such event.
   *
   * @param eventId 32 hexadecimal digits
   * @param date its event date; null: events are looked for among the anomalies of all dates. With
   *     a date, messages that no detector found odd are looked at too.
   */
  public Optional<List<String>> of(String eventId, LocalDate date) {
    return find(eventId, date).map(this::lines);
  }

  private Optional<Explained> find(String eventId, LocalDate date) {
    for (Table table : List.of(Table.MALICIOUS_EVENTS, Table.ANOMALIES)) {
      Dataset<Row> rows = warehouse.read(table).where(col(EVENT_ID).equalTo(eventId));
      Optional<Explained> found =
          first(eventId, date == null ? rows : rows.where(col(EVENT_DATE).equalTo(date)));
      if (found.isPresent()) {
        return found;
      }
    }
    if (date == null) {
      return Optional.empty();
    }
    Dataset<Row> messages = warehouse.read(Table.MESSAGES).where(col(EVENT_DATE).equalTo(date));
    Column id = Ids.of(col(TRANSPORT), col(MESSAGE_ID), col(EVENT_DATE), col(PROFILE));
    return application.profiles().values().stream()
        .map(profile -> Observe.watched(messages, profile).where(id.equalTo(eventId)))
        .map(watched -> first(eventId, watched.where(col(ACTOR).isNotNull())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Explained> first(String eventId, Dataset<Row> rows) {
    return rows
        .select(
            col(PROFILE),
            col(ACTOR),
            col(TRANSPORT),
            col(MESSAGE_ID),
            col(EVENT_DATE).cast("string"))
        .limit(1)
        .collectAsList()
        .stream()
        .map(
            row ->
                new Explained(
                    eventId,
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    LocalDate.parse(row.getString(4)),
                    warehouse))
        .findFirst();
  }

  private List<String> lines(Explained event) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "event %s: %s in profile %s"
            .formatted(
                event.eventId(), Explained.shown(event.actor()), Explained.shown(event.profile())));
    message(event, lines);
    anomalies(event, lines);
    judged(event, lines);
    RiskText.of(warehouse, event.actor(), event.date(), application.config().alerting())
        .forEach(line -> lines.add("  " + line));
    Profile profile = application.profiles().get(event.profile());
    if (profile != null) {
      usual(event, profile, lines);
    }
    for (Detector detector : application.detectors()) {
      List<String> told = detector.explain(event);
      if (!told.isEmpty()) {
        lines.add("");
        lines.addAll(told);
      }
    }
    return lines;
  }

  private static void message(Explained event, List<String> lines) {
    lines.add("");
    for (Row row :
        event
            .message()
            .select(col(EVENT_TIME).cast("string"), col(SOURCE_FILE), to_json(col(DATA)))
            .limit(1)
            .collectAsList()) {
      lines.add(
          "message %s of transport %s, %s UTC, from %s"
              .formatted(
                  Explained.shown(event.messageId()),
                  Explained.shown(event.transport()),
                  row.getString(0),
                  Printable.printable(row.getString(1), LONGEST_REASON)));
      lines.add("  " + Printable.printable(row.getString(2), LONGEST_MESSAGE));
    }
  }

  private void anomalies(Explained event, List<String> lines) {
    Column isOfEvent =
        col(EVENT_DATE).equalTo(event.date()).and(col(EVENT_ID).equalTo(event.eventId()));
    Set<String> malicious =
        new HashSet<>(
            warehouse
                .read(Table.MALICIOUS_EVENTS)
                .where(isOfEvent)
                .select(ANOMALY_ID)
                .as(Encoders.STRING())
                .collectAsList());
    Map<String, String> excuses = excuses(isOfEvent);
    List<Row> anomalies =
        warehouse
            .read(Table.ANOMALIES)
            .where(isOfEvent)
            .orderBy(col(DETECTOR).desc(), col(FIELD))
            .select(DETECTOR, FIELD, SCORE, SEVERITY, REASON, EVIDENCE, ANOMALY_ID, LEARNING)
            .collectAsList();
    lines.add("");
    lines.add(anomalies.isEmpty() ? "no detector found it odd" : "what found it odd");
    for (Row row : anomalies) {
      String name =
          row.isNullAt(1) || row.getString(0).equals(row.getString(1))
              ? ""
              : " " + Explained.shown(row.getString(1));
      lines.add(
          "  %s%s: score %s, %s%s%s%s"
              .formatted(
                  Explained.shown(row.getString(0)),
                  name,
                  row.get(2),
                  row.getString(3),
                  malicious.contains(row.getString(6)) ? ", malicious" : "",
                  !row.isNullAt(7) && row.getBoolean(7)
                      ? ", held back while too little is known"
                      : "",
                  excuses.getOrDefault(row.getString(6), "")));
      lines.add("    " + Printable.printable(row.getString(4), LONGEST_REASON));
      lines.add("    " + Printable.printable(row.getString(5), LONGEST_EVIDENCE));
    }
  }

  /** Why anomalies of an event do not count, by their ids. */
  private Map<String, String> excuses(Column isOfEvent) {
    Map<String, String> excuses = new HashMap<>();
    Dataset<Row> given =
        warehouse
            .read(Table.VERDICTS)
            .groupBy(VERDICT_ID)
            .agg(min(GIVEN_BY).as(GIVEN_BY), min(GIVEN).cast("date").cast("string").as(GIVEN));
    for (Row row :
        warehouse
            .read(Table.EXCUSED)
            .where(isOfEvent)
            .join(given, new String[] {VERDICT_ID}, "left")
            .select(ANOMALY_ID, RULE, VERDICT_ID, GIVEN_BY, GIVEN)
            .collectAsList()) {
      excuses.put(
          row.getString(0),
          row.isNullAt(2)
              ? ", suppressed by the rule " + Explained.shown(row.getString(1))
              : ", benign, says %s on %s (verdict %s)"
                  .formatted(
                      Explained.shown(row.getString(3)), row.getString(4), row.getString(2)));
    }
    return excuses;
  }

  /** How the groups that the event is in were judged, and whom its actor was compared with. */
  private void judged(Explained event, List<String> lines) {
    Column isTheirs =
        col(EVENT_DATE)
            .equalTo(event.date())
            .and(col(PROFILE).equalTo(event.profile()))
            .and(col(ACTOR).equalTo(event.actor()));
    for (Row row :
        warehouse
            .read(Table.INVESTIGATIONS)
            .where(isTheirs)
            .join(
                event.message().select(EVENT_TIME),
                col(EVENT_TIME).geq(col(WINDOW_START)).and(col(EVENT_TIME).lt(col(WINDOW_END))),
                "left_semi")
            .orderBy(WINDOW_START)
            .limit(MOST_GROUPS)
            .selectExpr(
                "cast(window_start as string)",
                "cast(window_end as string)",
                "anomalies",
                "malicious",
                "round(score, 3)")
            .collectAsList()) {
      lines.add(
          "  judged together, %s to %s UTC: %s, %d of them malicious; score %s"
              .formatted(
                  row.getString(0),
                  row.getString(1),
                  Amount.of(row.getLong(2), "anomaly", "anomalies"),
                  row.getLong(3),
                  row.get(4)));
    }
    for (Row row :
        warehouse
            .read(Table.ACTOR_DATES)
            .where(isTheirs)
            .selectExpr("peers", "cast(since as string)", "learning")
            .limit(1)
            .collectAsList()) {
      lines.add(
          "  compared with %s; first seen on %s%s"
              .formatted(
                  row.getString(0).isEmpty() ? "all others" : Explained.shown(row.getString(0)),
                  row.getString(1),
                  row.getBoolean(2) ? ", and still learned" : ""));
    }
  }

  private void usual(Explained event, Profile profile, List<String> lines) {
    LocalDate date = event.date();
    Column isHistory =
        col(EVENT_DATE)
            .lt(date)
            .and(col(PROFILE).equalTo(event.profile()))
            .and(col(ACTOR).equalTo(event.actor()));
    if (profile.history().isPresent()) {
      LocalDate first = date.minusDays(profile.history().getAsInt());
      isHistory = isHistory.and(col(EVENT_DATE).geq(first));
    }
    WindowSpec ofField = Window.partitionBy(FIELD);
    Map<String, List<String>> usual = new LinkedHashMap<>();
    Map<String, Long> totals = new LinkedHashMap<>();
    for (Row row :
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(isHistory.and(CountedFields.isOfHistory()))
            .groupBy(FIELD, VALUE)
            .agg(sum(COUNT).as(COUNT))
            .withColumn("total", sum(COUNT).over(ofField))
            .withColumn("place", row_number().over(ofField.orderBy(col(COUNT).desc(), col(VALUE))))
            .where(col("place").leq(USUAL_VALUES))
            .orderBy(FIELD, "place")
            .select(FIELD, VALUE, COUNT, "total")
            .collectAsList()) {
      String value = row.isNullAt(1) ? "missing" : Explained.shown(row.getString(1));
      usual
          .computeIfAbsent(row.getString(0), field -> new ArrayList<>())
          .add("%s %d".formatted(value, row.getLong(2)));
      totals.put(row.getString(0), row.getLong(3));
    }
    lines.add("");
    lines.add(
        usual.isEmpty()
            ? "nothing is known of the actor before %s".formatted(date)
            : "usual before %s".formatted(date));
    usual.forEach(
        (field, values) ->
            lines.add(
                "  %s: %s of %s"
                    .formatted(
                        Explained.shown(field),
                        String.join(", ", values),
                        Amount.of(totals.get(field), "message"))));
  }
}
