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
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;

import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.cluster.RecordSample;
import dev.nightwarden.feature.ClusterEngine.Learned;
import dev.nightwarden.feature.ClusterEngine.Part;
import dev.nightwarden.feature.ClusterEngine.Verdict;
import dev.nightwarden.score.Severity;
import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.RowKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Finds the anomalies of a cluster engine in the table of features, date by date. */
public final class Clusters {
  /** The detector, and the field, under which clusters write. */
  public static final String CLUSTERS = "clusters";

  private static final String VERDICT = "verdict";
  private static final String DAY = "day";
  private static final int NAMED = 3;

  /** How many verdicts a task remembers: records repeat. */
  private static final int REMEMBERED = 10_000;

  private static final DataType VERDICT_TYPE =
      StructType.fromDDL(
          "score DOUBLE, reason STRING, parts ARRAY<STRUCT<feature: STRING, share: DOUBLE,"
              + " value: STRING, usual: STRING>>");

  private final Features features;
  private final ClusterSettings settings;

  public Clusters(Features features) {
    this.features = features;
    this.settings = features.settings().clusters();
  }

  /**
   * The samples of some dates, from which engines learn.
   *
   * @param table what {@link Features#table} gives
   * @param numeric by date (days since 1970), then by field of kind {@code auto}, whether its
   *     values are numbers
   * @return by date (days since 1970)
   */
  Map<Integer, RecordSample> samples(
      Dataset<Row> table, Map<Integer, Map<String, Boolean>> numeric) {
    return new HashMap<>(sampled(table, numeric).collectAsMap());
  }

  private JavaPairRDD<Integer, RecordSample> sampled(
      Dataset<Row> table, Map<Integer, Map<String, Boolean>> numeric) {
    Map<Integer, List<RecordFeature>> compared = new TreeMap<>();
    numeric.forEach((day, kinds) -> compared.put(day, features.compared(table, kinds)));
    int maxRecords = settings.engine().maxRecords();
    long seed = settings.engine().seed();
    return rows(table)
        .toJavaRDD()
        .mapPartitionsToPair(
            rows -> {
              Map<Integer, RecordSample> samples = new TreeMap<>();
              while (rows.hasNext()) {
                Row row = rows.next();
                int day = row.getInt(0);
                List<RecordFeature> features = compared.get(day);
                samples
                    .computeIfAbsent(day, d -> new RecordSample(features, maxRecords, seed))
                    .add(values(row.getStruct(1), features));
              }
              Iterator<Map.Entry<Integer, RecordSample>> found = samples.entrySet().iterator();
              List<Tuple2<Integer, RecordSample>> pairs = new ArrayList<>();
              found.forEachRemaining(
                  pair -> pairs.add(new Tuple2<>(pair.getKey(), pair.getValue())));
              return pairs.iterator();
            })
        .reduceByKey(
            (a, b) -> {
              a.merge(b);
              return a;
            });
  }

  private Dataset<Row> rows(Dataset<Row> table) {
    return table.select(unix_date(col(EVENT_DATE)).as(DAY), featureColumns().as("features"));
  }

  private Column featureColumns() {
    return featureColumns(features);
  }

  /** The values of a row of {@link Features#table} in the order of the config. */
  static Column featureColumns(Features features) {
    return struct(
        features.settings().features().stream()
            .map(feature -> col("`" + Features.column(feature.name()).replace("`", "``") + "`"))
            .toArray(Column[]::new));
  }

  /** A record's values as the date's features want them. */
  static Object[] values(Row row, List<RecordFeature> features) {
    Object[] values = new Object[features.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.get(i);
      if (value instanceof String text && features.get(i).kind() == RecordFeature.Kind.NUMERIC) {
        value = number(text);
      }
      values[i] = value;
    }
    return values;
  }

  /** A text that Spark takes for a number; null for one that is no finite one. */
  private static Double number(String text) {
    try {
      return Double.valueOf(text.strip());
    } catch (NumberFormatException e) {
      // Spark knows "inf" and "nan" by other names than Java.
      return null;
    }
  }

  /** What was learned of each date, and what was found with it. */
  public record Found(Dataset<Row> anomalies, long dates, long datesWithSuspects) {}

