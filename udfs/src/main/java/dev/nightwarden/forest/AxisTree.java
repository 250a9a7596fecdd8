package dev.nightwarden.forest;

import java.util.Arrays;

/**
 * A tree whose every cut is at one place of one column. Nodes lie in preorder in flat arrays: the
 * left child follows its parent.
 *
 * <p>Each node keeps its box: the least and the greatest code of its events in every column (see
 * {@link Codes}), so that a few subtractions tell whether an event is inside. See {@link
 * IsolationForest} for what the box is for.
 */
final class AxisTree implements Tree {
  /** In place of a column: a node that is cut no further, and one whose events are all equal. */
  private static final int EXTERNAL = -1;

  private static final int EQUAL = -2;
  private static final int PLACES = 1 << 16;

  private final Codes codes;
  private final EqualEvents equal;
  private final int limit;
  private final byte[] cuts;

  /** Of each node: events, column cut, and the greatest number that goes left, as a missing one. */
  private final int[] size;

  private final int[] column;
  private final float[] cut;
  private final int[] right;

  /**
   * Of each node and word, the least codes, then the greatest ones with their guard bits set. In a
   * column that some of the events miss no value is outside: there the greatest is full.
   */
  private final long[] boxes;

  private AxisTree(Grower grown) {
    codes = grown.codes;
    equal = grown.equal;
    limit = grown.limit;
    cuts = grown.cuts.toBytes();
    int nodes = grown.nodes;
    size = Arrays.copyOf(grown.size, nodes);
    column = Arrays.copyOf(grown.column, nodes);
    cut = Arrays.copyOf(grown.cut, nodes);
    right = Arrays.copyOf(grown.right, nodes);
    boxes = Arrays.copyOf(grown.boxes, 2 * codes.words * nodes);
  }

  @Override
  public void addPaths(EventBatch events, double[] sums) {
    Outside outside = new Outside(events.columns);
    for (int event = 0; event < events.count; event++) {
      sums[event] += path(events, event, outside);
    }
  }

