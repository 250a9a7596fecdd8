package dev.nightwarden.night;

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
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static dev.nightwarden.table.Columns.SOURCE_FILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;

import dev.nightwarden.config.Config;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.FlagSettings;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Printable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * Tells of one event what is known: its message, what each detector made of it, what was usual for
 * its actor, and through which features the actor's forest sees it. Nothing is written.
 *
 * @param codeVersion as {@link Night} has it
 */
public record Explain(Warehouse warehouse, Config config, String codeVersion) {
  private static final int LONGEST_MESSAGE = 4_000;
  private static final int LONGEST_EVIDENCE = 2_000;
  private static final int LONGEST_REASON = 1_000;
  private static final int LONGEST_NAME = 120;
  private static final int USUAL_VALUES = 3;

  private record Event(
      String id, String profile, String actor, String transport, String messageId, String date) {}

  /**
   * The lines for a person at a terminal; empty if there is no such event.
   *
   * @param eventId 32 hexadecimal digits
   * @param date its event date; null: events are looked for among the anomalies of all dates. With
   *     a date, messages that no detector found odd are looked at too.
   */
  public Optional<List<String>> of(String eventId, LocalDate date) {
    Map<String, Profile> profiles = Profiles.of(config);
    return find(eventId, date, profiles).map(event -> lines(event, profiles));
  }

