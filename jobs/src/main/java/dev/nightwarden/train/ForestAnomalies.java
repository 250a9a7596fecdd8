package dev.nightwarden.train;

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
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.score.Severity;
import dev.nightwarden.table.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/** From scored events to the anomalies that forests see in them. */
public final class ForestAnomalies {
  /** The detector, and the field, under which forests write. */
  public static final String FOREST = "forest";

  private static final int DECIMALS = 6;

  private ForestAnomalies() {}

  /**
   * The rows of {@code anomalies}. {@code value}: the event's features as people see them, a JSON
   * object. {@code evidence}: threshold, trained_for, trained_on, in_sample (whether the forest was
   * grown on the event's own date), contributions (the strongest first, see {@link
   * dev.nightwarden.forest.IsolationForest#explain}).
   *
   * @param scored rows of {@link ForestEvents#of} with {@code _trained_for}, that a model scored
   * @param inSample whether the forest that scored the event was grown on the event's date
   */
  public static Dataset<Row> of(Dataset<Row> scored, ForestSettings settings, Column inSample) {
    Column shown =
        transform(
            col(ForestEvents.CONTRIBUTIONS),
            part -> struct(part.getField("feature"), part.getField("shown")));
    Column contributions =
        transform(
            col(ForestEvents.CONTRIBUTIONS),
            part ->
                struct(
                    part.getField("feature").as("feature"),
                    round(part.getField("contribution"), DECIMALS).as("contribution"),
                    part.getField("shown").as("shown")));
    Column eventId =
        Ids.of(
            col(ForestEvents.TRANSPORT_OF),
            col(ForestEvents.MESSAGE),
            col(ForestEvents.DATE),
            col(ForestEvents.PROFILE_OF));
    return scored
        .where(col(ForestEvents.PREDICTION).equalTo(1.0))
        .select(
            eventId.as(EVENT_ID),
            col(ForestEvents.PROFILE_OF).as(PROFILE),
            col(ForestEvents.ACTOR).as(ACTOR),
            col(ForestEvents.TRANSPORT_OF).as(TRANSPORT),
            col(ForestEvents.MESSAGE).as(MESSAGE_ID),
            col(ForestEvents.TIME).as(EVENT_TIME),
            col(ForestEvents.DATE).as(EVENT_DATE),
            lit(FOREST).as(DETECTOR),
            lit(FOREST).as(FIELD),
            to_json(map_from_entries(array_sort(shown))).as(VALUE),
            col(ForestEvents.SCORE).as(SCORE),
            Severity.ofScore(col(ForestEvents.SCORE)).as(SEVERITY),
            reason(settings, inSample).as(REASON),
            to_json(
                    struct(
                        col(ForestEvents.THRESHOLD).as("threshold"),
                        col(ForestEvents.TRAINED_FOR).as("trained_for"),
                        col(ForestEvents.TRAINED_ON).as("trained_on"),
                        inSample.as("in_sample"),
                        contributions.as("contributions")))
                .as(EVIDENCE))
        .withColumn(ANOMALY_ID, Ids.of(col(EVENT_ID), col(DETECTOR), col(FIELD)));
  }

  /**
   * What a person is told of events, odd or not: trained_for (text), score, threshold, trained_on,
   * is_anomaly (1 or 0), contributions, usual, in_sample, reason.
   *
   * @param scored as above, by a model that explains all
   */
  public static Dataset<Row> explained(
      Dataset<Row> scored, ForestSettings settings, Column inSample) {
    return scored.select(
        col(ForestEvents.TRAINED_FOR).cast("string").as("trained_for"),
        col(ForestEvents.SCORE).as("score"),
        col(ForestEvents.THRESHOLD).as("threshold"),
        col(ForestEvents.TRAINED_ON).as("trained_on"),
        col(ForestEvents.PREDICTION).as("is_anomaly"),
        col(ForestEvents.CONTRIBUTIONS).as("contributions"),
        col(ForestEvents.USUAL).as("usual"),
        inSample.as("in_sample"),
        reason(settings, inSample).as("reason"));
  }

  private static Column reason(ForestSettings settings, Column inSample) {
    Map<String, Feature.Kind> kinds = new TreeMap<>();
    settings.watched().forEach((name, feature) -> kinds.put(name, feature.kind()));
    ForestReason reason = new ForestReason(settings.verb(), kinds);
    int most = settings.estimator().getMaxEvents();
    UDF4<Seq<Row>, Seq<Row>, Integer, Boolean, String> words =
        (parts, usual, trainedOn, ofItsDate) ->
            parts == null
                ? null
                : reason.of(parts(parts), customs(usual), trainedOn, trainedOn >= most, ofItsDate);
    return udf(words, DataTypes.StringType)
        .withName("forest_reason")
        .apply(
            col(ForestEvents.CONTRIBUTIONS),
            col(ForestEvents.USUAL),
            col(ForestEvents.TRAINED_ON),
            inSample);
  }

  private static List<ForestReason.Part> parts(Seq<Row> rows) {
    List<ForestReason.Part> parts = new ArrayList<>();
    for (Row row : list(rows)) {
      parts.add(new ForestReason.Part(row.getString(0), row.getDouble(1), row.getString(2)));
    }
    return parts;
  }

  private static List<ForestReason.Custom> customs(Seq<Row> rows) {
    List<ForestReason.Custom> customs = new ArrayList<>();
    for (Row row : list(rows)) {
      List<ForestReason.Seen> values = new ArrayList<>();
      for (Row value : row.<Row>getList(1)) {
        values.add(new ForestReason.Seen(value.getString(0), value.getInt(1)));
      }
      customs.add(
          new ForestReason.Custom(
              row.getString(0),
              values,
              row.getList(2),
              row.isNullAt(3) ? null : row.getDouble(3),
              row.isNullAt(5) ? null : row.getDouble(5)));
    }
    return customs;
  }

  private static List<Row> list(Seq<Row> rows) {
    return scala.jdk.javaapi.CollectionConverters.asJava(rows);
  }
}
