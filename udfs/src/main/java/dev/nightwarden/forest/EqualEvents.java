package dev.nightwarden.forest;

/** At which depth a node of equal events, which cannot be parted, counts as reached. */
enum EqualEvents {
  /**
   * At the height limit, as in forests of the first format. A few equal events among many others
   * then seemed as usual as events that are always the same.
   */
  AT_LIMIT {
    @Override
    double reached(int depth, int limit, int size, int all) {
      return limit;
    }
  },

  /** The nearer to the height limit, the more of the tree's events they are. */
  BY_SHARE {
    @Override
    double reached(int depth, int limit, int size, int all) {
      return depth + (limit - depth) * ((double) size / all);
    }
  };

  /**
   * @param depth where the node is
   * @param limit the depth at which the tree is cut no further
   * @param size how many of the tree's {@code all} events it holds
   */
  abstract double reached(int depth, int limit, int size, int all);
}
