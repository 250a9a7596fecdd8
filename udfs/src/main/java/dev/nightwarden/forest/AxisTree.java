package dev.nightwarden.forest;

import java.util.Arrays;

/**
 * A tree whose every cut is at one place of one column. Nodes lie in preorder in flat arrays: the
 * left child follows its parent.
 *
 * <p>Each node keeps its box, see {@link Boxes}. See {@link IsolationForest} for what the box is
 * for.
 */
final class AxisTree implements Tree {
  /** In place of a column: a node that is cut no further, and one whose events are all equal. */
  private static final int EXTERNAL = -1;

  private static final int EQUAL = -2;
  private static final int PLACES = 1 << 16;

  /** Of how many rows the paths are kept. */
  private static final int MOST_KNOWN = 1 << 10;

  private final EqualEvents equal;
  private final int limit;

  /** Of each node: events, column cut, and the greatest number that goes left, as a missing one. */
  private final int[] size;

  private final int[] column;
  private final float[] cut;
  private final int[] right;

  private final Boxes boxes;

  /** Of each of the forest's rows its path, NaN where the tree was not grown on it; null: many. */
  private final double[] known;

  private AxisTree(Grower grown) {
    equal = grown.equal;
    limit = grown.limit;
    int nodes = grown.nodes;
    size = Arrays.copyOf(grown.size, nodes);
    column = Arrays.copyOf(grown.column, nodes);
    cut = Arrays.copyOf(grown.cut, nodes);
    right = Arrays.copyOf(grown.right, nodes);
    boxes = grown.boxes.of(nodes);
    known = grown.known == null ? null : grown.known.clone();
  }

  @Override
  public void addPaths(EventBatch events, double[] sums) {
    for (int event = 0; event < events.count; event++) {
      sums[event] += path(events, event);
    }
  }

  private double path(EventBatch events, int event) {
    int row = events.row[event];
    if (known != null && row >= 0 && known[row] >= 0) {
      return known[row];
    }
    float[] numbers = events.numbers;
    int from = event * events.columns;
    double expected = 0;
    double left = 1;
    int node = 0;
    for (int depth = 0; ; depth++) {
      if (size[node] == 1) {
        return expected + left * depth;
      }
      double isolated = boxes.isolated(node, events, event);
      if (isolated > 0) {
        expected += left * isolated * (depth + 1);
        left *= 1 - isolated;
        if (left < 1e-12) {
          return expected;
        }
      }
      int at = column[node];
      if (at < 0) {
        return expected + left * (reached(node, depth) + PathLength.average(size[node]));
      }
      node = numbers[from + at] > cut[node] ? right[node] : node + 1;
    }
  }

  @Override
  public void explain(EventBatch events, int event, double[] gain) {
    int row = events.row[event];
    boolean isInside = known != null && row >= 0 && known[row] >= 0;
    Outside outside = events.outside;
    double left = 1;
    int node = 0;
    for (int depth = 0; size[node] > 1; depth++) {
      double before = PathLength.average(size[node]);
      if (!isInside && boxes.look(node, events, event)) {
        outside.credit(gain, left, before - 1);
        left *= 1 - outside.chance();
        if (left < 1e-12) {
          return;
        }
      }
      int at = column[node];
      if (at < 0) {
        double lost = reached(node, depth) - depth;
        for (int j = 0; j < gain.length && lost > 0; j++) {
          gain[j] -= left * lost / gain.length;
        }
        return;
      }
      int next = events.numbers[event * events.columns + at] > cut[node] ? right[node] : node + 1;
      gain[at] += left * (before - PathLength.average(size[next]) - 1);
      node = next;
    }
  }

  private double reached(int node, int depth) {
    return column[node] == EQUAL ? equal.reached(depth, limit, size[node], size[0]) : depth;
  }

  /** Grows trees on one actor's events, one after the other, in the same scratch space. */
  static final class Grower implements TreeGrower {
    private final Events events;
    private final Codes codes;
    private final EqualEvents equal;
    private final int limit;

    private final int[] size;
    private final int[] column;
    private final float[] cut;
    private final int[] right;
    private final Boxes boxes;
    private int nodes;

    /** As in the tree. */
    private final double[] known;

    /** Whether only the decisions matter, not the tree. */
    private boolean decidesOnly;

    /** The rows sampled, and how many sampled events each has. */
    private final int[] sample;

    private final int[] weight;

    /** Of each of them, the code of the column that is cut. */
    private final int[] code;

    /** Of each word, the guard bits of the columns that vary. */
    private final long[] varies;

    private int all;
    private SplitMix random;
    private ByteReader saved;
    private final ByteWriter cuts = new ByteWriter();

    Grower(Events events, Codes codes, EqualEvents equal, int samples) {
      this.events = events;
      this.codes = codes;
      this.equal = equal;
      limit = PathLength.limit(samples);
      int most = 2 * Math.min(samples, events.rows) - 1;
      size = new int[most];
      column = new int[most];
      cut = new float[most];
      right = new int[most];
      boxes = new Boxes(codes, most);
      known = events.rows <= MOST_KNOWN ? new double[events.rows] : null;
      varies = new long[codes.words];
      sample = new int[samples];
      code = new int[samples];
      weight = new int[events.rows];
    }

