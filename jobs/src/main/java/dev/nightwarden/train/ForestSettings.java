package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the forests of a profile are grown, kept and used: the section {@code forest}.
 *
 * <p>{@code keep_days} is 35 by default: with a forest a week, the five that the dates of the last
 * month were scored by, so that late messages and a look back at last month grow nothing twice; an
 * actor costs some 100 KB in each.
 *
 * @param contamination {@code auto}, or a number in (0, 0.5]
 * @param features by name; empty: place, network, user_agent and hour. Sorted by name, so that the
 *     order in which they are written does not matter
 */
public record ForestSettings(
    @Key(doc = "How many trees a forest has.", fallback = "100", min = 1, max = 10_000) int trees,
    @Key(
            doc = "The most events a tree is grown on; never more than half of them.",
            fallback = "256",
            min = 2,
            max = 1_000_000)
        int samples,
    @Key(
            doc =
                "What is an anomaly. auto: a score of 0.5 and more. A number in (0, 0.5]: a score"
                    + " that at most this share of the training events reach.",
            fallback = "auto")
        Object contamination,
    @Key(
            doc = "Actors with fewer earlier events than this get no forest.",
            fallback = "20",
            min = 2,
            max = 1_000_000)
        int minEvents,
    @Key(
            doc =
                "A forest is used for so many days: it is grown when days since 1970 divide by it.",
            fallback = "7",
            min = 1,
            max = 366)
        int retrainDays,
    @Key(
            doc =
                "Forests grown for dates this many days before the newest are removed; an old date"
                    + " that runs again grows its own again. At least retrain_days.",
            fallback = "35",
            min = 1,
            max = 36_600)
        int keepDays,
    @Key(
            doc = "standard: cuts in one column; extended: along random hyperplanes.",
            fallback = "standard",
            oneOf = {"standard", "extended"})
        String kind,
    @Key(doc = "Same messages, same seed: same forests.", fallback = "1") long seed,
    @Key(
            doc =
                "Whether the profile's first date, which nothing came before, is scored by forests"
                    + " grown on itself. Its anomalies say so.",
            fallback = "false")
        boolean inSample,
    @Key(
            doc = "What an actor does in an event, as a reason starts: signed in from ...",
            fallback = "signed in")
        String verb,
    @Key(
            doc =
                "What the forest looks at, by name, such as {agent: {kind: user_agent, key:"
                    + " userAgent}}; by default place (key geo), network (kind owner, key"
                    + " network.owner), user_agent and hour.")
        Map<String, ForestFeature> features,
    @Key(
            doc =
                "How many events of one actor must be anomalies within a window of the profile's"
                    + " collector for them to be malicious; default: 1. One odd event among the many"
                    + " of a busy day is chance, three hardly.",
            min = 1,
            max = 1_000)
        Integer minEventsFlagged)
    implements Checked {
  /** The contamination that leaves the threshold at 0.5. */
  static final String AUTO = "auto";

  private static final int MOST_FEATURES = 32;
  private static final int LONGEST_VERB = 40;

  /** They name columns; those of the night's own begin with an underscore. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]{0,99}");

  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private static final Map<String, ForestFeature> DEFAULT =
      Map.of(
          "place", new ForestFeature(Feature.Kind.PLACE, "geo"),
          "network", new ForestFeature(Feature.Kind.OWNER, "network.owner"),
          "user_agent", new ForestFeature(Feature.Kind.USER_AGENT, null),
          "hour", new ForestFeature(Feature.Kind.HOUR, null));

  public ForestSettings {
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
  }

  @Override
  public void check() {
    checkContamination(contamination);
    if (keepDays < retrainDays) {
      throw new IllegalKeyException(
          "keep_days",
          "is %d; allowed: at least retrain_days, %d, or the forest in use would be removed"
              .formatted(keepDays, retrainDays));
    }
    if (verb.isBlank() || verb.length() > LONGEST_VERB || UNSEEN.matcher(verb).find()) {
      throw new IllegalKeyException(
          "verb", "allowed: 1 to %d printable characters".formatted(LONGEST_VERB));
    }
    checkNames(features);
  }

  /** What the forest looks at, by name. */
  public SortedMap<String, ForestFeature> watched() {
    return new TreeMap<>(features.isEmpty() ? DEFAULT : features);
  }

  /** How many events of a window must be anomalies to be malicious. */
  public int leastFlagged() {
    return minEventsFlagged == null ? 1 : minEventsFlagged;
  }

  /** The share of training events that may be anomalies; 0 for {@code auto}. */
  double share() {
    return contamination instanceof Number number ? number.doubleValue() : 0;
  }

  /** The estimator of these settings, for rows of {@link ForestEvents}. */
  public PerActorIsolationForest estimator() {
    return new PerActorIsolationForest()
        .setActorCol(ForestEvents.ACTOR)
        .setByCols(ForestEvents.TRAINED_FOR)
        .setIdCol(ForestEvents.ID)
        .setFeatureCols(ForestEvents.featureCols(watched()))
        .setShownCols(ForestEvents.shownCols(watched()))
        .setTrees(trees)
        .setSamples(samples)
        .setMinEvents(minEvents)
        .setContamination(share())
        .setKind(kind)
        .setSeed(seed)
        .setScoreCol(ForestEvents.SCORE)
        .setThresholdCol(ForestEvents.THRESHOLD)
        .setPredictionCol(ForestEvents.PREDICTION)
        .setTrainedOnCol(ForestEvents.TRAINED_ON)
        .setContributionsCol(ForestEvents.CONTRIBUTIONS)
        .setUsualCol(ForestEvents.USUAL);
  }

  private static void checkContamination(Object contamination) {
    boolean isShare =
        contamination instanceof Number number
            && number.doubleValue() > 0
            && number.doubleValue() <= 0.5;
    if (!isShare && !AUTO.equals(contamination)) {
      throw new IllegalKeyException(
          "contamination",
          "is %s; allowed: auto, or a number in (0, 0.5]".formatted(contamination));
    }
  }

  private static void checkNames(Map<String, ForestFeature> features) {
    if (features.size() > MOST_FEATURES) {
      throw new IllegalKeyException(
          "features", "has %d entries; allowed: at most 32".formatted(features.size()));
    }
    Map<String, String> seen = new TreeMap<>();
    for (String name : features.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalKeyException(
            "features",
            ("has the name \"%s\"; allowed: up to 100 letters, digits, _ . - that start with a"
                    + " letter or digit")
                .formatted(name));
      }
      String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new IllegalKeyException(
            "features", "has %s and %s, which differ by case alone".formatted(other, name));
      }
    }
  }
}
