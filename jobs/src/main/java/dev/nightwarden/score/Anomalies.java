package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALY_ID;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.EVIDENCE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.LN_TAIL;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.SEVERITY;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.Evidence;
import dev.nightwarden.reporter.OtherEvidence;
import dev.nightwarden.reporter.Reporter;
import dev.nightwarden.table.Ids;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From observations with their history to the anomalies that the reporters see in them. */
public final class Anomalies {
  /** The detector under which all reporters write. */
  public static final String REPORTER = "reporter";

  /** Digits to which a score is rounded, so that it reads the same however it was computed. */
  public static final int SCORE_DECIMALS = 12;

  private static final int SHOWN_LENGTH = 120;

  /** What the observations say of others. */
  private static final List<String> OTHERS =
      List.of(
          History.PEER_GROUP,
          History.PEERS_SEEN,
          History.PEERS,
          History.OTHERS_SEEN,
          History.OTHERS,
          History.NEWCOMERS,
          LN_TAIL);

  private static final Evidence KNOWN =
      new Evidence(
          col(VALUE),
          col(History.SEEN),
          col(History.TOTAL),
          col(History.DISTINCT),
          col(History.MISSING),
          new OtherEvidence(
              col(History.PEER_GROUP),
              col(History.PEERS_SEEN),
              col(History.PEERS),
              col(History.OTHERS_SEEN),
              col(History.OTHERS),
              col(History.NEWCOMERS),
              col(LN_TAIL)));

  private Anomalies() {}

  /**
   * Adds {@code score} (double in [0, 1], rounded to 12 decimals) to observations with history.
   *
   * @param observed rows of {@link History#before}
   */
  public static Dataset<Row> score(Dataset<Row> observed, Collection<Profile> profiles) {
    Column score = byField(profiles, reporter -> reporter.score(KNOWN));
    return observed.withColumn(SCORE, round(score, SCORE_DECIMALS));
  }

  /**
   * The rows of {@code anomalies}: what scored above 0, with ids, reason and evidence.
   *
   * @param scored rows of {@link #score}
   */
  public static Dataset<Row> explain(Dataset<Row> scored, Collection<Profile> profiles) {
    Column eventId = Ids.of(col(TRANSPORT), col(MESSAGE_ID), col(EVENT_DATE), col(PROFILE));
    Column shown = coalesce(Printable.printable(col(VALUE), SHOWN_LENGTH), lit("missing"));
    Column actor = Printable.printable(col(ACTOR), SHOWN_LENGTH);
    Column why = byField(profiles, reporter -> reporter.reason(KNOWN, actor));
    Column evidence = byField(profiles, reporter -> evidence(profiles, reporter.looksAtOthers()));
    return scored
        .where(col(SCORE).gt(0))
        .withColumn(DETECTOR, lit(REPORTER))
        .withColumn(EVENT_ID, eventId)
        .withColumn(ANOMALY_ID, Ids.of(col(EVENT_ID), col(DETECTOR), col(FIELD)))
        .withColumn(SEVERITY, Severity.ofScore(col(SCORE)))
        .withColumn(REASON, concat(col(FIELD), lit(" "), shown, lit(" "), why))
        .withColumn(EVIDENCE, evidence);
  }

  /** What a score rests on, as JSON. */
  private static Column evidence(Collection<Profile> profiles, boolean isCompared) {
    List<Column> parts = new ArrayList<>();
    parts.add(byFieldType(profiles).as(REPORTER));
    parts.addAll(List.of(KNOWN.seen(), KNOWN.total(), KNOWN.distinct(), KNOWN.missing()));
    if (isCompared) {
      OTHERS.forEach(column -> parts.add(col(column)));
    } else {
      parts.add(KNOWN.mean().as("mean"));
    }
    return to_json(struct(parts.toArray(Column[]::new)));
  }

  private static Column byFieldType(Collection<Profile> profiles) {
    return byField(profiles, reporter -> lit(ReporterName.of(reporter)));
  }

  private static Column byField(
      Collection<Profile> profiles, Function<Reporter, Column> ofReporter) {
    Column result = lit(null);
    for (Profile profile : profiles) {
      Column ofProfile = lit(null);
      for (var field : profile.fields().entrySet()) {
        Field watched = field.getValue();
        ofProfile =
            when(col(FIELD).equalTo(field.getKey()), ofReporter.apply(watched.reporter()))
                .otherwise(ofProfile);
      }
      result = when(col(PROFILE).equalTo(profile.name()), ofProfile).otherwise(result);
    }
    return result;
  }
}
