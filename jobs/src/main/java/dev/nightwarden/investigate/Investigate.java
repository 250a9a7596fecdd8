package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ANOMALIES;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.INVESTIGATION_ID;
import static dev.nightwarden.table.Columns.LN_TAIL;
import static dev.nightwarden.table.Columns.MALICIOUS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.SCORE;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.table.Ids;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Collects the reporters' anomalies of one profile into groups of one actor and lets the analyzer
 * judge each.
 *
 * @param weights how much the surprises of fields weigh; those without a key: 1
 */
public record Investigate(Collector collector, Analyzer analyzer, Map<String, Double> weights)
    implements Judge {
  /** The group's own score, as the analyzer judged it (double, rounded to 12 decimals). */
  public static final String JUDGED = "judged";

  /**
   * How unlikely the anomaly's value is: -ln of the probability of one no likelier, times the
   * field's weight (double, at least 0); null where none is told.
   */
  public static final String SURPRISE = "surprise";

  /**
   * Rows that differ in this column, where they have it, are judged apart, as if the others were
   * not there.
   */
  public static final String APART = "apart";

  /** What anomalies of one group have in common. */
  static final List<String> GROUP = List.of(PROFILE, ACTOR, EVENT_DATE, WINDOW_START);

  static final int DECIMALS = 12;

  public Investigate {
    weights = new TreeMap<>(weights);
  }

  /** With fields that weigh the same. */
  public Investigate(Collector collector, Analyzer analyzer) {
    this(collector, analyzer, Map.of());
  }

  @Override
  public int lookback() {
    return analyzer.lookback();
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> anomalies, Past past) {
    return analyzer
        .judge(collected(anomalies), past)
        .drop(SURPRISE)
        .withColumn(INVESTIGATION_ID, Ids.of(col(PROFILE), col(ACTOR), col(WINDOW_START)));
  }

  @Override
  public Optional<Dataset<Row>> evidence(Dataset<Row> anomalies) {
    return analyzer.evidence(collected(anomalies));
  }

  private Dataset<Row> collected(Dataset<Row> anomalies) {
    Column weight = lit(1.0);
    for (Map.Entry<String, Double> field : weights.entrySet()) {
      weight = when(col(FIELD).equalTo(field.getKey()), field.getValue()).otherwise(weight);
    }
    return collector.collect(anomalies).withColumn(SURPRISE, negate(col(LN_TAIL)).multiply(weight));
  }

  /** {@link #GROUP}, and {@link #APART} where the rows have it. */
  static Column[] group(Dataset<Row> collected) {
    return columns(collected, GROUP.toArray(String[]::new));
  }

  /** Columns of the rows, and {@link #APART} where they have it. */
  public static Column[] columns(Dataset<Row> rows, String... names) {
    return Arrays.stream(names(rows, names)).map(name -> col(name)).toArray(Column[]::new);
  }

  /** Names of columns of the rows, and {@link #APART} where they have it. */
  public static String[] names(Dataset<Row> rows, String... names) {
    if (!Arrays.asList(rows.columns()).contains(APART)) {
      return names;
    }
    String[] more = Arrays.copyOf(names, names.length + 1);
    more[names.length] = APART;
    return more;
  }

  /** The rows of {@code investigations} of anomalies that were judged. */
  public static Dataset<Row> investigations(Dataset<Row> judged) {
    return judged
        .groupBy(INVESTIGATION_ID, PROFILE, ACTOR, EVENT_DATE, WINDOW_START, WINDOW_END)
        .agg(
            countDistinct(EVENT_ID).as(EVENTS),
            count(lit(1)).as(ANOMALIES),
            count_if(col(MALICIOUS)).as(MALICIOUS),
            first(JUDGED).as(SCORE));
  }
}
