package dev.nightwarden.forest;

/** Grows the trees of one kind: decides by chance, or grows from what was decided. */
interface TreeGrower {
  /**
   * Decides what a tree of the sampled events becomes; the order of these does not matter.
   *
   * @param number of the tree
   */
  byte[] decide(int number, int[] sample, SplitMix random);

  /** Grows the tree that was decided. */
  Tree grow(int number, int[] sample, ByteReader decided);

  /** The one of a kind. */
  static TreeGrower of(Growth growth, Events events, Codes codes, EqualEvents equal, int samples) {
    return growth.kind() == Growth.Kind.STANDARD
        ? new AxisTree.Grower(events, codes, equal, samples)
        : new PlaneTree.Grower(events, equal, samples, growth.seed());
  }
}
