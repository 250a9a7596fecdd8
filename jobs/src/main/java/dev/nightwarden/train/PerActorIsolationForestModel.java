package dev.nightwarden.train;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The forests of many actors. {@link #transform} adds to each event, in the columns the params
 * name:
 *
 * <ul>
 *   <li>{@code score}: double in (0, 1], rounded to 12 decimals; null where the actor has no
 *       forest, and so are all the columns below
 *   <li>{@code threshold}: double, that of the actor's forest
 *   <li>{@code prediction}: double, 1 where the score reaches the threshold (allowing for 1e-9),
 *       else 0
 *   <li>{@code trained_on}: int, how many events the forest was grown on
 *   <li>{@code contributions}: for anomalies only, an array of (feature string, contribution
 *       double, shown string), the largest contribution first; {@code shown} is the event's own
 *       value as people see it. Contributions add up to {@code 1 + log2(score)}: see {@link
 *       dev.nightwarden.forest.IsolationForest#explain}
 *   <li>{@code usual}: for anomalies only, what was usual of the actor, see {@link Usual}
 * </ul>
 *
 * <p><b>Cost.</b> Events are counted by actor, which reads them once more (the columns of the key
 * only). They and the forests are then exchanged by actor; an actor of many events is spread over
 * several groups, and its forest goes to each of them. A task has one forest in memory at a time
 * and streams the events past it. Without an actor column nothing is exchanged: the one forest is
 * broadcast.
 */
public final class PerActorIsolationForestModel extends Model<PerActorIsolationForestModel>
    implements ForestParams<PerActorIsolationForestModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final transient ForestParamSet all;
  private final transient Dataset<Row> forests;

  PerActorIsolationForestModel(String uid, Dataset<Row> forests) {
    this.uid = uid;
    this.all = new ForestParamSet(this);
    this.forests = forests;
  }

  /** Reads a model that was saved. */
  public static MLReader<PerActorIsolationForestModel> read() {
    return new ModelFiles.ForestsReader();
  }

  /** Reads a model that was saved. */
  public static PerActorIsolationForestModel load(String path) {
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

  /** The forests, one row per actor: see {@link PerActorIsolationForest#grow}. */
  public Dataset<Row> forests() {
    return forests;
  }

  /** How many actors have a forest; runs a job. */
  public long actorsWithForest() {
    return forests.where("forest IS NOT NULL").count();
  }

  /** How many actors had too few events for one; runs a job. */
  public long actorsWithoutForest() {
    return forests.where("forest IS NULL").count();
  }

  /** Frees what {@link PerActorIsolationForest#fit} keeps. */
  public void release() {
    forests.unpersist();
  }

  /**
   * Adds the columns above.
   *
   * @param events one row per event, with the columns that training had
   */
  @Override
  public Dataset<Row> transform(Dataset<?> events) {
    transformSchema(events.schema());
    return new Scoring(this, forests, events.toDF()).scored();
  }

  /** The columns above appended; refuses events that lack what the params name. */
  @Override
  public StructType transformSchema(StructType schema) {
    new EventColumns(this, schema);
    return Outputs.appended(this, schema);
  }

  @Override
  public PerActorIsolationForestModel copy(ParamMap extra) {
    return copyValues(new PerActorIsolationForestModel(uid, forests), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new ModelFiles.ForestsWriter(this);
  }
}
