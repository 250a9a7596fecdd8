package dev.nightwarden.forest;

/** One tree of a forest; immutable. */
sealed interface Tree permits AxisTree, PlaneTree {
  /** The expected number of cuts that set an event apart, at least 0. */
  double path(float[] event);

  /**
   * Adds to {@code gain}, per column, by how many cuts the path came out shorter than that of an
   * average event: the sum added is c(psi) - path.
   */
  void explain(float[] event, double[] gain);

  /** The decisions taken while growing; with the same sample they make the same tree. */
  byte[] cuts();
}
