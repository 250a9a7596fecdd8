package dev.nightwarden.suppress;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALY_ID;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.FROM_DATE;
import static dev.nightwarden.table.Columns.GIVEN;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PEERS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.RULE;
import static dev.nightwarden.table.Columns.SCOPE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.UNTIL_DATE;
import static dev.nightwarden.table.Columns.VALUE;
import static dev.nightwarden.table.Columns.VERDICT;
import static dev.nightwarden.table.Columns.VERDICT_ID;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.verdict.Opinion;
import dev.nightwarden.verdict.Scope;
import dev.nightwarden.verdict.Verdicts;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which anomalies do not count, and why. Of the verdicts that cover an anomaly the one given last
 * decides: benign excuses it, malicious does not let a rule suppress it, unsure says nothing. Where
 * none decides, the first rule does that covers it.
 */
record Excuses(Warehouse warehouse, Verdicts verdicts, Suppressions rules) {
  private static final String SAID = "said";
  private static final String GIVEN_OF = "of_verdict_";

  /** The rows of {@code excused} of the dates. */
  Dataset<Row> of(NavigableSet<LocalDate> dates) {
    Dataset<Row> anomalies = warehouse.read(Table.ANOMALIES).where(Slices.of(dates));
    Column opinion = col(SAID).getField(VERDICT);
    Column isBenign = coalesce(opinion.equalTo(Opinion.BENIGN.key()), lit(false));
    Column isFree = coalesce(opinion.equalTo(Opinion.UNSURE.key()), lit(true));
    return ruled(anomalies, dates)
        .join(said(anomalies, dates), new String[] {ANOMALY_ID, EVENT_DATE}, "left")
        .withColumn(VERDICT_ID, when(isBenign, col(SAID).getField(VERDICT_ID)))
        .withColumn(RULE, when(isFree, col(RULE)))
        .where(col(VERDICT_ID).isNotNull().or(col(RULE).isNotNull()))
        .select(Table.EXCUSED.columns());
  }

  /** The anomalies, each with the rule that covers it. */
  private Dataset<Row> ruled(Dataset<Row> anomalies, NavigableSet<LocalDate> dates) {
    Dataset<Row> rows = anomalies;
    if (rules.looksAtMessages()) {
      Dataset<Row> messages =
          warehouse
              .read(Table.MESSAGES)
              .where(Slices.of(dates))
              .select(TRANSPORT, MESSAGE_ID, EVENT_DATE, DATA);
      rows = rows.join(messages, new String[] {TRANSPORT, MESSAGE_ID, EVENT_DATE}, "left");
    }
    return rows.withColumn(RULE, rules.rule())
        .select(ANOMALY_ID, EVENT_ID, PROFILE, ACTOR, EVENT_DATE, RULE);
  }

  /** What the last verdict says of each anomaly that any covers. */
  private Dataset<Row> said(Dataset<Row> anomalies, NavigableSet<LocalDate> dates) {
    Dataset<Row> all = null;
    for (Scope scope : Scope.values()) {
      if (verdicts.scopes().contains(scope.key())) {
        Dataset<Row> covered = covered(anomalies, scope, dates);
        all = all == null ? covered : all.unionByName(covered);
      }
    }
    if (all == null) {
      all = said(anomalies.where(lit(false)), lit(null), lit(null), lit(null));
    }
    return all.groupBy(ANOMALY_ID, EVENT_DATE).agg(max(SAID).as(SAID));
  }

  private Dataset<Row> covered(Dataset<Row> anomalies, Scope scope, NavigableSet<LocalDate> dates) {
    Dataset<Row> given = verdicts.rows().where(col(SCOPE).equalTo(scope.key()));
    for (String column : given.columns()) {
      given = given.withColumnRenamed(column, GIVEN_OF + column);
    }
    Dataset<Row> rows = scope == Scope.VALUE_FOR_PEERS ? withPeers(anomalies, dates) : anomalies;
    Column holds =
        col(EVENT_DATE)
            .geq(ofVerdict(FROM_DATE))
            .and(ofVerdict(UNTIL_DATE).isNull().or(col(EVENT_DATE).leq(ofVerdict(UNTIL_DATE))));
    Column isSame =
        switch (scope) {
          case EVENT -> same(EVENT_ID);
          case VALUE -> same(PROFILE, DETECTOR, FIELD, VALUE, ACTOR);
          case VALUE_FOR_PEERS ->
              same(PROFILE, DETECTOR, FIELD, VALUE)
                  .and(ofVerdict(PEERS).equalTo("").or(same(PEERS)));
          case ACTOR -> same(ACTOR);
        };
    return said(
        rows.join(broadcast(given), isSame.and(holds)),
        ofVerdict(GIVEN),
        ofVerdict(VERDICT_ID),
        ofVerdict(VERDICT));
  }

  private static Dataset<Row> said(Dataset<Row> rows, Column given, Column id, Column verdict) {
    return rows.select(
        col(ANOMALY_ID),
        col(EVENT_DATE),
        struct(
                given.cast("timestamp").as(GIVEN),
                id.cast("string").as(VERDICT_ID),
                verdict.cast("string").as(VERDICT))
            .as(SAID));
  }

  private static Column ofVerdict(String column) {
    return col(GIVEN_OF + column);
  }

  private static Column same(String... columns) {
    return Stream.of(columns)
        .map(column -> col(column).eqNullSafe(ofVerdict(column)))
        .reduce(Column::and)
        .orElseThrow();
  }

  private Dataset<Row> withPeers(Dataset<Row> anomalies, NavigableSet<LocalDate> dates) {
    Dataset<Row> peers =
        warehouse
            .read(Table.ACTOR_DATES)
            .where(Slices.of(dates))
            .select(PROFILE, ACTOR, EVENT_DATE, PEERS);
    return anomalies.join(peers, new String[] {PROFILE, ACTOR, EVENT_DATE}, "left");
  }
}