  private Optional<Event> find(String eventId, LocalDate date, Map<String, Profile> profiles) {
    for (Table table : List.of(Table.MALICIOUS_EVENTS, Table.ANOMALIES)) {
      Dataset<Row> rows = warehouse.read(table).where(col(EVENT_ID).equalTo(eventId));
      Optional<Event> found =
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
    return profiles.values().stream()
        .map(profile -> Observe.watched(messages, profile).where(id.equalTo(eventId)))
        .map(watched -> first(eventId, watched.where(col(ACTOR).isNotNull())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Event> first(String eventId, Dataset<Row> rows) {
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
                new Event(
                    eventId,
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4)))
        .findFirst();
  }

  private List<String> lines(Event event, Map<String, Profile> profiles) {
    List<String> lines = new ArrayList<>();
    Dataset<Row> message =
        warehouse
            .read(Table.MESSAGES)
            .where(col(EVENT_DATE).equalTo(LocalDate.parse(event.date())))
            .where(col(TRANSPORT).equalTo(event.transport()))
            .where(col(MESSAGE_ID).equalTo(event.messageId()));
    lines.add(
        "event %s: %s in profile %s"
            .formatted(event.id(), shown(event.actor()), shown(event.profile())));
    message(event, message, lines);
    detectors(event, lines);
    if (event.profile().equals(FeatureSettings.PROFILE)) {
      flags(lines);
      return lines;
    }
    Profile profile = profiles.get(event.profile());
    usual(event, profile, lines);
    forest(event, profiles, message, lines);
    return lines;
  }

  private static void message(Event event, Dataset<Row> message, List<String> lines) {
    lines.add("");
    for (Row row :
        message
            .select(col(EVENT_TIME).cast("string"), col(SOURCE_FILE), to_json(col(DATA)))
            .limit(1)
            .collectAsList()) {
      lines.add(
          "message %s of transport %s, %s UTC, from %s"
              .formatted(
                  shown(event.messageId()),
                  shown(event.transport()),
                  row.getString(0),
                  Printable.printable(row.getString(1), LONGEST_REASON)));
      lines.add("  " + Printable.printable(row.getString(2), LONGEST_MESSAGE));
    }
  }

  private void detectors(Event event, List<String> lines) {
    Column isOfEvent =
        col(EVENT_DATE)
            .equalTo(LocalDate.parse(event.date()))
            .and(col(EVENT_ID).equalTo(event.id()));
    Set<String> malicious =
        new HashSet<>(
            warehouse
                .read(Table.MALICIOUS_EVENTS)
                .where(isOfEvent)
                .select(ANOMALY_ID)
                .as(Encoders.STRING())
                .collectAsList());
    List<Row> anomalies =
        warehouse
            .read(Table.ANOMALIES)
            .where(isOfEvent)
            .orderBy(col(DETECTOR).desc(), col(FIELD))
            .select(DETECTOR, FIELD, SCORE, SEVERITY, REASON, EVIDENCE, ANOMALY_ID)
            .collectAsList();
    lines.add("");
    lines.add(anomalies.isEmpty() ? "no detector found it odd" : "what found it odd");
    for (Row row : anomalies) {
      String name = row.getString(0).equals(row.getString(1)) ? "" : " " + shown(row.getString(1));
      lines.add(
          "  %s%s: score %s, %s%s"
              .formatted(
                  shown(row.getString(0)),
                  name,
                  row.get(2),
                  row.getString(3),
                  malicious.contains(row.getString(6)) ? ", malicious" : ""));
      lines.add("    " + Printable.printable(row.getString(4), LONGEST_REASON));
      lines.add("    " + Printable.printable(row.getString(5), LONGEST_EVIDENCE));
    }
  }

  /** What the flags of the config are for. */
  private void flags(List<String> lines) {
    if (config.features() == null) {
      return;
    }
    lines.add("");
    for (FlagSettings flag : config.features().flags()) {
      String what = flag.description() == null ? flag.sentence() : flag.description();
      lines.add(
          "flag:%s, %s: %s"
              .formatted(flag.name(), flag.severity().name().toLowerCase(Locale.ROOT), what));
    }
  }

  private void usual(Event event, Profile profile, List<String> lines) {
    LocalDate date = LocalDate.parse(event.date());
    Column isHistory =
        col(EVENT_DATE)
            .lt(date)
            .and(col(PROFILE).equalTo(event.profile()))
            .and(col(ACTOR).equalTo(event.actor()));
    if (profile != null && profile.history().isPresent()) {
      LocalDate first = date.minusDays(profile.history().getAsInt());
      isHistory = isHistory.and(col(EVENT_DATE).geq(first));
    }
    WindowSpec ofField = Window.partitionBy(FIELD);
    Map<String, List<String>> usual = new LinkedHashMap<>();
    Map<String, Long> totals = new LinkedHashMap<>();
    for (Row row :
        warehouse
            .read(Table.FEATURE_COUNTS)
            .where(isHistory)
            .groupBy(FIELD, VALUE)
            .agg(sum(COUNT).as(COUNT))
            .withColumn("total", sum(COUNT).over(ofField))
            .withColumn("place", row_number().over(ofField.orderBy(col(COUNT).desc(), col(VALUE))))
            .where(col("place").leq(USUAL_VALUES))
            .orderBy(FIELD, "place")
            .select(FIELD, VALUE, COUNT, "total")
            .collectAsList()) {
      String value = row.isNullAt(1) ? "missing" : shown(row.getString(1));
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
                "  %s: %s of %d messages"
                    .formatted(shown(field), String.join(", ", values), totals.get(field))));
  }

  private void forest(
      Event event, Map<String, Profile> profiles, Dataset<Row> message, List<String> lines) {
    Forests forests = new Forests(warehouse, config, profiles, codeVersion);
    lines.add("");
    if (!profiles.containsKey(event.profile()) || !forests.has(event.profile())) {
      lines.add("the profile has no forests");
      return;
    }
    List<Row> scored =
        forests
            .explained(event.profile(), message, event.actor(), LocalDate.parse(event.date()))
            .collectAsList();
    if (scored.isEmpty()) {
      lines.add("the profile no longer watches this message");
      return;
    }
    Row row = scored.get(0);
    if (row.isNullAt(row.fieldIndex("score"))) {
      lines.add(
          "the actor has no forest of %s: fewer than %d events came before"
              .formatted(row.getAs("trained_for"), forests.minEvents(event.profile())));
      return;
    }
    lines.add(
        "forest of %s, grown on %d events%s: score %s, %s the threshold %s"
            .formatted(
                row.getAs("trained_for"),
                row.<Integer>getAs("trained_on"),
                row.<Boolean>getAs("in_sample") ? " of the same date" : "",
                row.<Double>getAs("score"),
                row.<Double>getAs("is_anomaly") == 1 ? "at or above" : "below",
                row.<Double>getAs("threshold")));
    lines.add("  " + Printable.printable(row.<String>getAs("reason"), LONGEST_REASON));
    Map<String, List<String>> usual = new LinkedHashMap<>();
    for (Row feature : row.<Row>getList(row.fieldIndex("usual"))) {
      List<String> values = new ArrayList<>();
      for (Row value : feature.<Row>getList(1)) {
        values.add("%s %d".formatted(or(value.getString(0)), value.getInt(1)));
      }
      usual.put(feature.getString(0), values);
    }
    for (Row part : row.<Row>getList(row.fieldIndex("contributions"))) {
      lines.add(
          "  %+.3f %s: %s; usual: %s"
              .formatted(
                  part.getDouble(1),
                  shown(part.getString(0)),
                  or(part.getString(2)),
                  String.join(", ", usual.getOrDefault(part.getString(0), List.of()))));
    }
  }

  private static String or(String shown) {
    return shown == null ? "missing" : shown(shown);
  }

  private static String shown(String text) {
    return Printable.printable(text, LONGEST_NAME);
  }
}
