package dev.nightwarden.forest;

/** Path lengths that the events of a node would have on average, were it cut to the end. */
final class PathLength {
  private static final double EULER = 0.5772156649015329;
  private static final double[] SMALL = new double[1025];

  static {
    double harmonic = 0;
    for (int n = 2; n < SMALL.length; n++) {
      harmonic += 1.0 / (n - 1);
      SMALL[n] = average(harmonic, n);
    }
  }

  private PathLength() {}

  /**
   * c(n) = 2 H(n - 1) - 2 (n - 1) / n, the average depth of a leaf in a random binary search tree
   * (Liu, Ting and Zhou 2008, eq. 1); 0 for n = 0 and 1. H is the harmonic number itself, not the
   * paper's estimate ln(n) + 0.5772, which is 1 / n too small: c(2) = 1, c(256) = 10.2487 where the
   * estimate gives 10.2448.
   */
  static double average(int n) {
    if (n < SMALL.length) {
      return SMALL[n];
    }
    double m = n - 1.0;
    return average(StrictMath.log(m) + EULER + 1 / (2 * m) - 1 / (12 * m * m), n);
  }

  private static double average(double harmonic, int n) {
    return 2 * harmonic - 2 * (n - 1.0) / n;
  }

  /** ceil(log2 n): the depth at which a tree grown on n events is cut no further. */
  static int limit(int n) {
    return 32 - Integer.numberOfLeadingZeros(n - 1);
  }
}
