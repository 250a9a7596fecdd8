package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.LN_TAIL;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.pipeline.Decision;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.Judge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What speaks against an actor on a date: each detector's field or flag is a source, and so is the
 * evidence that an analyzer adds up. Fields that entered it are none of their own, and neither is
 * what else tells how unlikely it is, such as an amount: it adds to the evidence of its profile by
 * how much less likely it is than an anomaly must be.
 */
final class Sources {
  /** The detector of the source that is the evidence of a profile. */
  static final String ADDED = "evidence";

  /** How much a source says: comparable within the source alone (double, above 0). */
  static final String FIGURE = "figure";

  /** The severity of a source's strongest anomaly: 0 low, 1 medium, 2 high. */
  static final String RANK = "rank";

  /**
   * The anomalies behind a figure, the strongest first: struct of figure, weight, event_id, reason,
   * attack.
   */
  static final String SAID = "said";

  /** What the anomalies behind a figure are marked with (array of text; empty without marks). */
  static final String MARKS = "marks";

  private static final String WEIGHT = "weight";
  private static final String ABOUT = "about";

  /** What of a source's figure adds up: the evidence (null), and what joins it. */
  private static final String PART = "part";

  /** The surprise, {@code -ln} of the tail, of the likeliest amount that is an anomaly: 5%. */
  private static final double USUAL = Math.log(20);

  /** As many anomalies as an alert has sentences. */
  private static final int MOST_SAID = 2;

  private static final int DECIMALS = 9;

  private Sources() {}

  /**
   * The strongest figure of each source on each actor's date.
   *
   * @param anomalies rows of {@code anomalies}, maybe with a column attack (array of text); those
   *     in learning say nothing
   * @param mark a column (text, may be null) whose values are gathered; null: none
   * @return profile, actor, event_date, detector, field (null of evidence), {@link #FIGURE}, {@link
   *     #RANK}, {@link #SAID}, {@link #MARKS}
   */
  static Dataset<Row> strongest(Dataset<Row> anomalies, List<Detector> detectors, String mark) {
    Dataset<Row> learned =
        anomalies
            .where(not(coalesce(col(LEARNING), lit(false))))
            .withColumn(ACTOR, coalesce(col(ACTOR), lit("")))
            .withColumn(MARKS, mark == null ? lit(null).cast("string") : col(mark))
            .withColumn(ATTACK, orNull(anomalies, ATTACK, "array<string>"));
    Column entered = lit(false);
    Set<String> adding = new TreeSet<>();
    Dataset<Row> all = null;
    for (Detector detector : detectors) {
      if (detector.decision() instanceof Decision.Judged together) {
        for (Map.Entry<String, Judge> judge : together.judges().entrySet()) {
          Column own = detector.owns().and(col(PROFILE).equalTo(judge.getKey()));
          Optional<Dataset<Row>> evidence = judge.getValue().evidence(learned.where(own));
          if (evidence.isPresent()) {
            Dataset<Row> added =
                said(
                    evidence.get().withColumn(DETECTOR, lit(ADDED)),
                    lit(null).cast("string"),
                    col(Investigate.JUDGED),
                    col(Investigate.SURPRISE));
            all = all == null ? added : all.unionByName(added);
            adding.add(judge.getKey());
            entered = entered.or(own.and(col(LN_TAIL).isNotNull()));
          }
        }
      }
    }
    Dataset<Row> others = learned.where(not(entered));
    Column figure = coalesce(negate(col(LN_TAIL)), col(SCORE));
    if (all == null) {
      return gathered(said(others, col(FIELD), figure, figure));
    }
    Column joins = col(LN_TAIL).isNotNull().and(col(PROFILE).isin(adding.toArray()));
    Dataset<Row> joining =
        others
            .where(joins.and(figure.gt(USUAL)))
            .withColumn(PART, concat_ws("/", col(DETECTOR), col(FIELD)))
            .withColumn(DETECTOR, lit(ADDED));
    return gathered(
        all.unionByName(said(joining, lit(null).cast("string"), figure.minus(USUAL), figure))
            .unionByName(said(others.where(not(joins)), col(FIELD), figure, figure)));
  }

  /** Anomalies as what sources say, each with what it is about. */
  private static Dataset<Row> said(
      Dataset<Row> anomalies, Column field, Column figure, Column weight) {
    return anomalies
        .withColumn(PART, orNull(anomalies, PART, "string"))
        .withColumn(ABOUT, col(FIELD))
        .withColumn(FIGURE, round(figure, DECIMALS))
        .withColumn(WEIGHT, round(weight, DECIMALS))
        .withColumn(
            RANK,
            when(col(SEVERITY).equalTo("high"), 2)
                .when(col(SEVERITY).equalTo("medium"), 1)
                .otherwise(0))
        .withColumn(FIELD, field)
        .select(
            Investigate.columns(
                anomalies,
                PROFILE,
                DETECTOR,
                FIELD,
                ACTOR,
                EVENT_DATE,
                PART,
                ABOUT,
                FIGURE,
                WEIGHT,
                RANK,
                EVENT_ID,
                REASON,
                ATTACK,
                MARKS));
  }

  private static Column orNull(Dataset<Row> rows, String column, String type) {
    return List.of(rows.columns()).contains(column) ? col(column) : lit(null).cast(type);
  }

  private static Dataset<Row> gathered(Dataset<Row> said) {
    Column[] ofDate = Investigate.columns(said, PROFILE, DETECTOR, FIELD, ACTOR, EVENT_DATE);
    Column[] ofPart = Investigate.columns(said, PROFILE, DETECTOR, FIELD, ACTOR, EVENT_DATE, PART);
    Column[] ofField =
        Investigate.columns(said, PROFILE, DETECTOR, FIELD, ACTOR, EVENT_DATE, PART, ABOUT);
    Column strongest = sort_array(collect_list(struct(col(FIGURE), col(SAID))), false);
    // Only the strongest of each field is kept: an actor may have a million on one date.
    return said.groupBy(ofField)
        .agg(
            max(struct(col(FIGURE), col(WEIGHT), col(EVENT_ID), col(REASON), col(ATTACK))).as(SAID),
            max(RANK).as(RANK),
            collect_set(MARKS).as(MARKS))
        .groupBy(ofPart)
        .agg(
            max(col(SAID).getField(FIGURE)).as(FIGURE),
            max(RANK).as(RANK),
            flatten(collect_list(MARKS)).as(MARKS),
            slice(sort_array(collect_list(SAID), false), 1, MOST_SAID).as(SAID))
        .groupBy(ofDate)
        .agg(
            // Decimals add up to the same in whatever order they come.
            sum(col(FIGURE).cast("decimal(20,9)")).cast("double").as(FIGURE),
            max(RANK).as(RANK),
            array_distinct(flatten(collect_list(MARKS))).as(MARKS),
            strongest.as(SAID))
        .withColumn(SAID, slice(concat(ofEach(0), ofEach(1)), 1, MOST_SAID));
  }

  /** Of each part, the strongest first, what it says in this place, if it says as much. */
  private static Column ofEach(int place) {
    return filter(
        transform(col(SAID), part -> get(part.getField(SAID), lit(place))), one -> one.isNotNull());
  }
}
