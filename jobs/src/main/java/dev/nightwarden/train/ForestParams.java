package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.forest.Growth;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * What the estimator and its model are told: the columns they read and write, and how forests are
 * grown. Every {@code Param} has a method of its own name, a getter, and a setter where setting it
 * does something: the model's forests are grown already.
 *
 * @param <T> whose setters they are
 */
public sealed interface ForestParams<T extends ForestParams<T>> extends Params
    permits PerActorIsolationForest, PerActorIsolationForestModel {

  /** The params themselves; for the accessors below. */
  ForestParamSet all();

  /** Column of the actor, any type that casts to text; unset: one forest on everything. */
  default Param<String> actorCol() {
    return all().actorCol;
  }

  /**
   * Further columns that set forests apart, such as profile and trained_for; they do not change
   * which events are sampled. Default: none.
   */
  default StringArrayParam byCols() {
    return all().byCols;
  }

  /**
   * Column of the message id, unique for each actor and never null: decides which events are
   * sampled, and in which order. Default: message_id.
   */
  default Param<String> idCol() {
    return all().idCol;
  }

  /** Features as {@code column:kind}; see {@link PerActorIsolationForest}. Default: none. */
  default StringArrayParam featureCols() {
    return all().featureCols;
  }

  /**
   * How people see a feature, as {@code feature=column}: the column's text stands in {@code usual}
   * and {@code contributions}. Default: the feature's own value.
   */
  default StringArrayParam shownCols() {
    return all().shownCols;
  }

  /** Column of an MLlib vector of plain numbers, instead of featureCols. Unset by default. */
  default Param<String> featuresCol() {
    return all().featuresCol;
  }

  /** Trees of a forest, at least 1. Default: 100. */
  default IntParam trees() {
    return all().trees;
  }

  /** The most events a tree is grown on, at least 2, never more than half of them. Default: 256. */
  default IntParam samples() {
    return all().samples;
  }

  /** The most events a forest is grown on, at least 2. Default: 4096. */
  default IntParam maxEvents() {
    return all().maxEvents;
  }

  /** Actors with fewer events get no forest; at least 2. Default: 20. */
  default IntParam minEvents() {
    return all().minEvents;
  }

  /** The share of training events taken for anomalies, in [0, 0.5]; 0, the default: auto. */
  default DoubleParam contamination() {
    return all().contamination;
  }

  /** {@code standard} (default) or {@code extended}. */
  default Param<String> kind() {
    return all().kind;
  }

  /** The most tokens an actor's vocabulary keeps of each feature, at least 1. Default: 64. */
  default IntParam maxTokens() {
    return all().maxTokens;
  }

  /** Same events, same seed: same forests. Default: 1. */
  default LongParam seed() {
    return all().seed;
  }

  /** Output: double in (0, 1]; null where the actor has no forest. Default: score. */
  default Param<String> scoreCol() {
    return all().scoreCol;
  }

  /** Output: double, the score from which on an event is an anomaly. Default: threshold. */
  default Param<String> thresholdCol() {
    return all().thresholdCol;
  }

  /** Output: double, 1 for an anomaly, 0 for another event. Default: prediction. */
  default Param<String> predictionCol() {
    return all().predictionCol;
  }

  /** Output: what isolated an anomaly, by feature. Default: contributions. */
  default Param<String> contributionsCol() {
    return all().contributionsCol;
  }

  /** Output: what was usual of an anomaly's actor, by feature. Default: usual. */
  default Param<String> usualCol() {
    return all().usualCol;
  }

  /** Output: int, the number of events the forest was grown on. Default: trained_on. */
  default Param<String> trainedOnCol() {
    return all().trainedOnCol;
  }

  /** Whether contributions and usual are given for every scored event. Default: false. */
  default BooleanParam explainAll() {
    return all().explainAll;
  }

  /** See {@link #actorCol}. */
  default T setActorCol(String column) {
    return with(actorCol(), column);
  }

  /** See {@link #byCols}. */
  default T setByCols(String... columns) {
    return with(byCols(), columns);
  }

  /** See {@link #idCol}. */
  default T setIdCol(String column) {
    return with(idCol(), column);
  }

  /** See {@link #shownCols}. */
  default T setShownCols(String... columns) {
    return with(shownCols(), columns);
  }

  /** See {@link #featuresCol}. */
  default T setFeaturesCol(String column) {
    return with(featuresCol(), column);
  }

  /** See {@link #scoreCol}. */
  default T setScoreCol(String column) {
    return with(scoreCol(), column);
  }

  /** See {@link #thresholdCol}. */
  default T setThresholdCol(String column) {
    return with(thresholdCol(), column);
  }

  /** See {@link #predictionCol}. */
  default T setPredictionCol(String column) {
    return with(predictionCol(), column);
  }

  /** See {@link #contributionsCol}. */
  default T setContributionsCol(String column) {
    return with(contributionsCol(), column);
  }

  /** See {@link #usualCol}. */
  default T setUsualCol(String column) {
    return with(usualCol(), column);
  }

  /** See {@link #trainedOnCol}. */
  default T setTrainedOnCol(String column) {
    return with(trainedOnCol(), column);
  }

  /** See {@link #explainAll}. */
  default T setExplainAll(boolean all) {
    return with(explainAll(), all);
  }

  /** The column of the actor; null where there is one forest on everything. */
  default String getActorCol() {
    return isDefined(actorCol()) ? getOrDefault(actorCol()) : null;
  }

  /** See {@link #byCols}. */
  default String[] getByCols() {
    return getOrDefault(byCols());
  }

  /** See {@link #idCol}. */
  default String getIdCol() {
    return getOrDefault(idCol());
  }

  /** See {@link #featureCols}. */
  default String[] getFeatureCols() {
    return getOrDefault(featureCols());
  }

  /** See {@link #shownCols}. */
  default String[] getShownCols() {
    return getOrDefault(shownCols());
  }

  /** The column of a vector; null where features are named one by one. */
  default String getFeaturesCol() {
    return isDefined(featuresCol()) ? getOrDefault(featuresCol()) : null;
  }

  /** See {@link #trees}. */
  default int getTrees() {
    return (int) getOrDefault(trees());
  }

  /** See {@link #samples}. */
  default int getSamples() {
    return (int) getOrDefault(samples());
  }

  /** See {@link #maxEvents}. */
  default int getMaxEvents() {
    return (int) getOrDefault(maxEvents());
  }

  /** See {@link #minEvents}. */
  default int getMinEvents() {
    return (int) getOrDefault(minEvents());
  }

  /** See {@link #contamination}. */
  default double getContamination() {
    return (double) getOrDefault(contamination());
  }

  /** See {@link #kind}. */
  default String getKind() {
    return getOrDefault(kind());
  }

  /** See {@link #maxTokens}. */
  default int getMaxTokens() {
    return (int) getOrDefault(maxTokens());
  }

  /** See {@link #seed}. */
  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  /** See {@link #scoreCol}. */
  default String getScoreCol() {
    return getOrDefault(scoreCol());
  }

  /** See {@link #thresholdCol}. */
  default String getThresholdCol() {
    return getOrDefault(thresholdCol());
  }

  /** See {@link #predictionCol}. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** See {@link #contributionsCol}. */
  default String getContributionsCol() {
    return getOrDefault(contributionsCol());
  }

  /** See {@link #usualCol}. */
  default String getUsualCol() {
    return getOrDefault(usualCol());
  }

  /** See {@link #trainedOnCol}. */
  default String getTrainedOnCol() {
    return getOrDefault(trainedOnCol());
  }

  /** See {@link #explainAll}. */
  default boolean getExplainAll() {
    return (boolean) getOrDefault(explainAll());
  }

  /** How each forest is grown. */
  default Growth growth() {
    return new Growth(
        getTrees(),
        getSamples(),
        getKind().equals(ForestParamSet.STANDARD) ? Growth.Kind.STANDARD : Growth.Kind.EXTENDED,
        getContamination() == 0 ? OptionalDouble.empty() : OptionalDouble.of(getContamination()),
        getSeed());
  }

  /** The features of {@link #featureCols}, in their order. */
  default List<Feature> features() {
    return Arrays.stream(getFeatureCols()).map(ForestParamSet::feature).toList();
  }

  /** Sets a param and returns this. */
  @SuppressWarnings("unchecked")
  private <V> T with(Param<V> param, V value) {
    set(param, value);
    return (T) this;
  }
}
