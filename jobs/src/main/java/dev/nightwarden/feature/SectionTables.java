package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.RecordSample;
import dev.nightwarden.table.Slices;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;

/** The feature tables of a config's section {@code features}. */
final class SectionTables implements FeatureTables {
  private final Features features;
  private final Dataset<Row> messages;

  /**
   * @param messages rows of {@code messages}, of all dates
   */
  SectionTables(Features features, Dataset<Row> messages) {
    this.features = features;
    this.messages = messages;
  }

  @Override
  public List<FlagSettings> flags() {
    return features.settings().flags();
  }

  @Override
  public List<String> names() {
    return features.settings().features().stream().map(FeatureEntry::name).toList();
  }

  @Override
  public boolean hasClusters() {
    return features.settings().clusters() != null;
  }

  @Override
  public Optional<Dataset<Row>> records(Dataset<Row> some) {
    return names().isEmpty()
        ? Optional.empty()
        : Optional.of(features.dateRecords().all(features.records(some)));
  }

  @Override
  public Optional<Dataset<Row>> values(SortedSet<LocalDate> dates, Collection<String> actors) {
    if (names().isEmpty()) {
      return Optional.empty();
    }
    Column texts =
        udf((UDF1<Row, List<String>>) SectionTables::texts, new ArrayType(StringType, true))
            .withName("feature_texts")
            .apply(col(FEATURES));
    Column names = array(names().stream().map(functions::lit).toArray(Column[]::new));
    DateRecords known = features.dateRecords();
    SortedSet<LocalDate> others = new TreeSet<>(dates);
    others.removeIf(known::has);
    Column isWanted = col(ACTOR).isin(actors.toArray());
    Dataset<Row> records =
        known.all(features.records(messages.where(Slices.of(others))).where(isWanted));
    for (LocalDate date : dates) {
      if (known.has(date)) {
        records = records.unionByName(known.of(date, messages).where(isWanted));
      }
    }
    return Optional.of(
        records
            .select(col(EVENT_DATE), col(ACTOR), explode(arrays_zip(names, texts)).as(FEATURES))
            .select(
                col(EVENT_DATE),
                col(ACTOR),
                col(FEATURES).getField("0").as(FIELD),
                col(FEATURES).getField("1").as(VALUE)));
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      texts.add(FeatureTables.text(row.get(i)));
    }
    return texts;
  }

  @Override
  public void release() {
    features.release();
  }

  @Override
  public Optional<Clustering> clustering(LocalDate date) {
    if (!hasClusters()) {
      return Optional.empty();
    }
    Optional<Function<RecordSample, Clustering>> cut =
        features.settings().clusters().engine().clustering();
    if (cut.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Boolean> numeric =
        features.numeric(messages.where(Slices.of(date))).getOrDefault(date, Map.of());
    int day = (int) date.toEpochDay();
    Dataset<Row> table =
        features.dateRecords().of(date, messages).select(col(EVENT_DATE), col(FEATURES + ".*"));
    RecordSample sample = new Clusters(features).samples(table, Map.of(day, numeric)).get(day);
    return Optional.ofNullable(sample).map(cut.get());
  }

  @Override
  public Dataset<Row> examples(LocalDate date, Clustering clustering) {
    Dataset<Row> records = features.dateRecords().of(date, messages);
    Broadcast<Clustering> known =
        JavaSparkContext.fromSparkContext(records.sparkSession().sparkContext())
            .broadcast(clustering);
    Column record =
        udf(
                (UDF1<Row, Integer>)
                    row -> known.value().indexOf(FeatureTables.values(row, known.value())),
                DataTypes.IntegerType)
            .withName("clustered_record")
            .apply(col(FEATURES));
    return records
        .withColumn(RECORD, record)
        .where(col(RECORD).geq(0))
        .groupBy(RECORD)
        .agg(min(struct(col(EVENT_TIME), col(MESSAGE_ID), col(TRANSPORT), col(ACTOR))).as(FEATURES))
        .select(col(RECORD), col(FEATURES + ".*"));
  }
}
