package dev.nightwarden.forest;

/** One tree of a forest; immutable. */
sealed interface Tree permits AxisTree, PlaneTree {
  /**
   * Adds to the sum of each event the expected number of cuts that set it apart, at least 0.
   *
   * @param sums one for each event
   */
  void addPaths(EventBatch events, double[] sums);

  /**
   * Adds to {@code gain}, per column, by how many cuts an event's path came out shorter than that
   * of an average event: the sum added is c(psi) - path.
   *
   * @param event its place in the batch
   */
  void explain(EventBatch events, int event, double[] gain);
}
