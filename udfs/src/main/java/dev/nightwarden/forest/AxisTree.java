package dev.nightwarden.forest;

import java.util.Arrays;

/**
 * A tree whose every cut is at one place of one column. Nodes lie in preorder in flat arrays: the
 * left child follows its parent.
 *
 * <p>Each node of two or more events keeps its box: the range of its events in every column that
 * still varied in its parent (in the other columns they equal the ancestors' single value). See
 * {@link IsolationForest} for what the box is for.
 */
final class AxisTree implements Tree {
  private static final int EXTERNAL = -1;
  private static final int PLACES = 1 << 16;

  private final int columns;
  private final int limit;
  private final byte[] cuts;

  /** Of each node: events, column cut (or EXTERNAL), cut (NaN: missing values go left). */
  private final int[] size;

  private final int[] column;
  private final float[] cut;
  private final int[] right;

  /**
   * The sides of node i's box: the columns that vary in it, from {@code sides[2 * i]} on, then
   * those that varied in its parent only, from {@code sides[2 * i + 1]} on.
   */
  private final int[] sides;

  private final short[] sideColumn;

  /**
   * Of side s, from {@code range[2 * s]} to {@code range[2 * s + 1]} where its column varies;
   * infinite where some of the events miss it and no value is outside. Else the one value, twice.
   */
  private final float[] range;

  private AxisTree(Grower grown) {
    columns = grown.events.columns();
    limit = grown.limit;
    cuts = grown.cuts.toBytes();
    int nodes = grown.nodes;
    size = Arrays.copyOf(grown.size, nodes);
    column = Arrays.copyOf(grown.column, nodes);
    cut = Arrays.copyOf(grown.cut, nodes);
    right = Arrays.copyOf(grown.right, nodes);
    sides = Arrays.copyOf(grown.sides, 2 * nodes + 1);
    sideColumn = Arrays.copyOf(grown.sideColumn, sides[2 * nodes]);
    range = Arrays.copyOf(grown.range, 2 * sides[2 * nodes]);
  }

  @Override
  public double path(float[] event) {
    double expected = 0;
    double left = 1;
    int apart = 0;
    int node = 0;
    for (int depth = 0; ; depth++) {
      if (size[node] == 1) {
        return expected + left * depth;
      }
      int fixed = sides[2 * node + 1];
      int varying = fixed - sides[2 * node];
      double outside = 0;
      for (int side = sides[2 * node]; side < fixed; side++) {
        float value = event[sideColumn[side]];
        if (!(value >= range[2 * side] && value <= range[2 * side + 1])) {
          outside += beyond(value, range[2 * side], range[2 * side + 1]);
        }
      }
      for (int side = fixed; side < sides[2 * node + 2]; side++) {
        if (!same(event[sideColumn[side]], range[2 * side])) {
          apart++;
        }
      }
      if (apart > 0 || outside > 0) {
        double isolated = (apart + outside) / (apart + varying);
        expected += left * isolated * (depth + 1);
        left *= 1 - isolated;
        if (left < 1e-12) {
          return expected;
        }
      }
      if (column[node] == EXTERNAL) {
        int reached = varying == 0 ? limit : depth;
        return expected + left * (reached + PathLength.average(size[node]));
      }
      node = child(node, event[column[node]]);
    }
  }

  @Override
  public void explain(float[] event, double[] gain) {
    double left = 1;
    double[] share = new double[columns];
    int apart = 0;
    int node = 0;
    for (int depth = 0; size[node] > 1; depth++) {
      double before = PathLength.average(size[node]);
      int fixed = sides[2 * node + 1];
      int varying = fixed - sides[2 * node];
      double outside = 0;
      for (int side = sides[2 * node]; side < fixed; side++) {
        int j = sideColumn[side];
        share[j] = beyond(event[j], range[2 * side], range[2 * side + 1]);
        outside += share[j];
      }
      for (int side = fixed; side < sides[2 * node + 2]; side++) {
        int j = sideColumn[side];
        share[j] = same(event[j], range[2 * side]) ? 0 : 1;
        apart += (int) share[j];
      }
      if (apart > 0 || outside > 0) {
        for (int j = 0; j < columns; j++) {
          gain[j] += left * share[j] / (apart + varying) * (before - 1);
        }
        left *= 1 - (apart + outside) / (apart + varying);
        if (left < 1e-12) {
          return;
        }
      }
      if (column[node] == EXTERNAL) {
        if (varying == 0) {
          for (int j = 0; j < columns; j++) {
            gain[j] -= left * (limit - depth) / columns;
          }
        }
        return;
      }
      int next = child(node, event[column[node]]);
      gain[column[node]] += left * (before - PathLength.average(size[next]) - 1);
      node = next;
    }
  }

  @Override
  public byte[] cuts() {
    return cuts;
  }

  private int child(int node, float value) {
    boolean missing = Float.isNaN(value);
    boolean goesLeft = Float.isNaN(cut[node]) ? missing : missing || value <= cut[node];
    return goesLeft ? node + 1 : right[node];
  }

  /** The chance that a uniform cut between a value and the farther end of a range parts them. */
  private static double beyond(float value, float low, float high) {
    if (low == Float.NEGATIVE_INFINITY) {
      return 0;
    }
    if (value < low) {
      return ((double) low - value) / ((double) high - value);
    }
    if (value > high) {
      return ((double) value - high) / ((double) value - low);
    }
    return Float.isNaN(value) ? 1 : 0;
  }

  private static boolean same(float value, float only) {
    return value == only || (Float.isNaN(value) && Float.isNaN(only));
  }

