package dev.nightwarden.peers;

import dev.nightwarden.predictive.Crowd;
import dev.nightwarden.predictive.Parameters;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What is known of all actors together before each day of a range. */
public final class Known implements Serializable {
  private static final long serialVersionUID = 1;

  private final Sizes sizes;
  private final Crowds crowds;
  private final HourCrowds hours;
  private final Fits fits;
  private final Map<String, int[]> profileDates;

  Known(Sizes sizes, Crowds crowds, HourCrowds hours, Fits fits, Map<String, int[]> profileDates) {
    this.sizes = sizes;
    this.crowds = crowds;
    this.hours = hours;
    this.fits = fits;
    this.profileDates = new HashMap<>(profileDates);
  }

  /**
   * How many others there are.
   *
   * @param group empty: everybody
   * @param isKnown whether the actor itself was seen before the day
   */
  public int others(String profile, String group, int day, boolean isKnown) {
    return sizes.others(profile, group, day, isKnown);
  }

  /** How the values of a field were distributed before a day. */
  public Crowd crowd(String profile, String field, String group, int day) {
    return crowds.before(profile, field, group, day);
  }

  /**
   * How many showed each hour of the week before a day, the actor that is judged included.
   *
   * @param group empty: everybody
   */
  public int[] hours(String profile, String field, String group, int day) {
    return hours.before(profile, field, group, day);
  }

  /** How the values of a field are drawn. */
  public Parameters parameters(String profile, String field, int day) {
    return fits.on(profile, field, day);
  }

  /** How many event dates a profile had before a day; at least as many as its learning asks for. */
  public int datesBefore(String profile, int day) {
    int[] dates = profileDates.getOrDefault(profile, new int[0]);
    int at = Arrays.binarySearch(dates, day);
    return at >= 0 ? at : -at - 1;
  }
}
