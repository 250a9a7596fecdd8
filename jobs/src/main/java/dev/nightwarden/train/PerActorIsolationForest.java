package dev.nightwarden.train;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Grows an isolation forest for each actor, all in one Spark job.
 *
 * <p><b>Features.</b> Each entry of {@code featureCols} is {@code column:kind}, kinds as in {@link
 * dev.nightwarden.forest.Feature.Kind}: {@code number} (numeric or boolean), {@code category} (any
 * type that casts to text), {@code place} (an array of three numbers, a vector, or a struct of x, y
 * and z, on the unit sphere), {@code owner} and {@code user_agent} (text), {@code hour} (a
 * timestamp, or microseconds since 1970). A column's name may have dots: a column of just that name
 * wins over a field of a struct. Null is a missing value; so are NaN and a place that lacks a
 * coordinate. Or {@code featuresCol} names an MLlib vector of plain numbers.
 *
 * <p>MLlib's own transformers are not used for them: {@code CountVectorizer}, {@code HashingTF},
 * {@code IDF}, {@code StringIndexer} and {@code OneHotEncoder} learn one vocabulary and one
 * document frequency from a whole column, where here each actor has its own (a network that half
 * the company uses may be new to this person), and they are {@code Estimator}s of their own, one
 * fit each for thousands of actors. Numbers that every actor shares, such as those of a {@code
 * VectorAssembler}, come in through {@code featuresCol}.
 *
 * <p><b>Sample.</b> A forest is grown on at most {@code maxEvents} of its actor's events: those
 * with the smallest hash of seed, actor and message id. So it is the same however the data was
 * split, ordered or partitioned. Events whose actor is null are nobody's, and are not learned from.
 *
 * <p><b>Cost.</b> Each partition of the events keeps the {@code maxEvents} smallest hashes of each
 * actor it meets before anything is exchanged, in bounded memory. An actor of n events in p
 * partitions costs the reading of n rows and the exchange of at most {@code min(n, p * maxEvents)};
 * no task ever holds or sorts all events of an actor.
 */
