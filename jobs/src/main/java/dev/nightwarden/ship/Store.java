package dev.nightwarden.ship;

/** A shipper that holds exactly {@code malicious_events}: a file, a database. */
public non-sealed interface Store extends Shipper {
  /**
   * Makes the store hold, for the dates of the slice, the rows of the slice and no others; a store
   * that holds nothing yet takes all rows there are. Asked again with the same slice it changes
   * nothing. When it fails, or the process dies in the middle, what a reader finds is the old rows
   * or the new rows of a date, never a part.
   *
   * @return how many rows were written
   * @throws Exception with a message that tells the person at the terminal what to change
   */
  long replace(Slice slice) throws Exception;
}
