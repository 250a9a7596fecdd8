package dev.nightwarden.peers;

/**
 * From which day on fitted parameters hold: each Monday brings new ones. Days are days since 1970.
 */
public final class Mondays {
  /** A day is at most so many days after its Monday. */
  public static final int MOST_AFTER = 6;

  private Mondays() {}

  /** The newest Monday up to a day; day 0 was a Thursday. */
  public static int newest(int day) {
    return day - Math.floorMod(day + 3, 7);
  }
}