public final class PerActorIsolationForest extends Estimator<PerActorIsolationForestModel>
    implements ForestParams<PerActorIsolationForest>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final StructType FOREST =
      new StructType()
          .add("forest", DataTypes.BinaryType)
          .add("encoder", DataTypes.BinaryType)
          .add("usual", Usual.TYPE)
          .add("threshold", DataTypes.DoubleType)
          .add("events", DataTypes.LongType)
          .add("trained_on", DataTypes.IntegerType)
          .add("seed", DataTypes.LongType);

  private final String uid;
  private final transient ForestParamSet all;

  public PerActorIsolationForest() {
    this(Identifiable$.MODULE$.randomUID("perActorIsolationForest"));
  }

  public PerActorIsolationForest(String uid) {
    this.uid = uid;
    this.all = new ForestParamSet(this);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<PerActorIsolationForest> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator that was saved. */
  public static PerActorIsolationForest load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ForestParamSet all() {
    return all;
  }

  /** See {@link #featureCols}. */
  public PerActorIsolationForest setFeatureCols(String... features) {
    return with(featureCols(), features);
  }

  /** See {@link #trees}. */
  public PerActorIsolationForest setTrees(int number) {
    return with(trees(), number);
  }

  /** See {@link #samples}. */
  public PerActorIsolationForest setSamples(int number) {
    return with(samples(), number);
  }

  /** See {@link #maxEvents}. */
  public PerActorIsolationForest setMaxEvents(int number) {
    return with(maxEvents(), number);
  }

  /** See {@link #minEvents}. */
  public PerActorIsolationForest setMinEvents(int number) {
    return with(minEvents(), number);
  }

  /** See {@link #contamination}. */
  public PerActorIsolationForest setContamination(double share) {
    return with(contamination(), share);
  }

  /** See {@link #kind}. */
  public PerActorIsolationForest setKind(String name) {
    return with(kind(), name);
  }

  /** See {@link #maxTokens}. */
  public PerActorIsolationForest setMaxTokens(int number) {
    return with(maxTokens(), number);
  }

  /** See {@link #seed}. */
  public PerActorIsolationForest setSeed(long value) {
    return with(seed(), value);
  }

  private <V> PerActorIsolationForest with(Param<V> param, V value) {
    set(param, value);
    return this;
  }

  /**
   * Grows the forests now, and keeps them in memory and on disk until {@link
   * PerActorIsolationForestModel#release}.
   *
   * @param events one row per event; see {@link #transformSchema}
   * @throws IllegalArgumentException for columns that are missing or of another type
   */
  @Override
  public PerActorIsolationForestModel fit(Dataset<?> events) {
    Dataset<Row> forests = grow(events).persist();
    forests.count();
    return model(forests);
  }

  /**
   * The forests as a table, planned but not yet grown: for a caller that writes them somewhere. One
   * row per actor of the events:
   *
   * <ul>
   *   <li>{@code byCols}, then {@code actorCol}, with their types
   *   <li>{@code forest}: binary, {@link dev.nightwarden.forest.IsolationForest#toBytes}; null
   *       where the actor had fewer than {@code minEvents} events
   *   <li>{@code encoder}: binary, {@link dev.nightwarden.forest.EventEncoder#toBytes}; null
   *       likewise
   *   <li>{@code usual}: what was usual in the events it was grown on, see {@link Usual}; null
   *       likewise
   *   <li>{@code threshold}: double; null likewise
   *   <li>{@code events}: bigint, how many events the actor had
   *   <li>{@code trained_on}: int, how many of them the forest was grown on; 0 without one
   *   <li>{@code seed}: bigint
   * </ul>
   *
   * @throws IllegalArgumentException for columns that are missing or of another type
   */
  public Dataset<Row> grow(Dataset<?> events) {
    EventColumns inputs = new EventColumns(this, events.schema());
    List<Column> columns = inputs.keys();
    int keys = columns.size();
    Column[] by = new Column[keys];
    StructType grown = new StructType();
    for (int k = 0; k < keys; k++) {
      by[k] = col("k" + k);
      grown = grown.add("k" + k, DataTypes.StringType);
    }
    columns.add(inputs.hash());
    columns.add(inputs.id());
    columns.add(PackedValues.of(inputs.values()).as("packed"));
    Dataset<Row> read =
        events.toDF().where(inputs.hasActor()).select(columns.toArray(Column[]::new));
    Dataset<Row> kept =
        read.mapPartitions(
            new Sampling(keys, getMaxEvents()),
            Encoders.row(nullable(read.schema()).add("seen", DataTypes.LongType)));
    Dataset<Row> together = keys == 0 ? kept.repartition(1) : kept.repartition(by);
    List<Column> order = new ArrayList<>(Arrays.asList(by));
    order.add(col("hash"));
    order.add(col("id"));
    List<Column> result = new ArrayList<>();
    for (StructField field : inputs.keyFields()) {
      result.add(col("k" + result.size()).cast(field.dataType()).as(field.name()));
    }
    for (StructField field : FOREST.fields()) {
      grown = grown.add(field);
      result.add(col(field.name()));
    }
    List<Column> needed = new ArrayList<>(Arrays.asList(by));
    needed.add(col("packed"));
    needed.add(col("seen"));
    return together
        .sortWithinPartitions(order.toArray(Column[]::new))
        .select(needed.toArray(Column[]::new))
        .mapPartitions(
            new Growing(
                inputs.layout(),
                inputs.values().size(),
                keys,
                getMaxEvents(),
                getMinEvents(),
                getMaxTokens(),
                Growing.Recipe.of(growth())),
            Encoders.row(grown))
        .select(result.toArray(Column[]::new));
  }

  /** A model with this estimator's params, of forests that were grown before. */
  public PerActorIsolationForestModel model(Dataset<Row> forests) {
    return copyValues(new PerActorIsolationForestModel(uid, forests), ParamMap.empty())
        .setParent(this);
  }

  /** The model's columns appended; refuses events that lack what the params name. */
  @Override
  public StructType transformSchema(StructType schema) {
    new EventColumns(this, schema).id();
    return Outputs.appended(this, schema);
  }

  private static StructType nullable(StructType schema) {
    StructType all = new StructType();
    for (StructField field : schema.fields()) {
      all = all.add(field.name(), field.dataType(), true);
    }
    return all;
  }

  @Override
  public PerActorIsolationForest copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
