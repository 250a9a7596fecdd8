package dev.nightwarden.feature.flag;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each length of time between visits occurred. Requests closer than {@code least} to the
 * one before belong to its visit; a gap lies between the first requests of two visits. Gaps are
 * rounded by the caller, which bounds how many lengths there are.
 */
final class Gaps {
  private final long least;
  private final TreeMap<Long, Integer> counts = new TreeMap<>();
  private int total;
  private boolean isStarted;
  private long last;
  private long visit;

  /**
   * @param least in microseconds, 0 or more
   */
  Gaps(long least) {
    this.least = least;
  }

  /** The gap that a request at a time, not before the last, ends; -1 if it ends none. */
  long next(long time) {
    long gap = isStarted && time - last >= least ? time - visit : -1;
    if (!isStarted || gap >= 0) {
      visit = time;
    }
    isStarted = true;
    last = time;
    return gap;
  }

  void count(long rounded) {
    counts.merge(rounded, 1, Integer::sum);
    total++;
  }

  int total() {
    return total;
  }

  /** How many gaps have a length. */
  int of(long rounded) {
    return counts.getOrDefault(rounded, 0);
  }

  /** The most common length below a limit, the shortest of several; -1 without any. */
  long mostCommon(long limit) {
    long length = -1;
    int most = 0;
    for (Map.Entry<Long, Integer> entry : counts.headMap(limit).entrySet()) {
      if (entry.getValue() > most) {
        length = entry.getKey();
        most = entry.getValue();
      }
    }
    return length;
  }

  /** The gap of rank {@code ceil(total * quarters / 4)} from below: the quartile, a gap itself. */
  long quartile(int quarters) {
    long rank = ((long) total * quarters + 3) / 4;
    long passed = 0;
    for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
      passed += entry.getValue();
      if (passed >= rank) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("no gaps");
  }

  /** A length to three significant digits, half up: at most 0.5% off. */
  static long rounded(long micros) {
    long unit = 1;
    while (micros / unit >= 1_000) {
      unit *= 10;
    }
    return (micros + unit / 2) / unit * unit;
  }
}
