package dev.nightwarden.forest;

import java.util.Arrays;

/**
 * A tree whose cuts are hyperplanes of random slope through a random point of the node's box
 * (Hariri, Carrasco Kind and Brunner 2018, algorithm 2, fully extended). A plane with all events on
 * one side is drawn again. Nodes lie in preorder as in {@link AxisTree}.
 */
final class PlaneTree implements Tree {
  private static final int ATTEMPTS = 20;

  private final Frame frame;
  private final EqualEvents equals;
  private final int limit;

  private final int[] size;
  private final int[] right;

  /**
   * Of each node that is cut: its slope, {@code columns} numbers, and where along it the cut is.
   */
  private final float[] slope;

  private final double[] cut;

  /** Where the node's events lie along its slope. */
  private final double[] least;

  private final double[] most;

  /** Of each node that is not cut: one of its rows; else -1. */
  private final int[] member;

  private final boolean[] equal;
  private final double[][] rows;

  private PlaneTree(Grower grown) {
    frame = grown.frame;
    equals = grown.equals;
    limit = grown.limit;
    rows = grown.rows;
    int nodes = grown.nodes;
    size = Arrays.copyOf(grown.size, nodes);
    right = Arrays.copyOf(grown.right, nodes);
    slope = Arrays.copyOf(grown.slope, nodes * frame.columns());
    cut = Arrays.copyOf(grown.cut, nodes);
    least = Arrays.copyOf(grown.least, nodes);
    most = Arrays.copyOf(grown.most, nodes);
    member = Arrays.copyOf(grown.member, nodes);
    equal = Arrays.copyOf(grown.equal, nodes);
  }

  @Override
  public void addPaths(EventBatch events, double[] sums) {
    for (int event = 0; event < events.count; event++) {
      sums[event] += walk(frame.place(events, event), null);
    }
  }

  @Override
  public void explain(EventBatch events, int event, double[] gain) {
    walk(frame.place(events, event), gain);
  }

  private double walk(double[] event, double[] gain) {
    double expected = 0;
    double left = 1;
    int node = 0;
    for (int depth = 0; ; depth++) {
      if (size[node] == 1) {
        return expected + left * depth;
      }
      double average = PathLength.average(size[node]);
      if (member[node] >= 0) {
        if (!equal[node]) {
          return expected + left * (depth + average);
        }
        if (!Arrays.equals(event, rows[member[node]])) {
          credit(gain, node, event, left * (average - 1));
          return expected + left * (depth + 1);
        }
        double reached = equals.reached(depth, limit, size[node], size[0]);
        credit(gain, node, event, left * (depth - reached));
        return expected + left * (reached + average);
      }
      double along = along(slope, node, event);
      double beyond = Math.max(Math.max(least[node] - along, along - most[node]), 0);
      if (beyond > 0) {
        double isolated = beyond / (beyond + most[node] - least[node]);
        credit(gain, node, event, left * isolated * (average - 1));
        expected += left * isolated * (depth + 1);
        left *= 1 - isolated;
      }
      int next = along <= cut[node] ? node + 1 : right[node];
      credit(gain, node, event, left * (average - PathLength.average(size[next]) - 1));
      node = next;
    }
  }

  private static double along(float[] slope, int node, double[] event) {
    double sum = 0;
    int start = node * event.length;
    for (int j = 0; j < event.length; j++) {
      sum += slope[start + j] * event[j];
    }
    return sum;
  }

  /**
   * Shares a gain among the columns by how far each takes the event from the middle of all events,
   * or from the node's one value.
   */
  private void credit(double[] gain, int node, double[] event, double amount) {
    if (gain == null || amount == 0) {
      return;
    }
    double total = 0;
    double[] share = new double[event.length];
    for (int j = 0; j < share.length; j++) {
      share[j] =
          member[node] < 0
              ? Math.abs(slope[node * event.length + j] * (event[j] - 0.5))
              : Math.abs(event[j] - rows[member[node]][j]);
      total += share[j];
    }
    for (int j = 0; j < share.length; j++) {
      gain[j] += amount * (total > 0 ? share[j] / total : 1.0 / share.length);
    }
  }

  /**
   * Brings columns to one scale, for a slope adds up what a cut in one column never compares: the
   * range of all training events becomes [0, 1]; a missing value lies one range below it.
   */
  static final class Frame {
    private final double[] origin;
    private final double[] unit;

    private Frame(double[] origin, double[] unit) {
      this.origin = origin;
      this.unit = unit;
    }

    static Frame of(Events events) {
      double[] origin = new double[events.columns()];
      double[] unit = new double[origin.length];
      for (int j = 0; j < origin.length; j++) {
        float[] values = events.values[j];
        double range = values.length < 2 ? 0 : (double) values[values.length - 1] - values[0];
        origin[j] = values.length == 0 ? 0 : values[0];
        unit[j] = range > 0 ? range : 1;
      }
      return new Frame(origin, unit);
    }

    int columns() {
      return unit.length;
    }

    double[] place(EventBatch events, int event) {
      return place(events.numbers, event * events.columns);
    }

