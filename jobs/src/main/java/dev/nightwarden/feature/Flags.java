package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALY_ID;
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
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.table.Ids;
import dev.nightwarden.value.Printable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/** Finds the anomalies of flags in records. */
public final class Flags {
  /** What the detectors of flags start with, before the flag's name. */
  public static final String DETECTOR_PREFIX = "flag:";

  private static final int SHOWN_LENGTH = 120;
  private static final int REASON_LENGTH = 500;

  private final Features features;

  public Flags(Features features) {
    this.features = features;
  }

  /** The detector of a flag. */
  public static String detector(String flag) {
    return DETECTOR_PREFIX + flag;
  }

  /**
   * The rows of {@code anomalies} of some dates. {@code field}: the flag's name; {@code value}:
   * what it looked at, a JSON object; {@code evidence}: {@code figures}, what messages can mention.
   *
   * @param messages rows of {@code messages}: of the dates, and of {@link Features#lookbackDays}
   *     before each
   * @param counts rows of {@code feature_counts} up to the last of the dates
   */
  public Dataset<Row> anomalies(
      Dataset<Row> messages, NavigableSet<LocalDate> dates, Dataset<Row> counts) {
    Dataset<Row> records = features.records(messages);
    List<Dataset<Row>> found = new ArrayList<>();
    List<FlagSettings> direct = new ArrayList<>();
    for (FlagSettings flag : features.settings().flags()) {
      if (flag.params() instanceof AggregationFlag) {
        found.add(suspects(records, flag, dates, counts));
      } else {
        direct.add(flag);
      }
    }
    if (!direct.isEmpty()) {
      found.add(hits(records.where(col(EVENT_DATE).isin(dates.toArray())), direct));
    }
    return anomalies(found.stream().reduce(Dataset::unionByName).orElseThrow());
  }

  /** One row per record and direct flag that it raises, all flags in one pass. */
  private Dataset<Row> hits(Dataset<Row> records, List<FlagSettings> flags) {
    // Most records raise nothing: what is said of a hit is not computed for them.
    Column any = lit(false);
    List<Column> raised = new ArrayList<>();
    for (FlagSettings flag : flags) {
      Column hit = hit(flag);
      any = any.or(hit);
      raised.add(
          when(hit, struct(lit(flag.name()).as(FIELD), said(flag).as(AggregationFlag.FIGURES))));
    }
    return records
        .where(any)
        .select(
            col(TRANSPORT),
            col(MESSAGE_ID),
            col(EVENT_TIME),
            col(EVENT_DATE),
            col(ACTOR),
            inline(filter(array(raised.toArray(Column[]::new)), Column::isNotNull)));
  }

  /** Whether a record raises a direct flag (boolean, never null). */
  private Column hit(FlagSettings flag) {
    Inputs inputs = features.inputs(flag.dataNeeded());
    Column hit =
        flag.params() instanceof DirectFlag rule
            ? rule.hits(inputs)
            : inputs.condition(flag.expression());
    Column wanted = flag.where() == null ? hit : inputs.condition(flag.where()).and(hit);
    return coalesce(wanted, lit(false));
  }

  private Column said(FlagSettings flag) {
    Inputs inputs = features.inputs(flag.dataNeeded());
    Map<String, Column> figures = new TreeMap<>();
    flag.dataNeeded().forEach(path -> figures.put(path, inputs.text(path)));
    if (flag.params() instanceof DirectFlag rule) {
      figures.putAll(rule.figures(inputs));
    }
    return figures(figures);
  }

  private static Column figures(Map<String, Column> figures) {
    if (figures.isEmpty()) {
      return map().cast("map<string,string>");
    }
    return map(
        figures.entrySet().stream()
            .flatMap(
                figure ->
                    Stream.of(
                        lit(figure.getKey()),
                        Printable.printable(figure.getValue().cast("string"), SHOWN_LENGTH)))
            .toArray(Column[]::new));
  }

  private Dataset<Row> suspects(
      Dataset<Row> records, FlagSettings flag, NavigableSet<LocalDate> dates, Dataset<Row> counts) {
    AggregationFlag rule = (AggregationFlag) flag.params();
    SortedSet<LocalDate> seen = new TreeSet<>();
    for (LocalDate date : dates) {
      for (int day = 0; day <= rule.lookbackDays(); day++) {
        seen.add(date.minusDays(day));
      }
    }
    Dataset<Row> rows = features.flagged(records, flag).where(col(EVENT_DATE).isin(seen.toArray()));
    Dataset<Row> kept =
        counts
            .where(
                col(PROFILE).equalTo(FeatureSettings.PROFILE).and(col(FIELD).equalTo(flag.name())))
            .select(VALUE, EVENT_DATE);
    Records given = new Records(rows, dates, features.inputs(flag.dataNeeded()), () -> kept);
    return rule.suspects(given)
        .select(
            col(TRANSPORT),
            col(MESSAGE_ID),
            col(EVENT_TIME),
            col(EVENT_DATE),
            col(ACTOR),
            lit(flag.name()).as(FIELD),
            col(AggregationFlag.FIGURES));
  }

  private Dataset<Row> anomalies(Dataset<Row> found) {
    Column score = lit(null);
    Column severity = lit(null);
    Map<String, MessageTemplate> messages = new HashMap<>();
    for (FlagSettings flag : features.settings().flags()) {
      Column isFlag = col(FIELD).equalTo(flag.name());
      score = when(isFlag, flag.severity().score()).otherwise(score);
      severity = when(isFlag, flag.severity().name().toLowerCase(Locale.ROOT)).otherwise(severity);
      messages.put(flag.name(), MessageTemplate.parse(flag.sentence()));
    }
    Column shown =
        map_concat(
            map(lit("actor"), Printable.printable(col(ACTOR), SHOWN_LENGTH)),
            map_filter(col(AggregationFlag.FIGURES), (name, value) -> name.notEqual("actor")));
    Column reason =
        udf(
                (UDF2<String, scala.collection.Map<String, String>, String>)
                    (flag, figures) ->
                        Printable.printable(
                            messages.get(flag).filled(CollectionConverters.asJava(figures)),
                            REASON_LENGTH),
                DataTypes.StringType)
            .withName("flag_reason")
            .apply(col(FIELD), shown);
    Column eventId =
        Ids.of(col(TRANSPORT), col(MESSAGE_ID), col(EVENT_DATE), lit(FeatureSettings.PROFILE));
    return found
        .withColumn(EVENT_ID, eventId)
        .withColumn(PROFILE, lit(FeatureSettings.PROFILE))
        .withColumn(DETECTOR, concat(lit(DETECTOR_PREFIX), col(FIELD)))
        .withColumn(VALUE, to_json(col(AggregationFlag.FIGURES)))
        .withColumn(SCORE, score.cast("double"))
        .withColumn(SEVERITY, severity.cast("string"))
        .withColumn(REASON, reason)
        .withColumn(EVIDENCE, to_json(struct(col(AggregationFlag.FIGURES))))
        .withColumn(ANOMALY_ID, Ids.of(col(EVENT_ID), col(DETECTOR), col(FIELD)))
        .drop(AggregationFlag.FIGURES);
  }
}
