package dev.nightwarden.config;

import dev.nightwarden.plugin.Quoting;

/** Where a value was written: a line of a file, or an option of the command line. */
final class Position implements Comparable<Position> {
  private static final int MAX_SHOWN = 120;

  private final String file;
  private final int order;
  private final String optionKey;
  private final String optionValue;
  private boolean concealed;

  private Position(String file, int order, String optionKey, String optionValue) {
    this.file = file;
    this.order = order;
    this.optionKey = optionKey;
    this.optionValue = optionValue;
  }

  /**
   * @param line from 1; 0 for the file as a whole
   */
  static Position line(String file, int line) {
    return new Position(file, line, null, null);
  }

  /**
   * @param number which of the options, from 0
   * @param value null where it is not to be shown
   */
  static Position option(int number, String key, String value) {
    return new Position(null, number, key, value);
  }

  /** From now on the option's value is not shown. */
  void conceal() {
    concealed = true;
  }

  /** File lines first, then options as they were given. */
  @Override
  public int compareTo(Position other) {
    int kind = Boolean.compare(file == null, other.file == null);
    return kind != 0 ? kind : Integer.compare(order, other.order);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position place && compareTo(place) == 0;
  }

  @Override
  public int hashCode() {
    return order;
  }

  /** {@code configs/logins.yml:14}, or {@code --set warehouse=out}. */
  @Override
  public String toString() {
    if (file != null) {
      return order == 0 ? file : file + ":" + order;
    }
    String key = Quoting.printable(optionKey, MAX_SHOWN);
    if (optionValue == null) {
      return "--set " + key;
    }
    return "--set " + key + "=" + (concealed ? "***" : Quoting.printable(optionValue, MAX_SHOWN));
  }
}
