package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quick trees against slow ones that ask every event of every node. */
class QuickTreeTest {
  /** Columns of few and of many values, more than a word holds, with missing and extreme ones. */
  @ParameterizedTest
  @CsvSource({"2, 1, 3", "60, 4, 3", "100, 3, 1000", "256, 30, 2", "200, 70, 5", "300, 9, 100000"})
  void pathsAndExplanationsAreThoseOfSlowTrees(int count, int columns, int values) {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      boolean someMiss = seed % 2 == 0;
      double[][] events = events(count, columns, values, someMiss, random);
      double[][] asked = events(200, columns, values + 1, true, random);
      System.arraycopy(events, 0, asked, 0, Math.min(count, 50));
      Events known = Events.of(events);
      Codes codes = new Codes(known);
      int[] sample =
          random.ints(count, 0, count).distinct().limit(Math.max(2, count / 2)).toArray();
      if (sample.length < 2) {
        sample = new int[] {0, 1};
      }
      AxisTree quick =
          new AxisTree.Grower(known, codes, EqualEvents.BY_SHARE, sample.length)
              .grow(sample, new SplitMix(seed), null);
      SlowTree slow = SlowTree.grow(sampled(events, sample), new SplitMix(seed));
      float[][] rows = Arrays.stream(asked).map(Events::floats).toArray(float[][]::new);
      EventBatch batch = new EventBatch(codes, rows);
      double[] paths = new double[rows.length];
      quick.addPaths(batch, paths);
      for (int i = 0; i < rows.length; i++) {
        assertEquals(slow.path(rows[i]), paths[i], 1e-9, Arrays.toString(rows[i]));
        double[] gain = new double[columns];
        quick.explain(batch, i, gain);
        double saved = PathLength.average(sample.length) - paths[i];
        assertEquals(saved, Arrays.stream(gain).sum(), 1e-9, Arrays.toString(rows[i]));
      }
      assertTrue(Arrays.stream(paths).distinct().count() > 1);
    }
  }

  private static List<float[]> sampled(double[][] events, int[] sample) {
    List<float[]> sampled = new ArrayList<>();
    for (int event : sample) {
      sampled.add(Events.floats(events[event]));
    }
    return sampled;
  }

  private static double[][] events(
      int count, int columns, int values, boolean someMiss, Random random) {
    double[][] events = new double[count][columns];
    for (double[] event : events) {
      for (int j = 0; j < columns; j++) {
        int value = random.nextInt(1 + values * (j % 3) / 2 + j % 2);
        event[j] = (value - 1) * Math.exp(j % 7);
        if (someMiss && random.nextInt(20) == 0) {
          event[j] = Double.NaN;
        } else if (someMiss && random.nextInt(60) == 0) {
          event[j] = random.nextBoolean() ? Double.MAX_VALUE : Double.NEGATIVE_INFINITY;
        }
      }
    }
    return events;
  }
}
