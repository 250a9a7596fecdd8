package dev.nightwarden.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An isolation forest (Liu, Ting and Zhou, "Isolation Forest", ICDM 2008): random cuts part the
 * events of a sample until each is alone; what is odd is alone after few cuts. The score of an
 * event is 2^(-E[h] / c(psi)), h being the cuts a tree takes to isolate it, psi the events a tree
 * was grown on and c(psi) the average h: 0.5 for an average event, towards 1 for an odd one.
 *
 * <p>Rows are events, columns are numbers; place, network, device and the like are made numbers by
 * the caller. The forest does not depend on the scale of a column, nor on that of another.
 *
 * <p><b>What the paper leaves open, and what is done here.</b>
 *
 * <ul>
 *   <li><b>Outside what a node has seen.</b> The paper sends an event down a tree as if it lay
 *       among the node's events, so that an actor who never varied in a column is never told apart
 *       in it. Here an event takes, at each node, the chance to be isolated that it would have had
 *       if the tree had been grown with it, as in a robust random cut forest (Guha, Mishra, Roy and
 *       Schrijvers, ICML 2016, sec. 3, where points are inserted): of the columns that vary among
 *       the node's events and this one, each is as likely to be cut; a cut in a column whose values
 *       span [low, high] parts an event at distance e from it with chance e / (e + high - low),
 *       which is 1 where all values are equal. The path length is the expectation over that. The
 *       events a tree was grown on lie inside all boxes on their path: for them the paper's path
 *       length holds.
 *   <li><b>Equal events</b> cannot be parted. To an event equal to them, a node of m >= 2 equal
 *       events of psi at depth d counts as if it were reached at d + (L - d) m / psi, L = ceil(log2
 *       psi) being the height limit: h = d + (L - d) m / psi + c(m). So what is always the same
 *       scores well below 0.5 (h = L + c(psi)), and a few equal events among many others are as odd
 *       as a few events that lie close together (the paper's d + c(m), nearly).
 *   <li><b>Columns that do not vary in a node</b> are never cut there. A column given twice counts
 *       twice.
 *   <li><b>Missing values</b> (NaN) are a side of their own: in a node where some events miss a
 *       column's value, a cut in it parts those that miss it from those that have it. An event that
 *       misses a value that all of a node's events have is outside, and the other way round.
 *       Infinities become the largest finite number, and numbers are rounded to float precision.
 *   <li><b>Extended kind.</b> Columns are first brought to one scale, a missing value lies one
 *       range below the least, and "outside" is judged along each node's own slope.
 * </ul>
 *
 * <p>Same events in the same order, same {@link Growth}: same forest, bit by bit, on any machine.
 * Callers sort the events by something that does not depend on how they were distributed.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class IsolationForest {
  private static final String LETTERS = "NWIF";
  private static final int FORMAT = 2;

  /** The format of forests for which {@link EqualEvents#AT_LIMIT} holds. */
  private static final int FIRST_FORMAT = 1;

  private static final String WHAT = "a forest";

  private final Growth growth;
  private final Events events;
  private final Codes codes;
  private final EqualEvents equal;
  private final int samples;
  private final double average;

  /** Of each tree, what was decided while it grew. */
  private final byte[][] cuts;

  /** Grown again from that when they are first asked; until then null. */
  private volatile Tree[] grown;

  /** Of each tree, one bit per event: whether the tree was grown on it. */
  private final byte[][] seen;

  private final double threshold;

  private IsolationForest(
      Growth growth,
      Events events,
      Codes codes,
      EqualEvents equal,
      Tree[] grown,
      byte[][] cuts,
      byte[][] seen,
      double threshold) {
    this.growth = growth;
    this.events = events;
    this.codes = codes;
    this.equal = equal;
    this.grown = grown;
    this.cuts = cuts;
    this.seen = seen;
    samples = growth.sampleOf(events.count());
    average = PathLength.average(samples);
    this.threshold = Double.isNaN(threshold) ? quantile() : threshold;
  }

  /**
   * Grows a forest.
   *
   * @param events at least two rows of the same length, at least one column; in an order that does
   *     not depend on chance
   * @throws IllegalArgumentException for fewer than two events, no columns or ragged rows
   */
  public static IsolationForest grow(double[][] events, Growth growth) {
    Events known = Events.of(events);
    int count = known.count();
    int samples = growth.sampleOf(count);
    byte[][] cuts = new byte[growth.trees()][];
    byte[][] seen = new byte[cuts.length][];
    Codes codes = new Codes(known);
    TreeGrower grower = TreeGrower.of(growth, known, codes, EqualEvents.BY_SHARE, samples);
    int[] all = new int[count];
    Arrays.setAll(all, i -> i);
    for (int t = 0; t < cuts.length; t++) {
      SplitMix random = new SplitMix(growth.seed(), t);
      int[] sample = TreeSample.draw(random, all, samples);
      seen[t] = TreeSample.bits(sample, count);
      cuts[t] = grower.decide(t, sample, random);
    }
    double threshold = growth.contamination().isPresent() ? Double.NaN : Growth.AUTO;
    return new IsolationForest(
        growth, known, codes, EqualEvents.BY_SHARE, null, cuts, seen, threshold);
  }

  /**
   * How odd an event is.
   *
   * @param event as many numbers as the forest has columns
   * @return in (0, 1]
   */
  public double score(double[] event) {
    double[] sums = paths(new EventBatch(codes, new float[][] {row(event)}));
    return scoreOf(sums[0] / cuts.length);
  }

  /** The {@link #score} of each event; quicker for many, and for equal ones. */
  public double[] scores(double[][] many) {
    Map<NumbersKey, Integer> place = new HashMap<>();
    int[] at = new int[many.length];
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < many.length; i++) {
      float[] row = row(many[i]);
      Integer same = place.putIfAbsent(NumbersKey.of(row), rows.size());
      at[i] = same == null ? rows.size() : same;
      if (same == null) {
        rows.add(row);
      }
    }
    EventBatch different = new EventBatch(codes, rows.toArray(float[][]::new));
    double[] sums = paths(different);
    double[] scores = new double[many.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = scoreOf(sums[at[i]] / cuts.length);
    }
    return scores;
  }

  private double[] paths(EventBatch batch) {
    double[] sums = new double[batch.count];
    for (Tree tree : trees()) {
      tree.addPaths(batch, sums);
    }
    return sums;
  }

  /**
   * Which columns isolated an event. Each number is the share of an average path, c(psi), that the
   * cuts in this column saved (above 0) or cost (below 0): a cut that takes an event from a node of
   * m events to one of k saves c(m) - c(k) - 1. They add up to {@code 1 + log2(score)}, which is
   * above 0 for a score above 0.5.
   *
   * @return one number per column
   */
  public double[] explain(double[] event) {
    EventBatch only = new EventBatch(codes, new float[][] {row(event)});
    double[] gain = new double[columns()];
    for (Tree tree : trees()) {
      tree.explain(only, 0, gain);
    }
    for (int j = 0; j < gain.length; j++) {
      gain[j] /= average * cuts.length;
    }
    return gain;
  }

  /**
   * The scores of the events the forest was grown on, each over the trees that did not see it; NaN
   * for an event that every tree saw. In the order of the events.
   */
  public double[] unseenScores() {
    float[][] rows = new float[events.rows][];
    Arrays.setAll(rows, events::at);
    EventBatch different = new EventBatch(codes, rows);
    double[] scores = new double[events()];
    int[] blind = new int[scores.length];
    double[] path = new double[rows.length];
    Tree[] trees = trees();
    for (int t = 0; t < trees.length; t++) {
      Arrays.fill(path, 0);
      trees[t].addPaths(different, path);
      for (int i = 0; i < scores.length; i++) {
        if (!TreeSample.has(seen[t], i)) {
          scores[i] += path[events.row[i]];
          blind[i]++;
        }
      }
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = blind[i] == 0 ? Double.NaN : scoreOf(scores[i] / blind[i]);
    }
    return scores;
  }

  /**
   * The score from which on an event is an anomaly. Without a contamination, {@link Growth#AUTO}.
   * With one, the exact quantile of {@link #unseenScores}: the least of them with no more than that
   * share of the training events at or above it. Scores within 2e-9 count as equal, since {@link
   * #isAnomaly} allows for 1e-9; where even the highest score is too common, the threshold lies
   * 1e-6 above it.
   */
  public double threshold() {
    return threshold;
  }

  /** Whether a score reaches the threshold, allowing for 1e-9. */
  public boolean isAnomaly(double score) {
    return score >= threshold - 1e-9;
  }

  /** The number of events the forest was grown on. */
  public int events() {
    return events.count();
  }

  /** The number of columns of an event. */
  public int columns() {
    return events.columns();
  }

  /** psi: how many events each tree was grown on. */
  public int samples() {
    return samples;
  }

  /** How the forest was grown. */
  public Growth growth() {
    return growth;
  }

  /**
   * The forest in a compact form of its own: letters {@code NWIF}, format number, how it was grown,
   * its events, per tree which events it saw and its cuts, CRC-32.
   */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    out.raw(growth.kind() == Growth.Kind.STANDARD ? 0 : 1);
    out.int64(growth.seed());
    out.varint(growth.samples());
    out.float64(growth.contamination().orElse(0));
    out.float64(threshold);
    events.write(out);
    out.varint(cuts.length);
    for (int t = 0; t < cuts.length; t++) {
      out.raw(seen[t]);
      out.raw(cuts[t]);
    }
    return out.sealed(LETTERS, equal == EqualEvents.AT_LIMIT ? FIRST_FORMAT : FORMAT);
  }

  /**
   * Reads {@link #toBytes}; the forest scores as it did before, bit by bit, also one of the first
   * format, for which h = L + c(m) in every node of m >= 2 equal events.
   *
   * @throws IllegalArgumentException for bytes that are no forest, truncated, damaged, or of
   *     another format
   */
  public static IsolationForest fromBytes(byte[] bytes) {
    ByteReader in = ByteReader.open(bytes, WHAT, LETTERS, FIRST_FORMAT, FORMAT);
    EqualEvents equal = in.version() == FIRST_FORMAT ? EqualEvents.AT_LIMIT : EqualEvents.BY_SHARE;
    Growth.Kind kind = in.count(0, 1) == 0 ? Growth.Kind.STANDARD : Growth.Kind.EXTENDED;
    long seed = in.int64();
    int samplesAtMost = in.count(2, Integer.MAX_VALUE);
    double share = in.float64();
    double threshold = in.float64();
    Events known = Events.read(in);
    int count = known.count();
    int blocks = (count + 7) / 8;
    Tree[] trees = new Tree[in.count(1, in.left() / blocks)];
    byte[][] seen = new byte[trees.length][];
    Growth growth =
        new Growth(
            trees.length,
            samplesAtMost,
            kind,
            share == 0 ? OptionalDouble.empty() : OptionalDouble.of(share),
            seed);
    int samples = growth.sampleOf(count);
    Codes codes = new Codes(known);
    TreeGrower grower = TreeGrower.of(growth, known, codes, equal, samples);
    byte[][] cuts = new byte[trees.length][];
    for (int t = 0; t < trees.length; t++) {
      seen[t] = in.raw(blocks);
      int[] sample = TreeSample.events(seen[t], count, samples, in);
      int before = in.left();
      trees[t] = grower.grow(t, sample, in);
      cuts[t] = in.last(before - in.left());
    }
    in.end();
    return new IsolationForest(growth, known, codes, equal, trees, cuts, seen, threshold);
  }

  private Tree[] trees() {
    Tree[] trees = grown;
    if (trees == null) {
      trees = new Tree[cuts.length];
      TreeGrower grower = TreeGrower.of(growth, events, codes, equal, samples);
      for (int t = 0; t < trees.length; t++) {
        ByteReader in = ByteReader.of(cuts[t], WHAT);
        trees[t] = grower.grow(t, TreeSample.events(seen[t], events(), samples, in), in);
      }
      grown = trees;
    }
    return trees;
  }

  private double scoreOf(double path) {
    return Math.pow(2, -path / average);
  }

  private double quantile() {
    double[] scores =
        Arrays.stream(unseenScores()).filter(score -> !Double.isNaN(score)).sorted().toArray();
    if (scores.length == 0) {
      return Growth.AUTO;
    }
    int most = (int) Math.floor(growth.contamination().getAsDouble() * scores.length + 1e-9);
    // Ties are kept or left out together.
    for (int first = scores.length - most; first < scores.length; first++) {
      if (first == 0 || scores[first] - scores[first - 1] > 2e-9) {
        return scores[first];
      }
    }
    return Math.min(scores[scores.length - 1] + 1e-6, 1);
  }

  private float[] row(double[] event) {
    if (event.length != columns()) {
      throw new IllegalArgumentException(
          "an event of %d columns; the forest was grown on %d".formatted(event.length, columns()));
    }
    return Events.floats(event);
  }
}
