package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one estimator or model, with their meaning, range and default. */
final class ForestParamSet {
  static final String STANDARD = "standard";
  static final String EXTENDED = "extended";

  final Param<String> actorCol;
  final StringArrayParam byCols;
  final Param<String> idCol;
  final StringArrayParam featureCols;
  final StringArrayParam shownCols;
  final Param<String> featuresCol;
  final IntParam trees;
  final IntParam samples;
  final IntParam maxEvents;
  final IntParam minEvents;
  final DoubleParam contamination;
  final Param<String> kind;
  final IntParam maxTokens;
  final LongParam seed;
  final Param<String> scoreCol;
  final Param<String> thresholdCol;
  final Param<String> predictionCol;
  final Param<String> contributionsCol;
  final Param<String> usualCol;
  final Param<String> trainedOnCol;
  final BooleanParam explainAll;

  /**
   * @param owner whose {@code uid} is set already
   */
  ForestParamSet(Params owner) {
    actorCol =
        new Param<>(owner, "actorCol", "column of the actor; unset: one forest on everything");
    byCols =
        new StringArrayParam(
            owner, "byCols", "further columns that set forests apart, without changing the sample");
    idCol =
        new Param<>(
            owner, "idCol", "column of the message id, unique for each actor and never null");
    featureCols =
        new StringArrayParam(
            owner,
            "featureCols",
            "features as column:kind, kinds " + kinds(),
            names -> Arrays.stream(names).allMatch(name -> feature(name) != null));
    shownCols =
        new StringArrayParam(
            owner,
            "shownCols",
            "columns that show a feature to people, as feature=column",
            pairs -> Arrays.stream(pairs).allMatch(pair -> shown(pair) != null));
    featuresCol =
        new Param<>(owner, "featuresCol", "column of a vector of numbers, instead of featureCols");
    trees = new IntParam(owner, "trees", "trees of a forest, >= 1", ParamValidators.gtEq(1));
    samples =
        new IntParam(
            owner,
            "samples",
            "the most events a tree is grown on, >= 2; never more than half of them",
            ParamValidators.gtEq(2));
    maxEvents =
        new IntParam(
            owner,
            "maxEvents",
            "the most events a forest is grown on, 2 to 1000000",
            ParamValidators.inRange(2, 1_000_000));
    minEvents =
        new IntParam(
            owner,
            "minEvents",
            "actors with fewer events get no forest, >= 2",
            ParamValidators.gtEq(2));
    contamination =
        new DoubleParam(
            owner,
            "contamination",
            "share of the training events taken for anomalies, in [0, 0.5]; 0: the threshold is 0.5",
            ParamValidators.inRange(0, 0.5));
    kind =
        new Param<>(
            owner,
            "kind",
            "standard: cuts in one column; extended: along random hyperplanes",
            ParamValidators.inArray(List.of(STANDARD, EXTENDED)));
    maxTokens =
        new IntParam(
            owner,
            "maxTokens",
            "the most tokens an actor's vocabulary keeps of each feature, 1 to 4096",
            ParamValidators.inRange(1, 4096));
    seed = new LongParam(owner, "seed", "same events, same seed: same forests");
    scoreCol = new Param<>(owner, "scoreCol", "output: how odd the event is, in (0, 1]");
    thresholdCol =
        new Param<>(owner, "thresholdCol", "output: the score from which on it is an anomaly");
    predictionCol = new Param<>(owner, "predictionCol", "output: 1 for an anomaly, else 0");
    contributionsCol =
        new Param<>(owner, "contributionsCol", "output: what isolated an anomaly, by feature");
    usualCol =
        new Param<>(owner, "usualCol", "output: what was usual of an anomaly's actor, by feature");
    trainedOnCol =
        new Param<>(owner, "trainedOnCol", "output: number of events the forest was grown on");
    explainAll =
        new BooleanParam(
            owner, "explainAll", "whether every scored event is explained, not anomalies only");
    Params defaults = owner;
    defaults.setDefault(byCols, new String[0]);
    defaults.setDefault(idCol, "message_id");
    defaults.setDefault(featureCols, new String[0]);
    defaults.setDefault(shownCols, new String[0]);
    defaults.setDefault(trees, 100);
    defaults.setDefault(samples, 256);
    defaults.setDefault(maxEvents, 4096);
    defaults.setDefault(minEvents, 20);
    defaults.setDefault(contamination, 0.0);
    defaults.setDefault(kind, STANDARD);
    defaults.setDefault(maxTokens, 64);
    defaults.setDefault(seed, 1L);
    defaults.setDefault(scoreCol, "score");
    defaults.setDefault(thresholdCol, "threshold");
    defaults.setDefault(predictionCol, "prediction");
    defaults.setDefault(contributionsCol, "contributions");
    defaults.setDefault(usualCol, "usual");
    defaults.setDefault(trainedOnCol, "trained_on");
    defaults.setDefault(explainAll, false);
  }

  /** A feature from {@code column:kind}; the kind in either case. */
  static Feature feature(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      String wanted = text.substring(colon + 1).strip().toUpperCase(Locale.ROOT);
      for (Feature.Kind kind : Feature.Kind.values()) {
        if (kind.name().equals(wanted)) {
          return new Feature(text.substring(0, colon), kind);
        }
      }
    }
    throw new IllegalArgumentException(
        "featureCols: %s is not column:kind; kinds: %s".formatted(text, kinds()));
  }

  /** A feature and the column that shows it, from {@code feature=column}. */
  static List<String> shown(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException("shownCols: %s is not feature=column".formatted(text));
    }
    return List.of(text.substring(0, equals), text.substring(equals + 1));
  }

  private static List<String> kinds() {
    return Arrays.stream(Feature.Kind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
