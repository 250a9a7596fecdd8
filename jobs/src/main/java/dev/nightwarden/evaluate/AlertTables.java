package dev.nightwarden.evaluate;

import static dev.nightwarden.evaluate.LabelledMessages.INCIDENT;
import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.RISK;
import static dev.nightwarden.table.Columns.SCORE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.app.Application;
import dev.nightwarden.assess.Assessment;
import dev.nightwarden.evaluate.Replayed.Cause;
import dev.nightwarden.evaluate.Replayed.GroupNight;
import dev.nightwarden.evaluate.Replayed.NightAlerts;
import dev.nightwarden.evaluate.Replayed.RightAlert;
import dev.nightwarden.evaluate.Replayed.Sign;
import dev.nightwarden.evaluate.Replayed.WrongAlert;
import dev.nightwarden.investigate.Findings;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.suppress.Excused;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Makes alerts of a replay's anomalies, as the night does, and counts them: once as they are, and
 * once for each omission, all in one pass.
 *
 * @param replayed the tables of the replay
 * @param application of its config
 * @param labelled which messages are of which incident
 * @param nights the dates that were judged
 */
record AlertTables(
    Warehouse replayed,
    Application application,
    LabelledMessages labelled,
    NavigableSet<LocalDate> nights) {
  static final String VARIANT = Investigate.APART;
  private static final String CONTRIBUTIONS = "contributions";
  static final String OPENED = "opened";
  static final String INCIDENTS = "incidents";
  static final String REASONS = "reasons";
  static final String PLACE = "place";

  /** Wrong alerts of a night that are told one by one, and reasons of each. */
  private static final int TOLD = 20;

  static final int MOST_REASONS = 3;
  private static final int MOST_CAUSES = 30;
  static final int LONGEST = 300;

  /**
   * @param attributes what is known of actors
   * @param isAssessed what {@link #isAssessed} says
   */
  Replayed found(List<Omission> omissions, Attributes attributes, boolean isAssessed) {
    Dataset<Row> all =
        labelled
            .mark(
                Excused.without(
                    replayed, replayed.read(Table.ANOMALIES).where(Assessment.looksAt(nights))))
            .withColumn(ACTOR, coalesce(col(ACTOR), lit("")));
    Dataset<Row> anomalies = all.where(Slices.of(nights));
    Dataset<Row> varied = varied(all, omissions);
    Assessment assessment = assessment();
    Dataset<Row> malicious =
        malicious(isAssessed ? all.withColumn(VARIANT, lit(0)) : varied).persist();
    Dataset<Row> risks = assessment.risks(replayed, varied, null, nights, INCIDENT).persist();
    Dataset<Row> alerts =
        (isAssessed ? alerts(assessment.alerted(risks)) : MaliciousDates.of(malicious)).persist();
    try {
      return new Replayed(
          nights,
          omissions.stream().map(Omission::what).toList(),
          right(alerts),
          counts(alerts),
          signs(anomalies, malicious),
          wrong(alerts),
          causes(alerts),
          repeated(alerts),
          groups(alerts, attributes));
    } finally {
      alerts.unpersist();
      risks.unpersist();
      malicious.unpersist();
    }
  }

  private Assessment assessment() {
    return new Assessment(
        application.config().alerting(),
        List.copyOf(application.profiles().values()),
        application.detectors());
  }

  /** Whether there are actor-dates enough, at last, for risks to be told. */
  boolean isAssessed() {
    return assessment().canCompare(replayed, nights.last());
  }

  /** The anomalies of each variant. */
  private static Dataset<Row> varied(Dataset<Row> anomalies, List<Omission> omissions) {
    Column[] variants = new Column[omissions.size()];
    for (int i = 0; i < variants.length; i++) {
      variants[i] = when(omissions.get(i).keeps(), lit(i));
    }
    return anomalies.withColumn(VARIANT, explode(array_compact(array(variants))));
  }

  private Dataset<Row> malicious(Dataset<Row> anomalies) {
    return Findings.malicious(
        Findings.judged(
            anomalies, application.detectors(), new Past(nights, replayed.read(Table.ACTOR_DATES))),
        Findings.alone(anomalies.where(Slices.of(nights)), application.detectors()),
        "");
  }

  /** One row per variant, actor and date of an alert, with its place among those of the night. */
  private static Dataset<Row> alerts(Dataset<Row> risks) {
    Column own = filter(col(CONTRIBUTIONS), one -> one.getField(PROFILE).isNotNull());
    return risks
        .where(col(Assessment.FIRST_DATE).isNotNull())
        .withColumn(OPENED, col(EVENT_DATE).equalTo(col(Assessment.FIRST_DATE)))
        .withColumnRenamed(Assessment.MARKS, INCIDENTS)
        .withColumn(
            REASONS,
            transform(
                slice(own, 1, MOST_REASONS),
                one ->
                    struct(
                        one.getField(DETECTOR).as(DETECTOR),
                        coalesce(one.getField(FIELD), lit("")).as(FIELD),
                        one.getField(PROFILE).as(PROFILE),
                        left(coalesce(one.getField(REASON), lit("")), lit(LONGEST)).as(REASON))))
        .withColumn(
            PLACE,
            row_number()
                .over(
                    Window.partitionBy(VARIANT, EVENT_DATE)
                        .orderBy(col(POINTS).desc(), col(RISK).desc(), col(ACTOR))));
  }

  private static Column isRight() {
    return size(col(INCIDENTS)).gt(0);
  }

  /** An alert that an incident opened, and that goes on after it, is not wrong. */
  private static Column isWrong() {
    return col(OPENED).and(size(col(INCIDENTS)).equalTo(0));
  }

  private static Dataset<Row> wrongOf(Dataset<Row> alerts) {
    return alerts.where(col(VARIANT).equalTo(0).and(isWrong()));
  }

  private static List<RightAlert> right(Dataset<Row> alerts) {
    return alerts
        .where(isRight())
        .select(
            col(VARIANT), col(ACTOR), col(EVENT_DATE).cast("string"), col(PLACE), col(INCIDENTS))
        .collectAsList()
        .stream()
        .map(
            row ->
                new RightAlert(
                    row.getInt(0),
                    row.getString(1),
                    LocalDate.parse(row.getString(2)),
                    row.getInt(3),
                    new HashSet<>(row.getList(4))))
        .toList();
  }

  private static List<NightAlerts> counts(Dataset<Row> alerts) {
    return alerts
        .groupBy(col(VARIANT), col(EVENT_DATE).cast("string"))
        .agg(count_if(isWrong().or(isRight())), count_if(isWrong()))
        .collectAsList()
        .stream()
        .map(
            row ->
                new NightAlerts(
                    row.getInt(0),
                    LocalDate.parse(row.getString(1)),
                    row.getLong(2),
                    row.getLong(3)))
        .toList();
  }

  private static Map<String, Sign> signs(Dataset<Row> anomalies, Dataset<Row> malicious) {
    Map<String, Sign> signs = new HashMap<>();
    Map<String, Row> found = new HashMap<>();
    malicious
        .where(col(VARIANT).equalTo(0).and(col(INCIDENT).isNotNull()))
        .groupBy(INCIDENT)
        .agg(collect_set(DETECTOR), unix_micros(min(EVENT_TIME)))
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), row));
    anomalies
        .where(col(INCIDENT).isNotNull())
        .groupBy(INCIDENT)
        .agg(
            max(SCORE),
            max_by(
                left(coalesce(col(REASON), lit("")), lit(LONGEST)),
                struct(col(SCORE), col(REASON))))
        .collectAsList()
        .forEach(
            row -> {
              Row malign = found.get(row.getString(0));
              signs.put(
                  row.getString(0),
                  new Sign(
                      malign == null ? new HashSet<>() : new HashSet<>(malign.getList(1)),
                      malign == null ? null : malign.getLong(2),
                      row.getDouble(1),
                      row.getString(2)));
            });
    return signs;
  }

  private static List<WrongAlert> wrong(Dataset<Row> alerts) {
    List<WrongAlert> wrong = new ArrayList<>();
    List<Row> rows =
        wrongOf(alerts)
            .where(col(PLACE).leq(TOLD))
            .select(
                col(ACTOR),
                col(EVENT_DATE).cast("string"),
                col(PLACE),
                col(POINTS),
                col(RISK),
                col(REASONS))
            .orderBy(EVENT_DATE, PLACE)
            .collectAsList();
    for (Row row : rows) {
      List<String> reasons = new ArrayList<>();
      row.<Row>getList(5).forEach(reason -> reasons.add(reason.getString(3)));
      wrong.add(
          new WrongAlert(
              row.getString(0),
              LocalDate.parse(row.getString(1)),
              row.getInt(2),
              (Double) row.get(3),
              (Double) row.get(4),
              reasons));
    }
    return wrong;
  }

  private static List<Cause> causes(Dataset<Row> alerts) {
    Column top = col(REASONS).getItem(0);
    return wrongOf(alerts)
        .groupBy(
            top.getField(PROFILE).as(PROFILE),
            top.getField(DETECTOR).as(DETECTOR),
            top.getField(FIELD).as(FIELD))
        .agg(count(lit(1)).as(EVENTS), countDistinct(ACTOR), min(top.getField(REASON)))
        .orderBy(col(EVENTS).desc(), col(PROFILE), col(DETECTOR), col(FIELD))
        .limit(MOST_CAUSES)
        .collectAsList()
        .stream()
        .map(
            row ->
                new Cause(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2).isEmpty() ? null : row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getString(5)))
        .toList();
  }

  private static Map<Long, Long> repeated(Dataset<Row> alerts) {
    Map<Long, Long> repeated = new TreeMap<>();
    wrongOf(alerts)
        .groupBy(ACTOR)
        .agg(count(lit(1)).as(EVENTS))
        .groupBy(EVENTS)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> repeated.put(row.getLong(0), row.getLong(1)));
    return repeated;
  }

  private List<GroupNight> groups(Dataset<Row> alerts, Attributes attributes) {
    Map<List<Object>, Long> wrong = new HashMap<>();
    attributes
        .to(wrongOf(alerts).select(ACTOR, EVENT_DATE))
        .groupBy(col(EVENT_DATE).cast("string"), col(Attributes.KIND), col(Attributes.JOINER))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row ->
                wrong.put(
                    List.of(row.getString(0), row.getString(1), row.getBoolean(2)),
                    row.getLong(3)));
    List<GroupNight> groups = new ArrayList<>();
    for (Row row :
        attributes
            .counts()
            .where(Slices.of(nights))
            .withColumn(EVENT_DATE, col(EVENT_DATE).cast("string"))
            .orderBy(EVENT_DATE, Attributes.KIND, Attributes.JOINER)
            .collectAsList()) {
      Long alerted = wrong.remove(List.of(row.getString(0), row.getString(1), row.getBoolean(2)));
      groups.add(
          new GroupNight(
              LocalDate.parse(row.getString(0)),
              row.getString(1),
              row.getBoolean(2),
              row.getLong(3),
              alerted == null ? 0 : alerted));
    }
    // Of flags and clusters, whose actors no profile need watch.
    wrong.forEach(
        (group, alerted) ->
            groups.add(
                new GroupNight(
                    LocalDate.parse((String) group.get(0)),
                    (String) group.get(1),
                    (Boolean) group.get(2),
                    0,
                    alerted)));
    return groups;
  }
}
