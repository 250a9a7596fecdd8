package dev.nightwarden.forest;

/**
 * How an event lies outside the box of a node: in which columns, and with which chance each of them
 * would have parted it from the node's events. A scratch that is filled again at each node.
 */
final class Outside {
  private final int[] column;
  private final double[] share;
  private int count;

  /** How many columns vary among the node's events. */
  private int varying;

  /** In how many of those that do not the event differs, and the sum of the others' chances. */
  private int apart;

  private double beyond;

  Outside(int columns) {
    column = new int[columns];
    share = new double[columns];
  }

  /** Begins again, at a node among whose events so many columns vary. */
  void begin(int columnsThatVary) {
    count = 0;
    varying = columnsThatVary;
    apart = 0;
    beyond = 0;
  }

  /** Of a column in which all of the node's events are equal, and this one is not. */
  void addApart(int j) {
    column[count] = j;
    share[count++] = 1;
    apart++;
  }

  /** Of a column that varies, with the chance that a cut in it isolates the event. */
  void add(int j, double chance) {
    column[count] = j;
    share[count++] = chance;
    beyond += chance;
  }

  /** The chance that the event would have been isolated at this node. */
  double chance() {
    return (apart + beyond) / (apart + varying);
  }

  /** Shares what an isolation at this node saves among the columns that bring it about. */
  void credit(double[] gain, double left, double saved) {
    double whole = left / (apart + varying) * saved;
    for (int k = 0; k < count; k++) {
      gain[column[k]] += share[k] == 1 ? whole : left * share[k] / (apart + varying) * saved;
    }
  }
}