  private double path(EventBatch events, int event, Outside outside) {
    float[] numbers = events.numbers;
    int from = event * events.columns;
    double expected = 0;
    double left = 1;
    int node = 0;
    for (int depth = 0; ; depth++) {
      if (size[node] == 1) {
        return expected + left * depth;
      }
      if (isOutside(node, events.words, event)) {
        look(node, events, event, outside);
        double isolated = outside.chance();
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
    double left = 1;
    Outside outside = new Outside(events.columns);
    int node = 0;
    for (int depth = 0; size[node] > 1; depth++) {
      double before = PathLength.average(size[node]);
      if (isOutside(node, events.words, event)) {
        look(node, events, event, outside);
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

  @Override
  public byte[] cuts() {
    return cuts;
  }

  private double reached(int node, int depth) {
    return column[node] == EQUAL ? equal.reached(depth, limit, size[node], size[0]) : depth;
  }

  private boolean isOutside(int node, long[] words, int event) {
    int count = codes.words;
    long[] guard = codes.guard;
    int box = 2 * count * node;
    int from = count * event;
    long outside = 0;
    for (int w = 0; w < count; w++) {
      outside |= outside(words[from + w], boxes[box + 2 * w], boxes[box + 2 * w + 1], guard[w]);
    }
    return outside != 0;
  }

  /** The guard bits of the columns in which a code is less than the least or above the greatest. */
  private static long outside(long code, long least, long guardedMost, long guard) {
    return ~(((code | guard) - least) & (guardedMost - code)) & guard;
  }

  private void look(int node, EventBatch events, int event, Outside outside) {
    outside.clear();
    for (int w = 0; w < codes.words; w++) {
      int box = 2 * (codes.words * node + w);
      long least = boxes[box];
      long most = boxes[box + 1] ^ codes.guard[w];
      long vary = codes.notZero(w, least ^ most);
      outside.vary(Long.bitCount(vary));
      long code = events.words[codes.words * event + w];
      long left = outside(code, least, boxes[box + 1], codes.guard[w]);
      for (; left != 0; left &= left - 1) {
        long bit = left & -left;
        int j = codes.column(w, bit);
        if ((vary & bit) == 0) {
          outside.addApart(j);
        } else {
          float low = codes.number(j, codes.below(w, bit, least));
          float high = codes.number(j, codes.below(w, bit, most));
          outside.add(j, beyond(events.numbers[event * events.columns + j], low, high));
        }
      }
    }
  }

  /** The chance that a uniform cut between a value and the farther end of a range parts them. */
  private static double beyond(float value, float low, float high) {
    if (value < low) {
      return ((double) low - value) / ((double) high - value);
    }
    if (value > high) {
      return ((double) value - high) / ((double) value - low);
    }
    return 1;
  }

  /** Grows trees on one actor's events, one after the other, in the same scratch space. */
  static final class Grower {
    private final Events events;
    private final Codes codes;
    private final EqualEvents equal;
    private final int limit;

    private final int[] size;
    private final int[] column;
    private final float[] cut;
    private final int[] right;
    private final long[] boxes;
    private int nodes;

    /** The rows sampled, and how many sampled events each has. */
    private final int[] sample;

    private final int[] weight;

    /** Of each word, the guard bits of the columns that vary. */
    private final long[] varies;

    private SplitMix random;
    private ByteReader saved;
    private ByteWriter cuts;

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
      boxes = new long[Math.multiplyExact(2 * codes.words, most)];
      varies = new long[codes.words];
      sample = new int[samples];
      weight = new int[events.rows];
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
      node(0, events.weigh(sampled, sample, weight), 0);
      return new AxisTree(this);
    }

    /** Grows the node of sample[from, to). */
    private void node(int from, int to, int depth) {
      int node = nodes++;
      size[node] = 0;
      for (int i = from; i < to; i++) {
        size[node] += weight[sample[i]];
      }
      int count = to - from == 1 ? 0 : vary(from, to);
      if (count == 0 || depth == limit) {
        column[node] = count == 0 ? EQUAL : EXTERNAL;
        encloseRows(node, from, to);
        return;
      }
      int chosen = choose(count);
      column[node] = chosen;
      int middle = part(chosen, place(node, chosen, from, to), from, to);
      node(from, middle, depth + 1);
      right[node] = nodes;
      node(middle, to, depth + 1);
      encloseNodes(node, node + 1, right[node]);
    }

    /** Finds the columns that vary; returns how many. */
    private int vary(int from, int to) {
      int words = codes.words;
      long[] rows = codes.rows;
      int first = sample[from] * words;
      Arrays.fill(varies, 0);
      for (int i = from + 1; i < to; i++) {
        int row = sample[i] * words;
        for (int w = 0; w < words; w++) {
          varies[w] |= rows[row + w] ^ rows[first + w];
        }
      }
      int count = 0;
      for (int w = 0; w < words; w++) {
        varies[w] = codes.notZero(w, varies[w]);
        count += Long.bitCount(varies[w]);
      }
      return count;
    }

    private int choose(int count) {
      int chosen;
      if (saved == null) {
        chosen = varying(random.below(count));
      } else {
        chosen = saved.count(0, events.columns() - 1);
        if ((varies[codes.word(chosen)] & codes.guardBit(chosen)) == 0) {
          throw saved.damaged("a cut in column %d, which does not vary".formatted(chosen));
        }
      }
      cuts.varint(chosen);
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
      Codes.Field field = codes.field(chosen);
      int least = field.of(sample[from]);
      int most = least;
      for (int i = from + 1; i < to; i++) {
        int code = field.of(sample[i]);
        least = Math.min(least, code);
        most = Math.max(most, code);
      }
      if (least == Codes.MISSING) {
        cut[node] = Float.NEGATIVE_INFINITY;
        return Codes.MISSING;
      }
      int place = saved == null ? random.below(PLACES) : saved.uint16();
      cuts.uint16(place);
      float low = codes.number(chosen, least);
      float high = codes.number(chosen, most);
      float at = (float) (low + ((double) high - low) * ((place + 0.5) / PLACES));
      cut[node] = at < high ? at : Math.nextDown(high);
      int found =
          Arrays.binarySearch(
              events.values[chosen], Codes.rankOf(least), Codes.rankOf(most), cut[node]);
      return Codes.ofRank(found >= 0 ? found : -found - 2);
    }

    private int part(int chosen, int highest, int from, int to) {
      Codes.Field field = codes.field(chosen);
      int middle = from;
      for (int i = from; i < to; i++) {
        int row = sample[i];
        if (field.of(row) <= highest) {
          sample[i] = sample[middle];
          sample[middle++] = row;
        }
      }
      return middle;
    }

    private void encloseRows(int node, int from, int to) {
      int words = codes.words;
      for (int w = 0; w < words; w++) {
        long least = codes.rows[sample[from] * words + w];
        long most = least;
        for (int i = from + 1; i < to; i++) {
          long row = codes.rows[sample[i] * words + w];
          least = codes.lesser(w, least, row);
          most = codes.greater(w, most, row);
        }
        enclose(node, w, least, most);
      }
    }

    private void encloseNodes(int node, int one, int other) {
      for (int w = 0; w < codes.words; w++) {
        int a = 2 * (codes.words * one + w);
        int b = 2 * (codes.words * other + w);
        long guard = codes.guard[w];
        enclose(
            node,
            w,
            codes.lesser(w, boxes[a], boxes[b]),
            codes.greater(w, boxes[a + 1] ^ guard, boxes[b + 1] ^ guard));
      }
    }

    private void enclose(int node, int w, long least, long most) {
      long guard = codes.guard[w];
      long someMiss = codes.notZero(w, most) & ~codes.notZero(w, least);
      int box = 2 * (codes.words * node + w);
      boxes[box] = least;
      boxes[box + 1] = most | codes.full(w, someMiss) | guard;
    }
  }
}
