package dev.nightwarden.train;

import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.asin;
import static org.apache.spark.sql.functions.atan2;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.degrees;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.table.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Messages as the estimator reads them. Columns that are no feature begin with an underscore. */
public final class ForestEvents {
  /** The training date whose forests the event is for: to learn from it, or to be scored. */
  public static final String TRAINED_FOR = "_trained_for";

  /** Who the event is of. */
  public static final String ACTOR = "_actor";

  /** When the event was, by date. */
  public static final String DATE = "_event_date";

  static final String ID = "_id";
  static final String TIME = "_event_time";
  static final String TRANSPORT_OF = "_transport";
  static final String MESSAGE = "_message_id";
  static final String PROFILE_OF = "_profile";
  static final String SCORE = "_score";
  static final String THRESHOLD = "_threshold";
  static final String PREDICTION = "_prediction";
  static final String TRAINED_ON = "_trained_on";
  static final String CONTRIBUTIONS = "_contributions";
  static final String USUAL = "_usual";
  private static final String SHOWN = "_shown_";

  private ForestEvents() {}

  /**
   * One row per message that names an actor: {@code _profile}, {@code _actor}, {@code _transport},
   * {@code _message_id}, {@code _event_time}, {@code _event_date}, {@code _id} (of transport, id
   * and date), one column per feature under its name, and {@code _shown_NAME} where people see
   * something else than the value.
   *
   * @param watched rows of {@link dev.nightwarden.observe.Observe#watched}
   * @param features what to draw from each message, by name
   */
  public static Dataset<Row> of(Dataset<Row> watched, Map<String, ForestFeature> features) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(PROFILE).as(PROFILE_OF));
    columns.add(col("actor").as(ACTOR));
    columns.add(col(TRANSPORT).as(TRANSPORT_OF));
    columns.add(col(MESSAGE_ID).as(MESSAGE));
    columns.add(col(EVENT_TIME).as(TIME));
    columns.add(col(EVENT_DATE).as(DATE));
    columns.add(Ids.of(col(TRANSPORT), col(MESSAGE_ID), col(EVENT_DATE)).as(ID));
    features.forEach(
        (name, feature) -> {
          String path = feature.key() == null ? name : feature.key();
          columns.add(value(feature, path).as(name));
          Column shown = shown(feature, path);
          if (shown != null) {
            columns.add(shown.as(SHOWN + name));
          }
        });
    return watched.where(col("actor").isNotNull()).select(columns.toArray(Column[]::new));
  }

  /**
   * Of rows of {@link #of}, how many there are, then how many have a value of each feature, in the
   * order of their names.
   */
  public static List<Long> present(Dataset<Row> events, Map<String, ForestFeature> features) {
    List<Column> counts = new ArrayList<>();
    new TreeMap<>(features)
        .forEach(
            (name, feature) -> {
              Column value = col("`" + name + "`");
              counts.add(count(feature.kind() == Feature.Kind.PLACE ? value.getItem(0) : value));
            });
    Row row = events.agg(count(lit(1)), counts.toArray(Column[]::new)).first();
    return IntStream.range(0, row.size()).mapToObj(row::getLong).toList();
  }

  static String[] featureCols(Map<String, ForestFeature> features) {
    return features.entrySet().stream()
        .map(feature -> feature.getKey() + ":" + feature.getValue().kind())
        .toArray(String[]::new);
  }

  static String[] shownCols(Map<String, ForestFeature> features) {
    return features.entrySet().stream()
        .filter(feature -> shown(feature.getValue(), "any") != null)
        .map(feature -> feature.getKey() + "=" + SHOWN + feature.getKey())
        .toArray(String[]::new);
  }

  /** A feature's value; null where the message has none, or none of its kind. */
  private static Column value(ForestFeature feature, String path) {
    return switch (feature.kind()) {
      case NUMBER -> {
        Column text = text(path);
        yield coalesce(text.try_cast("double"), text.try_cast("boolean").cast("double"));
      }
      case CATEGORY -> MessageValues.json(col(DATA), path);
      case OWNER -> owner(path);
      case USER_AGENT -> text(path);
      case HOUR -> col(EVENT_TIME);
      case PLACE -> array(number(path + ".x"), number(path + ".y"), number(path + ".z"));
    };
  }

  /** What people see of a value; null where that is the value. */
  private static Column shown(ForestFeature feature, String path) {
    return switch (feature.kind()) {
      case CATEGORY -> text(path);
      case HOUR -> date_format(col(EVENT_TIME), "HH:00");
      case PLACE -> {
        Column named = concat_ws(", ", text(path + ".city"), text(path + ".country"));
        Column x = number(path + ".x");
        Column y = number(path + ".y");
        Column z = number(path + ".z");
        Column point =
            format_string("latitude %.1f, longitude %.1f", degrees(asin(z)), degrees(atan2(y, x)));
        yield coalesce(
            nullif(named, lit("")),
            when(x.isNotNull().and(y.isNotNull()).and(z.isNotNull()), point));
      }
      case NUMBER, OWNER, USER_AGENT -> null;
    };
  }

  /** Who runs a network; where only its number is known, that: {@code AS4837}. */
  private static Column owner(String path) {
    Column owner = text(path);
    if (!path.endsWith(".owner")) {
      return owner;
    }
    String number = path.substring(0, path.length() - "owner".length()) + "number";
    return coalesce(owner, concat(lit("AS"), text(number)));
  }

  private static Column number(String path) {
    return text(path).try_cast("double");
  }

  private static Column text(String path) {
    return MessageValues.text(col(DATA), path);
  }
}
