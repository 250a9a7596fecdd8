package dev.nightwarden.ship;

/** A shipper that holds exactly the rows of data sets: a file, a database. */
public non-sealed interface Store extends Shipper {
  /**
   * Makes the store hold, for the dates of each data set that it is for, the rows of the slice and
   * no others; a store that holds nothing yet takes all rows there are, and so does one that an
   * earlier version of the data set filled. Data sets that it is not for it passes over. Asked
   * again with the same slice it changes nothing. When it fails, or the process dies in the middle,
   * what a reader finds is the old rows or the new rows of a date, never a part.
   *
   * <p>A run that was paused may have been overtaken meanwhile: a store asks {@link Slice#confirm}
   * before its rows replace others, at the last moment it can.
   *
   * @return how many rows were written
   * @throws Exception with a message that tells the person at the terminal what to change
   */
  long replace(Slice slice) throws Exception;

  /**
   * Whether it holds {@link Slice#data whatever data set} it is given, by the columns that this
   * has; else {@code malicious_events} alone.
   */
  default boolean holdsAny() {
    return false;
  }
}