    /**
     * Grows a tree on the sampled events, whose order does not matter.
     *
     * @param decisions what a tree grown before decided; null: decide by chance
     */
    AxisTree grow(int[] sampled, SplitMix chance, ByteReader decisions) {
      decidesOnly = false;
      if (known != null) {
        Arrays.fill(known, Double.NaN);
      }
      grown(sampled, chance, decisions);
      return new AxisTree(this);
    }

    @Override
    public AxisTree grow(int number, int[] sampled, ByteReader decided) {
      return grow(sampled, null, decided);
    }

    @Override
    public byte[] decide(int number, int[] sampled, SplitMix chance) {
      decidesOnly = true;
      grown(sampled, chance, null);
      return cuts.toBytes();
    }

    private void grown(int[] sampled, SplitMix chance, ByteReader decisions) {
      random = chance;
      saved = decisions;
      cuts.clear();
      nodes = 0;
      all = sampled.length;
      node(0, events.weigh(sampled, sample, weight), 0, all);
    }

    /** Grows the node of sample[from, to), which are so many events. */
    private void node(int from, int to, int depth, int held) {
      int node = nodes++;
      size[node] = held;
      // Rows differ: of two at least one column varies.
      if (to - from == 1 || depth == limit) {
        column[node] = to - from == 1 ? EQUAL : EXTERNAL;
        if (!decidesOnly) {
          boxes.encloseRows(node, sample, from, to);
          know(node, from, to, depth);
        }
        return;
      }
      int chosen = choose(vary(from, to));
      column[node] = chosen;
      int middle = part(place(node, chosen, from, to), from, to);
      int parted = 0;
      for (int i = from; i < middle; i++) {
        parted += weight[sample[i]];
      }
      node(from, middle, depth + 1, parted);
      right[node] = nodes;
      node(middle, to, depth + 1, held - parted);
      if (!decidesOnly) {
        boxes.encloseNodes(node, node + 1, right[node]);
      }
    }

    private void know(int node, int from, int to, int depth) {
      if (known == null) {
        return;
      }
      int held = size[node];
      double reached = column[node] == EQUAL ? equal.reached(depth, limit, held, all) : depth;
      double path = held == 1 ? depth : reached + PathLength.average(held);
      for (int i = from; i < to; i++) {
        known[sample[i]] = path;
      }
    }

    /** Finds the columns that vary; returns how many. */
    private int vary(int from, int to) {
      int words = codes.words;
      long[] rows = codes.rows;
      int[] sampled = sample;
      int count = 0;
      for (int w = 0; w < words; w++) {
        long first = rows[sampled[from] * words + w];
        long differ = 0;
        for (int i = from + 1; i < to; i++) {
          differ |= rows[sampled[i] * words + w] ^ first;
        }
        varies[w] = codes.notZero(w, differ);
        count += Long.bitCount(varies[w]);
      }
      return count;
    }

    private int choose(int count) {
      int chosen;
      if (saved == null) {
        chosen = varying(random.below(count));
        cuts.varint(chosen);
      } else {
        chosen = saved.count(0, events.columns() - 1);
        if ((varies[codes.word(chosen)] & codes.guardBit(chosen)) == 0) {
          throw saved.damaged("a cut in column %d, which does not vary".formatted(chosen));
        }
      }
      return chosen;
    }

    /** The column before which so many others vary. */
    private int varying(int before) {
      int w = 0;
      int skip = before;
      for (; skip >= Long.bitCount(varies[w]); w++) {
        skip -= Long.bitCount(varies[w]);
      }
      long bits = varies[w];
      for (; skip > 0; skip--) {
        bits &= bits - 1;
      }
      return codes.column(w, bits & -bits);
    }

    /** Cuts at a uniform place of the node's range; returns the highest code that goes left. */
    private int place(int node, int chosen, int from, int to) {
      read(chosen, from, to);
      int least = code[from];
      int most = least;
      for (int i = from + 1; i < to; i++) {
        least = Math.min(least, code[i]);
        most = Math.max(most, code[i]);
      }
      if (least == Codes.MISSING) {
        cut[node] = Float.NEGATIVE_INFINITY;
        return Codes.MISSING;
      }
      int place = saved == null ? random.below(PLACES) : saved.uint16();
      if (saved == null) {
        cuts.uint16(place);
      }
      float low = codes.number(chosen, least);
      float high = codes.number(chosen, most);
      float at = (float) (low + ((double) high - low) * ((place + 0.5) / PLACES));
      cut[node] = at < high ? at : Math.nextDown(high);
      int found =
          Arrays.binarySearch(
              events.values[chosen], Codes.rankOf(least), Codes.rankOf(most), cut[node]);
      return Codes.ofRank(found >= 0 ? found : -found - 2);
    }

    /** Reads the codes of one column. */
    private void read(int chosen, int from, int to) {
      int words = codes.words;
      long[] rows = codes.rows;
      int word = codes.word(chosen);
      int shift = codes.shift(chosen);
      int mask = codes.mask(chosen);
      for (int i = from; i < to; i++) {
        code[i] = (int) (rows[sample[i] * words + word] >>> shift) & mask;
      }
    }

    private int part(int highest, int from, int to) {
      int middle = from;
      for (int i = from; i < to; i++) {
        int row = sample[i];
        if (code[i] <= highest) {
          sample[i] = sample[middle];
          sample[middle++] = row;
        }
      }
      return middle;
    }
  }
}