    double[] place(float[] numbers, int from) {
      double[] placed = new double[unit.length];
      for (int j = 0; j < placed.length; j++) {
        float number = numbers[from + j];
        placed[j] = Float.isNaN(number) ? -1 : (number - origin[j]) / unit[j];
      }
      return placed;
    }
  }

  /** Grows trees on one actor's events, one after the other, in the same scratch space. */
  static final class Grower implements TreeGrower {
    private final Frame frame;
    private final Events events;
    private final double[][] rows;
    private final long seed;
    private final EqualEvents equals;
    private final int limit;

    private final int[] size;
    private final int[] right;
    private final float[] slope;
    private final double[] cut;
    private final double[] least;
    private final double[] most;
    private final int[] member;
    private final boolean[] equal;
    private final double[] along;
    private int nodes;
    private int tree;

    /** The rows sampled, and how many sampled events each has. */
    private final int[] sample;

    private final int[] weight;
    private ByteReader saved;
    private ByteWriter cuts;

    Grower(Events events, EqualEvents equals, int samples, long seed) {
      this.events = events;
      this.equals = equals;
      this.seed = seed;
      frame = Frame.of(events);
      int columns = frame.columns();
      rows = new double[events.rows][];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = frame.place(events.at(r), 0);
      }
      sample = new int[samples];
      weight = new int[rows.length];
      limit = PathLength.limit(samples);
      int nodesAtMost = 2 * samples - 1;
      size = new int[nodesAtMost];
      right = new int[nodesAtMost];
      slope = new float[nodesAtMost * columns];
      cut = new double[nodesAtMost];
      least = new double[nodesAtMost];
      most = new double[nodesAtMost];
      member = new int[nodesAtMost];
      equal = new boolean[nodesAtMost];
      along = new double[rows.length];
    }

    @Override
    public byte[] decide(int number, int[] sampled, SplitMix chance) {
      grow(number, sampled, null);
      return cuts.toBytes();
    }

    @Override
    public PlaneTree grow(int number, int[] sampled, ByteReader decisions) {
      tree = number;
      saved = decisions;
      cuts = new ByteWriter();
      nodes = 0;
      node(0, events.weigh(sampled, sample, weight), 0);
      return new PlaneTree(this);
    }

    private void node(int from, int to, int depth) {
      int node = nodes++;
      size[node] = 0;
      member[node] = sample[from];
      equal[node] = true;
      for (int i = from; i < to; i++) {
        size[node] += weight[sample[i]];
        equal[node] &= i == from || Arrays.equals(rows[sample[i]], rows[sample[from]]);
      }
      if (equal[node] || depth == limit) {
        return;
      }
      member[node] = -1;
      cut(node, from, to);
      int middle = part(cut[node], from, to);
      node(from, middle, depth + 1);
      right[node] = nodes;
      node(middle, to, depth + 1);
    }

    /**
     * Draws planes until one parts the events. What is kept of a plane is how many were drawn,
     * which gives it again. The last resort is a cut in one column.
     */
    private void cut(int node, int from, int to) {
      int columns = frame.columns();
      double[] low = new double[columns];
      double[] high = new double[columns];
      box(from, to, low, high);
      int attempt = saved == null ? 0 : saved.count(0, ATTEMPTS + columns - 1);
      while (!parts(node, from, to, low, high, attempt)) {
        if (saved != null) {
          throw saved.damaged("a cut with all events on one side");
        }
        attempt++;
      }
      cuts.varint(attempt);
    }

    private boolean parts(int node, int from, int to, double[] low, double[] high, int attempt) {
      int columns = frame.columns();
      int start = node * columns;
      SplitMix random = new SplitMix(seed, tree, node, attempt);
      if (attempt < ATTEMPTS) {
        random.normals(slope, start, start + columns);
      } else {
        Arrays.fill(slope, start, start + columns, 0);
        slope[start + attempt - ATTEMPTS] = 1;
      }
      project(node, from, to);
      double at = 0;
      for (int j = 0; j < columns; j++) {
        at += slope[start + j] * (low[j] + random.unit() * (high[j] - low[j]));
      }
      cut[node] = attempt < ATTEMPTS ? at : Math.min(at, Math.nextDown(most[node]));
      return least[node] <= cut[node] && cut[node] < most[node];
    }

    private void project(int node, int from, int to) {
      least[node] = Double.POSITIVE_INFINITY;
      most[node] = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        double at = along(slope, node, rows[sample[i]]);
        along[sample[i]] = at;
        least[node] = Math.min(least[node], at);
        most[node] = Math.max(most[node], at);
      }
    }

    private void box(int from, int to, double[] low, double[] high) {
      Arrays.fill(low, Double.POSITIVE_INFINITY);
      Arrays.fill(high, Double.NEGATIVE_INFINITY);
      for (int i = from; i < to; i++) {
        double[] row = rows[sample[i]];
        for (int j = 0; j < low.length; j++) {
          low[j] = Math.min(low[j], row[j]);
          high[j] = Math.max(high[j], row[j]);
        }
      }
    }

    private int part(double at, int from, int to) {
      int middle = from;
      for (int i = from; i < to; i++) {
        if (along[sample[i]] <= at) {
          int row = sample[i];
          sample[i] = sample[middle];
          sample[middle++] = row;
        }
      }
      return middle;
    }
  }
}
