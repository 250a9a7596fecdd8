package dev.nightwarden.config;

import dev.nightwarden.plugin.Shown;

/** Where a value was written: a line of a file, or an option of the command line. */
final class Place implements Comparable<Place> {
  private static final int MAX_SHOWN = 120;

  private final String file;
  private final int order;
  private final String optionKey;
  private final String optionValue;
  private boolean concealed;

  private Place(String file, int order, String optionKey, String optionValue) {
    this.file = file;
    this.order = order;
    this.optionKey = optionKey;
    this.optionValue = optionValue;
  }

  /**
   * @param line from 1; 0 for the file as a whole
   */
  static Place line(String file, int line) {
    return new Place(file, line, null, null);
  }

  /**
   * @param number which of the options, from 0
   * @param value null where it is not to be shown
   */
  static Place option(int number, String key, String value) {
    return new Place(null, number, key, value);
  }

  /** From now on the option's value is not shown. */
  void conceal() {
    concealed = true;
  }

  /** File lines first, then options as they were given. */
  @Override
  public int compareTo(Place other) {
    int kind = Boolean.compare(file == null, other.file == null);
    return kind != 0 ? kind : Integer.compare(order, other.order);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place place && compareTo(place) == 0;
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
    String key = Shown.printable(optionKey, MAX_SHOWN);
    if (optionValue == null) {
      return "--set " + key;
    }
    return "--set " + key + "=" + (concealed ? "***" : Shown.printable(optionValue, MAX_SHOWN));
  }
}