  /** Grows trees on one actor's events, one after the other, in the same scratch space. */
  static final class Grower {
    private final Events events;
    private final int limit;

    private final int[] size;
    private final int[] column;
    private final float[] cut;
    private final int[] right;
    private final int[] sides;
    private final short[][] varying;
    private final short[] single;
    private short[] sideColumn = new short[1024];
    private float[] range = new float[2048];
    private int nodes;

    /** The rows sampled, and how many sampled events each has. */
    private final int[] sample;

    private final int[] weight;
    private SplitMix random;
    private ByteReader saved;
    private ByteWriter cuts;

    Grower(Events events, int samples) {
      this.events = events;
      limit = PathLength.limit(samples);
      int most = 2 * samples - 1;
      size = new int[most];
      column = new int[most];
      cut = new float[most];
      right = new int[most];
      sides = new int[2 * most + 1];
      single = new short[events.columns()];
      sample = new int[samples];
      weight = new int[events.rows];
      varying = new short[limit + 2][events.columns()];
      for (int j = 0; j < events.columns(); j++) {
        varying[0][j] = (short) j;
      }
    }

    /**
     * Grows a tree on the sampled events, whose order does not matter.
     *
     * @param decisions what a tree grown before decided; null: decide by chance
     */
    AxisTree grow(int[] sampled, SplitMix chance, ByteReader decisions) {
      random = chance;
      saved = decisions;
      cuts = new ByteWriter();
      nodes = 0;
      sides[0] = 0;
      node(0, events.weigh(sampled, sample, weight), 0, events.columns());
      return new AxisTree(this);
    }

    /** Grows the node of sample[from, to); {@code count} columns varied in its parent. */
    private void node(int from, int to, int depth, int count) {
      int node = nodes++;
      size[node] = 0;
      for (int i = from; i < to; i++) {
        size[node] += weight[sample[i]];
      }
      column[node] = EXTERNAL;
      if (size[node] == 1) {
        sides[2 * node + 1] = sides[2 * node];
        sides[2 * node + 2] = sides[2 * node];
        return;
      }
      int vary = measure(node, from, to, varying[depth], count, varying[depth + 1]);
      if (vary == 0 || depth == limit) {
        return;
      }
      int chosen = choose(varying[depth + 1], vary);
      column[node] = chosen;
      int middle = part(events.rank[chosen], place(node, chosen), from, to);
      // Children write deeper scratch only: both read this node's list.
      node(from, middle, depth + 1, vary);
      right[node] = nodes;
      node(middle, to, depth + 1, vary);
    }

    /** Appends the box's sides; returns how many of the columns vary, and which. */
    private int measure(int node, int from, int to, short[] among, int count, short[] found) {
      int side = sides[2 * node];
      if (2 * (side + count) > range.length) {
        sideColumn = Arrays.copyOf(sideColumn, 2 * sideColumn.length + count);
        range = Arrays.copyOf(range, 2 * sideColumn.length);
      }
      int vary = 0;
      int fixed = 0;
      for (int k = 0; k < count; k++) {
        short j = among[k];
        int[] rank = events.rank[j];
        int least = rank[sample[from]];
        int most = least;
        for (int i = from + 1; i < to; i++) {
          int r = rank[sample[i]];
          least = Math.min(least, r);
          most = Math.max(most, r);
        }
        if (least == most) {
          single[fixed++] = j;
          continue;
        }
        boolean someMiss = least == Events.MISSING;
        found[vary++] = j;
        sideColumn[side] = j;
        range[2 * side] = someMiss ? Float.NEGATIVE_INFINITY : events.values[j][least];
        range[2 * side + 1] = someMiss ? Float.POSITIVE_INFINITY : events.values[j][most];
        side++;
      }
      sides[2 * node + 1] = side;
      for (int k = 0; k < fixed; k++) {
        int j = single[k];
        float only = events.at(sample[from], j);
        sideColumn[side] = (short) j;
        range[2 * side] = only;
        range[2 * side + 1] = only;
        side++;
      }
      sides[2 * node + 2] = side;
      return vary;
    }

    private int choose(short[] among, int count) {
      int chosen;
      if (saved == null) {
        chosen = among[random.below(count)];
      } else {
        chosen = saved.count(0, events.columns() - 1);
        if (Arrays.binarySearch(among, 0, count, (short) chosen) < 0) {
          throw saved.damaged("a cut in column %d, which does not vary".formatted(chosen));
        }
      }
      cuts.varint(chosen);
      return chosen;
    }

    /** Cuts at a uniform place of the node's range; returns the highest rank that goes left. */
    private int place(int node, int chosen) {
      int side = sides[2 * node];
      while (sideColumn[side] != chosen) {
        side++;
      }
      float low = range[2 * side];
      float high = range[2 * side + 1];
      if (low == Float.NEGATIVE_INFINITY) {
        cut[node] = Float.NaN;
        return Events.MISSING;
      }
      int place = saved == null ? random.below(PLACES) : saved.uint16();
      cuts.uint16(place);
      float at = (float) (low + ((double) high - low) * ((place + 0.5) / PLACES));
      cut[node] = at < high ? at : Math.nextDown(high);
      int found = Arrays.binarySearch(events.values[chosen], cut[node]);
      return found >= 0 ? found : -found - 2;
    }

    private int part(int[] rank, int highest, int from, int to) {
      int middle = from;
      for (int i = from; i < to; i++) {
        int row = sample[i];
        if (rank[row] <= highest) {
          sample[i] = sample[middle];
          sample[middle++] = row;
        }
      }
      return middle;
    }
  }
}
