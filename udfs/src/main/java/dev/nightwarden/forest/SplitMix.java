package dev.nightwarden.forest;

/**
 * Random numbers that are the same on every machine and cost nothing to split: SplitMix64 (Steele,
 * Lea and Flood 2014), one stream for each list of numbers it is made of.
 */
final class SplitMix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** A stream of its own for each (seed, parts). */
  SplitMix(long seed, int... parts) {
    state = mix(seed + GOLDEN);
    for (int part : parts) {
      state = mix(state + GOLDEN * (part + 1L));
    }
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** An integer in [0, bound). */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A number in (0, 1). */
  double unit() {
    return ((next() >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** Fills an array with standard normal numbers (Marsaglia's polar method). */
  void normals(float[] into, int from, int to) {
    for (int i = from; i < to; i += 2) {
      double u;
      double v;
      double square;
      do {
        u = 2 * unit() - 1;
        v = 2 * unit() - 1;
        square = u * u + v * v;
      } while (square >= 1 || square == 0);
      double radius = Math.sqrt(-2 * StrictMath.log(square) / square);
      into[i] = (float) (u * radius);
      if (i + 1 < to) {
        into[i + 1] = (float) (v * radius);
      }
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