  /**
   * The rows of {@code anomalies}. {@code value}: the record's features, a JSON object; {@code
   * evidence}: engine, parts (of each feature: share, value, usual), figures of the date.
   *
   * @param table what {@link Features#table} gives
   */
  Found anomalies(Dataset<Row> table, Map<Integer, Map<String, Boolean>> numeric) {
    ClusterEngine engine = settings.engine();
    Map<Integer, Learned> learned = new TreeMap<>();
    // What is not needed any more does not travel: a backfill has years of dates.
    Map<Integer, Learned> known =
        sampled(table, numeric)
            .mapValues(engine::learn)
            .mapValues(date -> date.hasSuspects() ? date : null)
            .collectAsMap();
    long dates = known.size();
    known.forEach(
        (day, date) -> {
          if (date != null) {
            learned.put(day, date);
          }
        });
    if (learned.isEmpty()) {
      Dataset<Row> none = table.sparkSession().createDataFrame(List.of(), Table.ANOMALIES.schema());
      return new Found(none, dates, 0);
    }
    Map<Integer, List<RecordFeature>> compared = new TreeMap<>();
    learned.keySet().forEach(day -> compared.put(day, features.compared(table, numeric.get(day))));
    Broadcast<Map<Integer, Learned>> sent =
        JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext()).broadcast(learned);
    double threshold = settings.threshold();
    Comparison judge = new Comparison(sent, compared, threshold);
    Column verdict =
        udf((UDF2<Integer, Row, Row>) judge::of, VERDICT_TYPE)
            .withName("cluster_verdict")
            .apply(unix_date(col(EVENT_DATE)), featureColumns());
    Dataset<Row> judged =
        table
            .where(unix_date(col(EVENT_DATE)).isin(learned.keySet().toArray()))
            .withColumn(VERDICT, verdict)
            .where(col(VERDICT).isNotNull());
    return new Found(rowsOf(judged, learned), dates, learned.size());
  }

  private Dataset<Row> rowsOf(Dataset<Row> judged, Map<Integer, Learned> learned) {
    Column parts = col(VERDICT).getField("parts");
    Column eventId =
        Ids.of(col(TRANSPORT), col(MESSAGE_ID), col(EVENT_DATE), lit(FeatureSettings.PROFILE));
    Column value =
        to_json(
            map_from_entries(
                array_sort(
                    transform(
                        parts, part -> struct(part.getField("feature"), part.getField("value"))))));
    Map<Integer, Map<String, Double>> figures = new HashMap<>();
    learned.forEach((day, date) -> figures.put(day, new LinkedHashMap<>(date.figures())));
    Column ofDate =
        udf(
                (UDF1<Integer, Map<String, Double>>) figures::get,
                DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
            .withName("cluster_figures")
            .apply(unix_date(col(EVENT_DATE)));
    return judged
        .select(
            eventId.as(EVENT_ID),
            lit(FeatureSettings.PROFILE).as(PROFILE),
            col(ACTOR),
            col(TRANSPORT),
            col(MESSAGE_ID),
            col(EVENT_TIME),
            col(EVENT_DATE),
            lit(CLUSTERS).as(DETECTOR),
            lit(CLUSTERS).as(FIELD),
            value.as(VALUE),
            col(VERDICT).getField("score").as(SCORE),
            Severity.ofScore(col(VERDICT).getField("score")).as(SEVERITY),
            col(VERDICT).getField("reason").as(REASON),
            to_json(struct(parts.as("parts"), ofDate.as("figures"))).as(EVIDENCE))
        .withColumn(ANOMALY_ID, Ids.of(col(EVENT_ID), col(DETECTOR), col(FIELD)));
  }

  /** Judges records by what was learned of their date. */
  private static final class Comparison implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Map<Integer, Learned>> known;
    private final Map<Integer, List<RecordFeature>> compared;
    private final double threshold;
    private transient ThreadLocal<Map<RowKey, Row>> remembered;

    Comparison(
        Broadcast<Map<Integer, Learned>> known,
        Map<Integer, List<RecordFeature>> compared,
        double threshold) {
      this.known = known;
      this.compared = compared;
      this.threshold = threshold;
    }

    Row of(Integer day, Row row) {
      Object[] values = values(row, compared.get(day));
      Object[] ofDay = Arrays.copyOf(values, values.length + 1);
      ofDay[values.length] = day;
      RowKey key = new RowKey(ofDay);
      Map<RowKey, Row> memory = memory();
      if (memory.containsKey(key)) {
        return memory.get(key);
      }
      Verdict verdict = known.value().get(day).judge(values);
      Row judged =
          verdict == null || verdict.score() < threshold
              ? null
              : RowFactory.create(
                  Math.round(verdict.score() * 1e12) / 1e12,
                  reason(verdict.parts()),
                  verdict.parts().stream()
                      .map(
                          part ->
                              RowFactory.create(
                                  part.feature(),
                                  Math.round(part.share() * 1e6) / 1e6,
                                  part.value(),
                                  part.usual()))
                      .toList());
      if (memory.size() < REMEMBERED) {
        memory.put(key, judged);
      }
      return judged;
    }

    private synchronized Map<RowKey, Row> memory() {
      if (remembered == null) {
        remembered = ThreadLocal.withInitial(HashMap::new);
      }
      return remembered.get();
    }
  }

  /** The strongest features that have a part in it. */
  static String reason(List<Part> parts) {
    List<String> named =
        parts.stream()
            .filter(part -> part.share() > 0)
            .limit(NAMED)
            .map(
                part ->
                    "%s %s (%d%%, usual %s)"
                        .formatted(
                            part.feature(),
                            part.value() == null ? "missing" : part.value(),
                            Math.round(part.share() * 100),
                            part.usual()))
            .toList();
    return "lies apart from the other records of its date by " + String.join(", ", named);
  }
}
