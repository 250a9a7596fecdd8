package dev.nightwarden.observe;

import dev.nightwarden.plugin.Key;
import java.io.Serializable;

/**
 * While little is known, what is odd may be so for that alone: such anomalies are marked and never
 * malicious.
 *
 * @param days event dates that a profile learns before it accuses anybody
 * @param actorDays days after an actor was first seen
 * @param actorMessages messages of an actor
 */
public record Learning(
    @Key(
            doc = "How many event dates a profile learns before any of its anomalies counts.",
            fallback = "7",
            min = 0,
            max = 366)
        int days,
    @Key(
            doc = "How many days after an actor was first seen its anomalies do not count.",
            fallback = "7",
            min = 0,
            max = 28)
        int actorDays,
    @Key(
            doc =
                "How many messages of an actor come before its anomalies count; 28 days after it was"
                    + " first seen they count in any case.",
            fallback = "20",
            min = 0,
            max = 1_000_000)
        int actorMessages)
    implements Serializable {
  /** Everything counts from the first message on. */
  public static final Learning NONE = new Learning(0, 0, 0);

  /** What is usual where evidence is judged by how rare it is. */
  public static final Learning USUAL = new Learning(7, 7, 20);

  /** After so many days an actor's few messages are no excuse. */
  private static final int LAPSES = 28;

  /** An actor's value that nobody of so many others ever showed is odd, however new the actor. */
  private static final int ENOUGH_OTHERS = 10;

  /**
   * Whether an anomaly of a date does not count.
   *
   * @param profileDates event dates that the profile had before
   * @param age days since the actor was first seen
   * @param messages of the actor before this one
   * @param showedIt others who showed the value before the date
   * @param others all others that were seen before it
   */
  public boolean covers(int profileDates, int age, long messages, int showedIt, int others) {
    if (profileDates < days) {
      return true;
    }
    boolean isNew = age < actorDays || (messages < actorMessages && age < LAPSES);
    return isNew && !(showedIt == 0 && others >= ENOUGH_OTHERS);
  }

  /** Whether an actor-date as a whole is too early to be compared with. */
  public boolean coversDay(int profileDates, int age) {
    return profileDates < days || age < actorDays;
  }

  /** Whether there is any. */
  public boolean isNone() {
    return days == 0 && actorDays == 0 && actorMessages == 0;
  }
}
